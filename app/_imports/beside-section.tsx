"use client";

import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { count, headline, plural } from "../../lib/core/display.ts";
import { dayName, monthName } from "../../lib/core/display-dates.ts";
import { Amount, MaybeAmount } from "../_ui/amount.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

const SCOPES: Readonly<Record<ImportPreview["scopes"][number]["scope"], string>> = {
  ai: "AI services",
  gpu: "GPU compute",
  other: "Other services, taxes and support",
  included: "Usage that a seat or subscription pays for",
};

/** What a bill holds beside its own money: services outside its scope, money on another basis. Shown, and in no total. */
export function BesideSection({ preview }: { preview: ImportPreview }) {
  const { scopes, otherTotals } = preview;
  if (scopes.length === 0 && otherTotals.length === 0) return null;
  return (
    <>
      <div className="section-head">
        <h3>What else it holds</h3>
        <span className="note">what is outside the source’s scope counts nowhere; the scope can be widened later</span>
      </div>
      <table className="dense cards">
        <thead>
          <tr>
            <th>Part</th>
            <th className="num">Lines</th>
            <th className="num">Amount</th>
          </tr>
        </thead>
        <tbody>
          {scopes.map((one) => (
            <tr key={one.scope}>
              <td>{SCOPES[one.scope]}</td>
              <td className="num" data-label="Lines">
                {count(one.lines)}
              </td>
              <td className="num full">
                {one.totals.map((total) => headline(total.amount, total.currency)).join(", ") || "no money"}
              </td>
            </tr>
          ))}
          {otherTotals.map((one) => (
            <tr key={`${one.basis} ${one.currency}`}>
              <td>Lines that are {one.basis}</td>
              <td className="num" />
              <td className="num full">
                <Amount value={one.amount} /> {one.currency}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Invoices and receipts in the file: documents to reconcile with; nothing of them is posted. */
export function InvoicesSection({ invoices }: Pick<ImportPreview, "invoices">) {
  if (invoices.length === 0) return null;
  return (
    <>
      <div className="section-head">
        <h3>Documents</h3>
        <span className="note">{plural(invoices.length, "document")} to reconcile with; none adds to any cost</span>
      </div>
      <ScrollTable label="Documents">
        <table className="dense">
          <thead>
            <tr>
              <th>Number</th>
              <th>For</th>
              <th className="num">Before tax</th>
              <th className="num">Tax</th>
              <th className="num">Total</th>
            </tr>
          </thead>
          <tbody>
            {invoices.map((one) => (
              <tr key={`${one.kind} ${one.number}`}>
                <td className="mono" title={`${one.kind} of ${one.provider}, ${dayName(one.issued)}`}>
                  {one.number}
                </td>
                <td>
                  {monthName(one.month)}
                  {one.isPrepaid && <span className="note"> prepaid credit</span>}
                </td>
                <td className="num">
                  <MaybeAmount value={one.subtotal} why="not printed" />
                </td>
                <td className="num">
                  <MaybeAmount value={one.tax} why="not printed" />
                </td>
                <td className="num nowrap">
                  <Amount value={one.total} /> {one.currency}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </>
  );
}
