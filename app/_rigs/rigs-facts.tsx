"use client";

import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import {
  energyText,
  hoursText,
  percentText,
  tokenPlaces,
  tokensInMillions,
  unitCostText,
} from "../../lib/core/display.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Change, Headline, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";

/** Cost, idle time, energy and cost per token of all rigs in one row. */
export function RigsFacts({ page }: { page: RigsPage }) {
  const { total, idle, currency } = page;
  return (
    <dl className="strip">
      <div>
        <dt>Cost of the month</dt>
        <dd className="lead-figure">
          <FigureButton filter={total.filter} name="all rigs">
            <Headline value={total.amount} currency={currency} estimated={total.estimated} />
          </FigureButton>
        </dd>
        <dd className="why">
          <FigureButton filter={total.filter} aspect="change" name="the change of all rigs">
            <Change change={total.change} missing={`nothing in ${monthOnly(page.previousMonth)}`} />
          </FigureButton>{" "}
          on {monthOnly(page.previousMonth)}
        </dd>
      </div>
      <div>
        <dt>Idle</dt>
        <dd>
          <FigureButton filter={idle.filter} name="idle time">
            <Amount value={idle.amount} />
          </FigureButton>
        </dd>
        <dd className="why">{page.idlePercent !== null && `${percentText(page.idlePercent)} % of it, nobody used`}</dd>
      </div>
      <EnergyFact page={page} />
      <UnitCostFact page={page} />
    </dl>
  );
}

function EnergyFact({ page }: { page: RigsPage }) {
  const isMeasured = page.rigs.some((rig) => rig.energyKwh !== null);
  return (
    <div>
      <dt>Energy</dt>
      <dd>
        {isMeasured ? (
          <FigureButton filter={{ ...page.total.filter, kind: "energy" }} aspect="energy" name="the energy of all rigs">
            {energyText(page.energyKwh)} kWh
          </FigureButton>
        ) : (
          <Missing why="no power log" isShown />
        )}
      </dd>
      <dd className="why">
        <FigureButton filter={page.total.filter} aspect="metered" name="the metered hours">
          {hoursText(page.measuredHours)} of {hoursText(page.rigHours)} hours
        </FigureButton>{" "}
        metered
      </dd>
    </div>
  );
}

function UnitCostFact({ page }: { page: RigsPage }) {
  const { tokens, costPerMillion } = page;
  return (
    <div>
      <dt>{page.currency} per 1M tokens</dt>
      <dd>
        {costPerMillion === null ? (
          <Missing why="no file tells the tokens" isShown />
        ) : (
          <FigureButton filter={page.total.filter} aspect="unit-cost" name="the cost of 1M tokens">
            {unitCostText(costPerMillion)}
          </FigureButton>
        )}
      </dd>
      <dd className="why">{tokens !== null && `${tokensInMillions(tokens, tokenPlaces([tokens]))} M tokens served`}</dd>
    </div>
  );
}
