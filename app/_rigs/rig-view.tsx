"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { energyText, hoursText, percentChangeText, percentText } from "../../lib/core/display.ts";
import { dayName, instantName, monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Change, Headline, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView, withView } from "../_ui/view.ts";
import { HeatMapPanel } from "./heat-map.tsx";
import { monthFactsOf } from "./month-facts.ts";
import { PowerPanel } from "./power-panel.tsx";
import { RigForm } from "./rig-form.tsx";
import { RigCostPanel, RigImportsPanel, RigUsersPanel } from "./rig-panels.tsx";

/** One rig's month: its cost, its power, its hours, who used it. */
export function RigView({ slug }: { slug: string }) {
  const { query: view } = useView();
  const query = useQuery({
    queryKey: keys.rigMonth(slug, view),
    queryFn: ({ queryKey, signal }) => fetchKey<RigMonth>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  const facts = query.data === undefined ? null : monthFactsOf({ ...query.data, month: query.data.monthName });
  return (
    <Frame facts={facts}>
      <Loaded query={query} whatFailed="The rig’s month could not be worked out.">
        {(rig) => <RigStatement rig={rig} />}
      </Loaded>
    </Frame>
  );
}

function RigStatement({ rig }: { rig: RigMonth }) {
  const { reader } = useShell();
  const { query: view } = useView();
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <div className="head">
        <div>
          <p className="crumb">
            <Link href={withView("/rigs", view)}>Rigs</Link> / {rig.name}
          </p>
          <h1>{rig.name}</h1>
          <p className="sub-line">
            {rig.hardware === "" ? "Hardware not described" : rig.hardware}, in service since{" "}
            {dayName(rig.settings.inService)}, clock of {rig.zone}
          </p>
        </div>
        {reader.role === "admin" && (
          <div className="push">
            <button type="button" className="btn" aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>
              {isChanging ? "Leave as it is" : "Change the rig"}
            </button>
          </div>
        )}
      </div>
      {isChanging && (
        <Panel id="change" title={`Change ${rig.name}`} note="its open months are reckoned anew">
          <RigForm slug={rig.slug} initial={rig.settings} onDone={() => setChanging(false)} />
        </Panel>
      )}
      <RigFacts rig={rig} />
      <PowerPanel rig={rig} />
      <div className="grid even">
        <HeatMapPanel rig={rig} span="s7" />
        <RigUsersPanel rig={rig} />
      </div>
      <div className="grid">
        <RigCostPanel rig={rig} />
        <RigImportsPanel rig={rig} />
      </div>
      <p className="note">
        Figures as of {instantName(rig.asOf, rig.zone)}, {rig.zone}.
      </p>
    </>
  );
}

function RigFacts({ rig }: { rig: RigMonth }) {
  const { month, used, idle } = rig;
  return (
    <dl className="strip">
      <div>
        <dt>Cost of the month</dt>
        <dd className="lead-figure">
          <FigureButton filter={month.filter} name="the rig’s month">
            <Headline value={month.amount} currency={rig.currency} />
          </FigureButton>
        </dd>
        <dd className="why">
          <FigureButton filter={month.filter} aspect="change" name="the change of the rig’s month">
            <Change change={month.change} missing={`nothing in ${monthOnly(rig.previousMonth)}`} />
          </FigureButton>
          {month.changePercent !== null && ` ${rig.currency}, ${percentChangeText(month.changePercent)} %`}
        </dd>
      </div>
      <div>
        <dt>Used, idle</dt>
        <dd>
          <FigureButton filter={used.filter} name="what was used">
            <Amount value={used.amount} />
          </FigureButton>
          ,{" "}
          <FigureButton filter={idle.filter} name="what was idle">
            <Amount value={idle.amount} />
          </FigureButton>
        </dd>
        <dd className="why">{percentText(rig.usedPercent)} % goes to teams</dd>
      </div>
      <div>
        <dt>Energy at the wall</dt>
        <dd>{rig.energyKwh === null ? <Missing why="no power log" isShown /> : `${energyText(rig.energyKwh)} kWh`}</dd>
        <dd className="why">
          {rig.measuredKwh === null
            ? ""
            : `${energyText(rig.measuredKwh)} kWh as measured${rig.wall ? ` × ${rig.wall.factor}` : ""}`}
        </dd>
      </div>
      <div>
        <dt>Measured</dt>
        <dd>
          {rig.coveragePercent === null ? (
            <Missing why="no power log" isShown />
          ) : (
            `${percentText(rig.coveragePercent)} %`
          )}
        </dd>
        <dd className="why">
          {hoursText(rig.measuredHours)} of {hoursText(rig.monthHours)} hours
        </dd>
      </div>
    </dl>
  );
}
