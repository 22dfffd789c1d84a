"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { dayName, instantName, monthOnly } from "../../lib/core/display-dates.ts";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView, withView } from "../_ui/view.ts";
import { CapacityPanel } from "./capacity-panel.tsx";
import { RigCarbonPanel } from "./carbon-panel.tsx";
import { EfficiencyPanel } from "./efficiency-panel.tsx";
import { GapsPanel } from "./gaps-panel.tsx";
import { HeatMapPanel } from "./heat-map.tsx";
import { monthFactsOf } from "./month-facts.ts";
import { PowerPanel } from "./power-panel.tsx";
import { RigCostPanel } from "./rig-cost.tsx";
import { RigForm } from "./rig-form.tsx";
import { RigImportsPanel, SeriesPanel } from "./rig-panels.tsx";
import { RigStrip } from "./rig-strip.tsx";
import { RigUsersPanel } from "./rig-users.tsx";
import { RigTermsPanels } from "./terms-panels.tsx";

/** One rig's month: its cost, its power, its hours, who used it, and the terms all of it rests on. */
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
  return (
    <>
      <RigHead rig={rig} />
      <RigStrip rig={rig} />
      <PowerPanel rig={rig} />
      <div className="grid even">
        <HeatMapPanel rig={rig} span="s7" />
        <RigUsersPanel rig={rig} span="s5" />
      </div>
      <div className="grid even">
        <RigCostPanel rig={rig} span="s6" />
        <CapacityPanel rig={rig} span="s6" />
      </div>
      <div className="grid even">
        <EfficiencyPanel rig={rig} span="s7" />
        <RigCarbonPanel rig={rig} span="s5" />
      </div>
      <div className="grid even">
        <GapsPanel rig={rig} span="s6" />
        <SeriesPanel rig={rig} span="s6" />
      </div>
      <RigTermsPanels rig={rig} />
      <RigImportsPanel rig={rig} />
      <p className="note">
        Figures as of {instantName(rig.asOf, rig.zone)}, {rig.zone}.
        {rig.state === "provisional" && ` ${monthOnly(rig.monthName)} is provisional until it is closed.`}
      </p>
    </>
  );
}

function RigHead({ rig }: { rig: RigMonth }) {
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
            {rig.hardware === "" ? "Hardware not described" : rig.hardware}, {rig.kind} since{" "}
            {dayName(rig.settings.inService)}, clock of {rig.zone}
          </p>
        </div>
        <div className="push">
          <Link className="btn" href="/imports">
            Power logs
          </Link>
          {reader.role === "admin" && (
            <button type="button" className="btn" aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>
              {isChanging ? "Leave as it is" : "Change the rig"}
            </button>
          )}
        </div>
      </div>
      {isChanging && (
        <Panel id="change" title={`Change ${rig.name}`} note="its open months are reckoned anew">
          <RigForm slug={rig.slug} initial={rig.settings} onDone={() => setChanging(false)} />
        </Panel>
      )}
    </>
  );
}
