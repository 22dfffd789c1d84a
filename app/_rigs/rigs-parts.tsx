"use client";

import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import type { Figure } from "../../lib/api/wire/statement.ts";
import { add, decimal, format } from "../../lib/core/decimal.ts";
import type { RigPart } from "../../lib/core/rig/parts.ts";
import { rigPartName } from "../../lib/core/statement/names.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

type Rig = RigsPage["rigs"][number];
type Parts = RigsPage["parts"];
type Row = { readonly label: string; readonly of: readonly RigPart[]; readonly isUsual: boolean };

/** What every rig has stands always; the rest where any rig has it. */
const ROWS: readonly Row[] = [
  { label: "Depreciation or rent", of: ["depreciation", "rent"], isUsual: true },
  { label: rigPartName("energy"), of: ["energy"], isUsual: true },
  { label: rigPartName("grid"), of: ["grid"], isUsual: false },
  { label: rigPartName("hosting"), of: ["hosting"], isUsual: true },
  { label: rigPartName("maintenance"), of: ["maintenance"], isUsual: false },
  { label: rigPartName("licences"), of: ["licences"], isUsual: false },
  { label: rigPartName("labour"), of: ["labour"], isUsual: true },
];

/** Part by rig, each column summing to the rig's month. */
export function RigPartsPanel({ page }: { page: RigsPage }) {
  const rows = ROWS.filter((row) => row.isUsual || partsIn(page.parts, row).length > 0);
  return (
    <Panel id="parts" title="What the month is made of" note={page.currency}>
      <ScrollTable label="What the month is made of">
        <table className="dense sticky parts-table">
          <thead>
            <tr>
              <th>Part</th>
              {page.rigs.map((rig) => (
                <th key={rig.slug} className="num">
                  {rig.name}
                </th>
              ))}
              <th className="num">All</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <td>{row.label}</td>
                {page.rigs.map((rig) => (
                  <td key={rig.slug} className="num soft">
                    <Cell parts={rig.parts} row={row} name={rig.name} why={whyNone(rig, row)} />
                  </td>
                ))}
                <td className="num">
                  <Cell parts={page.parts} row={row} name="all rigs" why="entered for no rig" />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>Month</td>
              {page.rigs.map((rig) => (
                <td key={rig.slug} className="num">
                  <FigureButton filter={rig.month.filter} name={rig.name}>
                    <Amount value={rig.month.amount} />
                  </FigureButton>
                </td>
              ))}
              <td className="num">
                <FigureButton filter={page.total.filter} name="all rigs">
                  <Amount value={page.total.amount} />
                </FigureButton>
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
    </Panel>
  );
}

const partsIn = (parts: Parts, row: Row): Figure[] => row.of.map((part) => parts[part]).filter((each) => each !== null);

function Cell({ parts, row, name, why }: { parts: Parts; row: Row; name: string; why: string }) {
  const known = partsIn(parts, row);
  const [first] = known;
  if (first === undefined) return <Missing why={why} />;
  const filter = known.length === 1 ? first.filter : { ...first.filter, kind: row.of.join("\n") };
  return (
    <FigureButton filter={filter} name={`${row.label} of ${name}`}>
      <Amount value={sumOf(known, (each) => each.amount)} estimated={estimatedOf(known)} />
    </FigureButton>
  );
}

const sumOf = (known: readonly Figure[], of: (each: Figure) => string): string =>
  format(known.reduce((total, each) => add(total, decimal(of(each))), decimal("0")));

function estimatedOf(known: readonly Figure[]): string | null {
  return known.every((each) => each.estimated === null) ? null : sumOf(known, (each) => each.estimated ?? "0");
}

function whyNone(rig: Rig, { of: [part] }: Row): string {
  if (part === "energy" && rig.energyIsInRent) return "in its rent";
  if (part === "energy") return rig.energyKwh === null ? "no power log" : "no tariff";
  if (part === "hosting" && rig.kind === "rented") return "in its rent";
  return part === "grid" ? "no such charge" : "not entered";
}
