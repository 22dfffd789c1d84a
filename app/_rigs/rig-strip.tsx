import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import {
  energyText,
  hoursText,
  percentChangeText,
  percentText,
  tokenPlaces,
  tokensInMillions,
  unitCostText,
} from "../../lib/core/display.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Change, Headline, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { OfWhichEstimated } from "../_ui/of-which-estimated.tsx";
import { wallText } from "./rig-words.ts";

/** The four figures a rig's month is known by. */
export function RigStrip({ rig }: { rig: RigMonth }) {
  return (
    <dl className="strip rig-strip">
      <CostFact rig={rig} />
      <UsedFact rig={rig} />
      <EnergyFact rig={rig} />
      <UnitCostFact rig={rig} />
    </dl>
  );
}

function CostFact({ rig: { month, currency, previousMonth } }: { rig: RigMonth }) {
  return (
    <div>
      <dt>Cost of the month</dt>
      <dd className="lead-figure">
        <FigureButton filter={month.filter} name="the rig’s month">
          <Headline value={month.amount} currency={currency} estimated={month.estimated} />
        </FigureButton>
      </dd>
      <dd className="why">
        <FigureButton filter={month.filter} aspect="change" name="the change of the rig’s month">
          <Change change={month.change} missing={`nothing in ${monthOnly(previousMonth)}`} />
        </FigureButton>
        {month.changePercent !== null && ` ${currency}, ${percentChangeText(month.changePercent)} %`}
      </dd>
      {month.estimated !== null && (
        <dd className="why">
          <OfWhichEstimated estimated={month.estimated} currency={currency} filter={month.filter} />
        </dd>
      )}
    </div>
  );
}

function UsedFact({ rig: { used, idle, usedPercent, busyPercent } }: { rig: RigMonth }) {
  return (
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
      <dd className="why">{percentText(usedPercent)} % goes to teams</dd>
      <dd className="why">
        {busyPercent === null ? "no file tells how busy it was" : `busy ${percentText(busyPercent)} % of its hours`}
      </dd>
    </div>
  );
}

function EnergyFact({ rig }: { rig: RigMonth }) {
  const { energyKwh, measuredKwh, coveragePercent, measuredHours, monthHours, wall } = rig;
  return (
    <div>
      <dt>Energy at the wall</dt>
      <dd>{energyKwh === null ? <Missing why="no power log" isShown /> : `${energyText(energyKwh)} kWh`}</dd>
      <dd className="why">
        {hoursText(measuredHours)} of {hoursText(monthHours)} hours measured
        {coveragePercent !== null && `, ${percentText(coveragePercent)} %`}
      </dd>
      {measuredKwh !== null && (
        <dd className="why">
          {wall === null || measuredKwh === energyKwh
            ? "as measured"
            : `${energyText(measuredKwh)} kWh as measured, ${wallText(wall)}`}
        </dd>
      )}
    </div>
  );
}

function UnitCostFact({ rig: { currency, efficiency } }: { rig: RigMonth }) {
  const { tokens, costPerMillion } = efficiency;
  return (
    <div>
      <dt>{currency} per 1M tokens</dt>
      <dd>{costPerMillion === null ? <Missing why="no file of use" isShown /> : unitCostText(costPerMillion)}</dd>
      <dd className="why">
        {tokens === null
          ? "Import a log of what it served"
          : `${tokensInMillions(tokens, tokenPlaces([tokens]))} M tokens served, idle included`}
      </dd>
    </div>
  );
}
