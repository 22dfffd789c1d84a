"use client";

import Link from "next/link";
import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import { rigColour } from "../../lib/charts/identity.ts";
import { energyText, fixed, percentText, shareOf } from "../../lib/core/display.ts";
import { monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Change, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView, withView } from "../_ui/view.ts";
import { rigNotes } from "./rigs-notes.ts";

type Rig = RigsPage["rigs"][number];

/** Each rig's month: how busy it was, what it cost, what of it was used, what it drew. */
export function RigsTable({ page }: { page: RigsPage }) {
  const { rigs } = useShell();
  const slugs = rigs.map((rig) => rig.slug);
  const notes = rigNotes(page.rigs);
  return (
    <Panel id="rigs" title="Month and use" note={`${monthName(page.month)}, ${page.currency}`}>
      <ScrollTable label="Rigs">
        <table className="cards tight">
          <thead>
            <tr>
              <th>Rig</th>
              <th>Busy</th>
              <th className="num">Month</th>
              <th className="num">Change</th>
              <th className="num">Used</th>
              <th className="num">Idle</th>
              <th className="num">Energy, kWh</th>
              <th className="num">
                Metered,
                <br />% of hours
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rigs.map((rig) => (
              <RigLine key={rig.slug} rig={rig} colour={rigColour(slugs, rig.slug)} before={page.previousMonth} />
            ))}
          </tbody>
          <tfoot>
            <TotalLine page={page} />
          </tfoot>
        </table>
      </ScrollTable>
      {notes.length > 0 && <p className="foot">{notes.join(" ")}</p>}
    </Panel>
  );
}

function TotalLine({ page }: { page: RigsPage }) {
  const metered = shareOf(page.measuredHours, page.rigHours);
  return (
    <tr>
      <td>All rigs</td>
      <td className="gone" />
      <td className="num">
        <FigureButton filter={page.total.filter} name="all rigs">
          <Amount value={page.total.amount} />
        </FigureButton>
      </td>
      <td className="num line" data-label="Change">
        <FigureButton filter={page.total.filter} aspect="change" name="the change of all rigs">
          <Change change={page.total.change} missing={`nothing in ${monthOnly(page.previousMonth)}`} />
        </FigureButton>
      </td>
      <td className="num line" data-label="Used">
        <FigureButton filter={page.used.filter} name="the used part of all rigs">
          <Amount value={page.used.amount} />
        </FigureButton>
      </td>
      <td className="num line" data-label="Idle">
        <FigureButton filter={page.idle.filter} name="the idle part of all rigs">
          <Amount value={page.idle.amount} />
        </FigureButton>
      </td>
      <td className="num line" data-label="Energy, kWh">
        {page.rigs.every((rig) => rig.energyKwh === null) ? (
          <Missing why="no power log" />
        ) : (
          <FigureButton filter={{ ...page.total.filter, kind: "energy" }} aspect="energy" name="the energy of all rigs">
            {energyText(page.energyKwh)}
          </FigureButton>
        )}
      </td>
      <td className="num line" data-label="Metered, % of hours">
        {metered === null ? <Missing why="no rig was in service" /> : percentText(metered)}
      </td>
    </tr>
  );
}

function RigLine({ rig, colour, before }: { rig: Rig; colour: string; before: string }) {
  const { query } = useView();
  return (
    <tr>
      <td>
        <span className="name">
          <i className="mark" style={{ background: colour }} />
          <span>
            <Link className="bearer" href={withView(`/rigs/${rig.slug}`, query)}>
              {rig.name}
            </Link>
            <span className="note part-note">{rig.hardware === "" ? rig.kind : `${rig.hardware}, ${rig.kind}`}</span>
          </span>
        </span>
      </td>
      <td className="full c3 busy">
        <Busy percent={rig.busyPercent} colour={colour} />
      </td>
      <td className="num strong c2">
        <FigureButton filter={rig.month.filter} name={rig.name}>
          <Amount value={rig.month.amount} estimated={rig.month.estimated} />
        </FigureButton>
      </td>
      <td className="num line c4" data-label="Change">
        <FigureButton filter={rig.month.filter} aspect="change" name={`the change of ${rig.name}`}>
          <Change
            change={rig.month.change}
            changePercent={rig.month.changePercent}
            missing={`nothing in ${monthOnly(before)}`}
          />
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
        {rig.energyKwh === null ? (
          <Missing why="no power log" />
        ) : (
          <FigureButton
            filter={{ ...rig.month.filter, kind: "energy" }}
            aspect="energy"
            name={`the energy of ${rig.name}`}
          >
            {energyText(rig.energyKwh)}
          </FigureButton>
        )}
      </td>
      <td className="num line c4" data-label="Metered, % of hours">
        {rig.coveragePercent === null ? <Missing why="not in service" /> : percentText(rig.coveragePercent)}
      </td>
    </tr>
  );
}

/** Of the hours in service those the rig worked, by its usage; what is left is dotted as idle time is everywhere. */
function Busy({ percent, colour }: { percent: string | null; colour: string }) {
  if (percent === null) return <Missing why="no use file" isShown />;
  return (
    <div className="pair">
      <span className="busy-bar" role="img" aria-label={`${fixed(percent, 0)} % busy`}>
        <i style={{ width: `${fixed(percent, 2)}%`, background: colour }} />
        <i className="dots" />
      </span>
      <span className="v">{fixed(percent, 0)} %</span>
    </div>
  );
}
