"use client";

import { moneyText } from "../../lib/core/display.ts";
import { dayName, monthShort } from "../../lib/core/display-dates.ts";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { EndOn, TermForm, useOpen } from "./term-form.tsx";
import type { TermsProps } from "./terms-props.ts";

/** What was bought, each with a schedule of its own. */
export function AssetsPanel({ rig: { slug, terms }, mayChange }: TermsProps) {
  const { isOpen, close, button } = useOpen();
  return (
    <Panel
      id="assets"
      title="Assets"
      note={`${terms.currency}, written off straight`}
      span="s6"
      aside={mayChange ? button("Add a purchase") : undefined}
    >
      {isOpen && <AssetForm slug={slug} currency={terms.currency} onDone={close} />}
      {terms.assets.length === 0 ? (
        <p className="empty">
          {terms.kind === "owned" ? "No purchase is entered, so nothing is written off." : "Nothing was bought."}
        </p>
      ) : (
        <ScrollTable label="Assets">
          <table className="dense tight">
            <thead>
              <tr>
                <th>Bought</th>
                <th className="num">Price</th>
                <th className="num">Months</th>
                <th className="num">Book value</th>
                {mayChange && (
                  <th>
                    <span className="sr">Actions</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {terms.assets.map((asset) => (
                <tr key={asset.id}>
                  <td>
                    {asset.name}
                    <span className="note part-note">
                      from {dayName(asset.inService)} to {monthShort(asset.lastMonth)}
                      {asset.salvage !== "0" && `, salvage ${moneyText(asset.salvage)}`}
                      {asset.disposedOn !== null && `, disposed of on ${dayName(asset.disposedOn)}`}
                    </span>
                  </td>
                  <td className="num">{moneyText(asset.price)}</td>
                  <td className="num">{asset.months}</td>
                  <td className="num">{moneyText(asset.bookValue)}</td>
                  {mayChange && (
                    <td className="num">
                      {asset.disposedOn === null && (
                        <EndOn
                          what={asset.name}
                          act="Dispose of"
                          min={asset.inService}
                          request={(on) => ({
                            method: "PATCH",
                            path: `/api/rigs/${slug}/assets/${asset.id}`,
                            body: { on },
                          })}
                        />
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </Panel>
  );
}

function AssetForm({ slug, currency, onDone }: { slug: string; currency: string; onDone(): void }) {
  return (
    <TermForm
      label="Add a purchase"
      submit="Add the purchase"
      onDone={onDone}
      note="What it wrote off in months that are closed is posted to the open one, as a correction that names its month."
      fields={[
        { name: "name", label: "What was bought", isRequired: true },
        { name: "price", label: "Price paid", unit: currency, isRequired: true },
        { name: "inService", label: "In service", type: "date", isRequired: true },
        { name: "months", label: "Written off in", unit: "months", value: "24", isRequired: true },
        { name: "salvage", label: "Salvage value", unit: currency, value: "0", isRequired: true },
      ]}
      request={({ text, number }) => ({
        method: "POST",
        path: `/api/rigs/${slug}/assets`,
        body: {
          name: text("name"),
          price: number("price"),
          inService: text("inService"),
          months: Number(number("months")),
          salvage: number("salvage"),
        },
      })}
    />
  );
}
