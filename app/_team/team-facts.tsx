import type { FigureFilter, TeamMonth } from "../../lib/api/wire/statement.ts";
import {
  percentChangeText,
  percentText,
  shareOf,
  tokenPlaces,
  tokensInMillions,
  unitCostText,
} from "../../lib/core/display.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Change, Headline, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { OfWhichEstimated } from "../_ui/of-which-estimated.tsx";

/** The team's month in four facts. */
export function TeamFacts({ month, whole }: { month: TeamMonth; whole: FigureFilter }) {
  const { total, currency, changeThreshold } = month;
  return (
    <dl className="strip">
      <div>
        <dt>Total cost of ownership</dt>
        <dd className="lead-figure">
          <FigureButton filter={whole} name="the total">
            <Headline value={total.amount} currency={currency} estimated={total.estimated} />
          </FigureButton>
        </dd>
        {total.estimated !== null && (
          <dd className="why">
            <OfWhichEstimated estimated={total.estimated} currency={currency} filter={whole} />
          </dd>
        )}
        <dd className="why">
          <FigureButton filter={whole} aspect="change" name="the change of the total">
            <Change
              change={total.change}
              changePercent={total.changePercent}
              threshold={changeThreshold}
              missing={`nothing in ${monthOnly(month.previousMonth)} to compare with`}
            />
          </FigureButton>
          {total.changePercent !== null && `, ${percentChangeText(total.changePercent)} %`}
        </dd>
      </div>
      <SplitFact month={month} whole={whole} />
      <OneOffFact month={month} />
      <TokensFact month={month} whole={whole} />
    </dl>
  );
}

function SplitFact({ month, whole }: { month: TeamMonth; whole: FigureFilter }) {
  const cloudShare = shareOf(month.split.cloud, month.total.amount);
  const rigShare = shareOf(month.split.rig, month.total.amount);
  return (
    <div>
      <dt>Cloud, rigs</dt>
      <dd>
        {cloudShare === null || rigShare === null ? (
          <Missing why="the month cost nothing" isShown />
        ) : (
          <>
            <FigureButton filter={{ ...whole, class: "cloud" }} aspect="share" name="the share of cloud">
              {percentText(cloudShare)} %
            </FigureButton>
            ,{" "}
            <FigureButton filter={{ ...whole, class: "rig" }} aspect="share" name="the share of rigs">
              {percentText(rigShare)} %
            </FigureButton>
          </>
        )}
      </dd>
      <dd className="why">
        <FigureButton filter={{ ...whole, class: "cloud" }} name="cloud">
          <Amount value={month.split.cloud} />
        </FigureButton>{" "}
        and{" "}
        <FigureButton filter={{ ...whole, class: "rig" }} name="rigs">
          <Amount value={month.split.rig} />
        </FigureButton>
        , shared{" "}
        <FigureButton filter={{ ...whole, class: "shared" }} name="shared">
          <Amount value={month.split.shared} />
        </FigureButton>
      </dd>
    </div>
  );
}

function OneOffFact({ month }: { month: TeamMonth }) {
  const { withoutOneOff } = month;
  return (
    <div>
      <dt>Without the one-off</dt>
      {withoutOneOff === null ? (
        <dd>
          <Missing why="no one-off this month" isShown />
        </dd>
      ) : (
        <>
          <dd>
            <FigureButton filter={withoutOneOff.filter} name="the month without the one-off">
              <Amount value={withoutOneOff.amount} estimated={withoutOneOff.estimated} />
            </FigureButton>
          </dd>
          <dd className="why">
            <Change change={withoutOneOff.change} changePercent={withoutOneOff.changePercent} />
            {withoutOneOff.changePercent !== null && `, ${percentChangeText(withoutOneOff.changePercent)} %`}
          </dd>
        </>
      )}
    </div>
  );
}

function TokensFact({ month, whole }: { month: TeamMonth; whole: FigureFilter }) {
  const { tokens, currency } = month;
  return (
    <div>
      <dt>{currency} per 1M tokens</dt>
      <dd>
        {tokens.unitCost === null ? (
          <Missing why={tokens.note === "" ? "the exports give no tokens" : tokens.note} isShown />
        ) : (
          <FigureButton filter={whole} aspect="unit-cost" name="the unit cost">
            {unitCostText(tokens.unitCost)}
          </FigureButton>
        )}
      </dd>
      <dd className="why">
        {tokens.total !== null && (
          <FigureButton filter={whole} aspect="tokens" name="the tokens">
            {tokensInMillions(tokens.total, tokenPlaces([tokens.total]))} M tokens
          </FigureButton>
        )}
        {tokens.previousUnitCost !== null &&
          `, ${monthOnly(month.previousMonth)} ${unitCostText(tokens.previousUnitCost)}`}
      </dd>
      {tokens.unitCost !== null && tokens.note !== "" && <dd className="why">{tokens.note}</dd>}
    </div>
  );
}
