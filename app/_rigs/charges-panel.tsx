"use client";

import { dayName } from "../../lib/core/display-dates.ts";
import { CHARGE_KINDS } from "../../lib/core/rig/terms.ts";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { CHARGE_NAMES, chargeText } from "./rig-words.ts";
import { EndOn, TermForm, useOpen } from "./term-form.tsx";
import type { TermsProps } from "./terms-props.ts";

/** What is paid by time: rent, hosting, maintenance, licences, labour. */
export function ChargesPanel({ rig: { slug, terms }, mayChange, today }: TermsProps) {
  const { isOpen, close, button } = useOpen();
  return (
    <Panel
      id="charges"
      title="Charges"
      note={`${terms.currency}, by the month or the hour`}
      span="s6"
      aside={mayChange ? button("Add a charge") : undefined}
    >
      {isOpen && <ChargeForm slug={slug} min={terms.openFrom} onDone={close} />}
      {terms.charges.length === 0 ? (
        <p className="empty">No hosting, labour, licence or rent is entered, so none is counted.</p>
      ) : (
        <ScrollTable label="Charges">
          <table className="dense tight">
            <thead>
              <tr>
                <th>For</th>
                <th>Amount</th>
                <th>From, to</th>
                {mayChange && (
                  <th>
                    <span className="sr">Actions</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {terms.charges.map((charge) => {
                const isOver = charge.to !== null && charge.to < today;
                return (
                  <tr key={charge.id} className={isOver ? "soft" : undefined}>
                    <td>
                      {CHARGE_NAMES[charge.kind]}
                      {charge.covers !== "" && <span className="note part-note">{charge.covers}</span>}
                    </td>
                    <td>{chargeText(charge)}</td>
                    <td className="soft">
                      {dayName(charge.from)}
                      {charge.to === null ? " on" : ` to ${dayName(charge.to)}`}
                    </td>
                    {mayChange && (
                      <td className="num">
                        {charge.to === null && (
                          <EndOn
                            what={`${CHARGE_NAMES[charge.kind]}, ${chargeText(charge)}`}
                            act="End"
                            min={charge.from}
                            request={(to) => ({
                              method: "PATCH",
                              path: `/api/rigs/${slug}/charges/${charge.id}`,
                              body: { to },
                            })}
                          />
                        )}
                      </td>
                    )}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </Panel>
  );
}

function ChargeForm({ slug, min, onDone }: { slug: string; min: string | null; onDone(): void }) {
  const first = min === null ? {} : { min };
  return (
    <TermForm
      label="Add a charge"
      submit="Add the charge"
      onDone={onDone}
      note="Give a month’s amount, or a rate per hour. Without hours it is paid for every hour."
      fields={[
        {
          name: "kind",
          label: "For",
          value: "hosting",
          options: CHARGE_KINDS.map((kind) => ({ value: kind, label: CHARGE_NAMES[kind] })),
        },
        { name: "covers", label: "What it covers", placeholder: "half a rack, hall B" },
        { name: "monthly", label: "Amount", unit: "a month" },
        { name: "hourly", label: "Or rate", unit: "an hour" },
        { name: "hours", label: "For", unit: "h a month" },
        { name: "from", label: "From", type: "date", note: "Empty: from today.", ...first },
        { name: "to", label: "Last day", type: "date", note: "Empty: until it is ended." },
      ]}
      request={({ text, maybe, maybeNumber }) => ({
        method: "POST",
        path: `/api/rigs/${slug}/charges`,
        body: {
          kind: text("kind"),
          covers: text("covers"),
          monthly: maybeNumber("monthly"),
          hourly: maybeNumber("hourly"),
          hours: maybeNumber("hours"),
          from: maybe("from"),
          to: maybe("to"),
        },
      })}
    />
  );
}
