"use client";

import Link from "next/link";
import { sinceText } from "../_tariffs/tariff-text.ts";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { TermForm, useOpen } from "./term-form.tsx";
import { inForceOn, type TermsProps } from "./terms-props.ts";

/** Which tariff prices its energy, from when. */
export function TariffPanel({ rig, mayChange, today }: TermsProps) {
  const { slug, terms, energyIsInRent } = rig;
  const { isOpen, close, button } = useOpen();
  const now = inForceOn(terms.tariffs, today);
  return (
    <Panel
      id="tariff-of-rig"
      title="Tariff"
      note={`${terms.currency} per kWh`}
      span="s6"
      aside={mayChange ? button("Set a price per kWh") : undefined}
    >
      {isOpen && (
        <TermForm
          label="Set a price per kWh"
          submit="Set the price"
          onDone={close}
          note="A price by the hour, by tiers or with fixed charges is a tariff of its own, entered under Prices."
          fields={[
            { name: "perKwh", label: "Price", unit: "per kWh", isRequired: true },
            { name: "from", label: "From", type: "date", note: firstNote(terms.tariffs), ...minOf(terms.openFrom) },
          ]}
          request={({ number, maybe }) => ({
            method: "PUT",
            path: `/api/rigs/${slug}/tariff`,
            body: { perKwh: number("perKwh"), from: maybe("from") },
          })}
        />
      )}
      {terms.tariffs.length === 0 ? (
        <p className="empty">
          {energyIsInRent
            ? "Its energy is in the rent, so it needs no tariff."
            : "No tariff is entered, so its energy is known in kWh and has no cost yet."}
        </p>
      ) : (
        <Dated
          label="Tariffs"
          rows={terms.tariffs.map((each) => ({
            from: each.from,
            isNow: each === now,
            text: each.perKwh === null ? each.name : `${each.perKwh} per kWh`,
          }))}
        />
      )}
      <p className="foot">
        <Link href="/prices">Tariffs by hour, season and tier</Link> are entered under Prices, and given to a rig there.
      </p>
    </Panel>
  );
}

/** How what is measured becomes what is drawn at the wall, from when. */
export function WallPanel({ rig: { slug, terms }, mayChange, today }: TermsProps) {
  const { isOpen, close, button } = useOpen();
  const now = inForceOn(terms.walls, today);
  return (
    <Panel
      id="wall"
      title="From measured to the wall"
      note="(measured × factor + base) × PUE"
      span="s6"
      aside={mayChange ? button("Set from a day") : undefined}
    >
      {isOpen && (
        <TermForm
          label="Set how the wall is reckoned"
          submit="Set the terms"
          onDone={close}
          note="Factor and base stand for what a reading of processors does not see; they count only where nothing wider was measured. PUE is the hall’s."
          fields={[
            { name: "factor", label: "Factor", unit: "times", value: now?.factor ?? "1", isRequired: true },
            { name: "baseWatts", label: "Host beside it", unit: "W", value: now?.baseWatts ?? "0", isRequired: true },
            { name: "pue", label: "PUE", unit: "times", value: now?.pue ?? "1", isRequired: true },
            { name: "from", label: "From", type: "date", note: firstNote(terms.walls), ...minOf(terms.openFrom) },
            { name: "note", label: "How it was found", placeholder: "plug reading, idle and loaded" },
          ]}
          request={({ text, number, maybe }) => ({
            method: "PUT",
            path: `/api/rigs/${slug}/wall`,
            body: {
              factor: number("factor"),
              baseWatts: number("baseWatts"),
              pue: number("pue"),
              from: maybe("from"),
              note: text("note"),
            },
          })}
        />
      )}
      {terms.walls.length === 0 ? (
        <p className="empty">Nothing is added: what was measured is what is billed.</p>
      ) : (
        <Dated
          label="Terms to the wall"
          rows={terms.walls.map((wall) => ({
            from: wall.from,
            isNow: wall === now,
            text: `× ${wall.factor}, + ${wall.baseWatts} W, PUE ${wall.pue}`,
            note: wall.note,
          }))}
        />
      )}
    </Panel>
  );
}

export const minOf = (openFrom: string | null): { min?: string } => (openFrom === null ? {} : { min: openFrom });
export const firstNote = (terms: readonly unknown[]): string =>
  terms.length === 0 ? "Empty: since ever." : "Empty: from today.";

type DatedRow = { readonly from: string; readonly isNow: boolean; readonly text: string; readonly note?: string };

/** Terms through time, the latest first, with the ones in force marked. */
export function Dated({ label, rows }: { label: string; rows: readonly DatedRow[] }) {
  return (
    <ScrollTable label={label}>
      <table className="dense">
        <thead>
          <tr>
            <th>From</th>
            <th>Holds</th>
            <th>
              <span className="sr">In force</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...rows].reverse().map((row) => (
            <tr key={row.from} className={row.isNow ? "chosen" : undefined}>
              <td>{sinceText(row.from)}</td>
              <td>
                {row.text}
                {row.note !== undefined && row.note !== "" && <span className="note part-note">{row.note}</span>}
              </td>
              <td className="num soft">{row.isNow ? "in force" : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}
