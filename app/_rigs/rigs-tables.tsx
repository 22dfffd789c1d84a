"use client";

import Link from "next/link";
import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import { rigColour } from "../../lib/charts/identity.ts";
import { add, decimal, format } from "../../lib/core/decimal.ts";
import { energyText, fixed, percentText } from "../../lib/core/display.ts";
import { monthName } from "../../lib/core/display-dates.ts";
import { Amount, Change, MaybeAmount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView, withView } from "../_ui/view.ts";

type Rig = RigsPage["rigs"][number];

export function RigsTable({ page }: { page: RigsPage }) {
  const { rigs } = useShell();
  const slugs = rigs.map((rig) => rig.slug);
  return (
    <Panel id="rigs" title="Month and use" note={`${monthName(page.month)}, ${page.currency}`}>
      <ScrollTable label="Rigs">
        <table className="cards tight">
          <thead>
            <tr>
              <th>Rig</th>
              <th>To teams</th>
              <th className="num">Month</th>
              <th className="num">Change</th>
              <th className="num">Used</th>
              <th className="num">Idle</th>
              <th className="num">Energy, kWh</th>
              <th className="num">Metered, %</th>
            </tr>
          </thead>
          <tbody>
            {page.rigs.map((rig) => (
              <RigLine key={rig.slug} rig={rig} colour={rigColour(slugs, rig.slug)} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>All rigs</td>
              <td className="gone" />
              <td className="num">
                <Amount value={page.total.amount} />
              </td>
              <td className="num line" data-label="Change">
                <Change change={page.total.change} />
              </td>
              <td className="gone" />
              <td className="num line" data-label="Idle">
                <Amount value={page.idle.amount} />
              </td>
              <td className="num line" data-label="Energy, kWh">
                {energyText(page.energyKwh)}
              </td>
              <td className="gone" />
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
    </Panel>
  );
}

function RigLine({ rig, colour }: { rig: Rig; colour: string }) {
  const { query } = useView();
  const used = percentText(rig.usedPercent);
  return (
    <tr>
      <td>
        <span className="name">
          <i className="mark" style={{ background: colour }} />
          <span>
            <Link className="bearer" href={withView(`/rigs/${rig.slug}`, query)}>
              {rig.name}
            </Link>
            <span className="note part-note">{rig.hardware}</span>
          </span>
        </span>
      </td>
      <td className="full c3 busy">
        <div className="pair">
          <span className="busy-bar" role="img" aria-label={`${used} % goes to teams`}>
            <i style={{ width: `${fixed(rig.usedPercent, 2)}%`, background: colour }} />
            <i className="dots" />
          </span>
          <span className="v">{used} %</span>
        </div>
      </td>
      <td className="num strong c2">
        <FigureButton filter={rig.month.filter} name={rig.name}>
          <Amount value={rig.month.amount} />
        </FigureButton>
      </td>
      <td className="num line c4" data-label="Change">
        <FigureButton filter={rig.month.filter} aspect="change" name={`the change of ${rig.name}`}>
          <Change change={rig.month.change} changePercent={rig.month.changePercent} />
        </FigureButton>
      </td>
      <td className="num soft line c4" data-label="Used">
        <FigureButton filter={rig.used.filter} name={`the used part of ${rig.name}`}>
          <Amount value={rig.used.amount} />
        </FigureButton>
      </td>
      <td className="num soft line c4" data-label="Idle">
        <FigureButton filter={rig.idle.filter} name={`the idle part of ${rig.name}`}>
          <Amount value={rig.idle.amount} />
        </FigureButton>
      </td>
      <td className="num line c4" data-label="Energy, kWh">
        {rig.energyKwh === null ? <Missing why="no power log" /> : energyText(rig.energyKwh)}
      </td>
      <td className="num line c4" data-label="Metered, % of hours">
        {rig.coveragePercent === null ? <Missing why="no power log" /> : percentText(rig.coveragePercent)}
      </td>
    </tr>
  );
}

const PARTS = [
  { id: "depreciation", label: "Depreciation" },
  { id: "energy", label: "Energy" },
  { id: "hosting", label: "Hosting" },
  { id: "labour", label: "Labour" },
] as const;

/** Part by rig, each column summing to the rig's month. */
export function RigPartsPanel({ page }: { page: RigsPage }) {
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
            {PARTS.map(({ id, label }) => (
              <tr key={id}>
                <td>{label}</td>
                {page.rigs.map((rig) => {
                  const part = rig.parts[id];
                  return (
                    <td key={rig.slug} className="num soft">
                      {part === null ? (
                        <Missing why={id === "energy" ? "no tariff or no power log" : "not entered"} />
                      ) : (
                        <FigureButton filter={part.filter} name={`${label} of ${rig.name}`}>
                          <Amount value={part.amount} />
                        </FigureButton>
                      )}
                    </td>
                  );
                })}
                <td className="num">
                  <MaybeAmount value={partTotal(page.rigs, id)} why="entered for no rig" />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>Month</td>
              {page.rigs.map((rig) => (
                <td key={rig.slug} className="num">
                  <Amount value={rig.month.amount} />
                </td>
              ))}
              <td className="num">
                <Amount value={page.total.amount} />
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
    </Panel>
  );
}

function partTotal(rigs: readonly Rig[], id: (typeof PARTS)[number]["id"]): string | null {
  const known = rigs.map((rig) => rig.parts[id]).filter((part) => part !== null);
  if (known.length === 0) return null;
  return format(known.reduce((total, part) => add(total, decimal(part.amount)), decimal("0")));
}
