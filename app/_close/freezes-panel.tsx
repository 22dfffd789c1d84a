import type { Frozen, MonthClose } from "../../lib/api/wire/close.ts";
import { count, moneyText, plural } from "../../lib/core/display.ts";
import { dayName, monthOnly } from "../../lib/core/display-dates.ts";
import { Panel } from "../_ui/panel.tsx";

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);

/** What a month's figures rest on, as pairs of name and words. */
export function FrozenPairs({ frozen, month }: { frozen: Frozen; month: string }) {
  return (
    <dl className="pairs body">
      <dt>Ledger</dt>
      <dd>
        {count(frozen.entries)} entries, {moneyText(frozen.total)} {frozen.currency}
      </dd>
      {frozen.unconverted.map(({ currency, amount }) => (
        <FrozenGap key={currency} text={`${moneyText(amount)} ${currency} without a rate, in no total`} />
      ))}
      <dt>Prices</dt>
      <dd>
        {frozen.prices === 0 ? "no own price" : plural(frozen.prices, "own price")} and the public list, as dated on{" "}
        {dayName(lastDayOf(month))}
      </dd>
      <dt>Rules</dt>
      <dd>
        {plural(frozen.rules, "rule")}, in {frozen.rules === 1 ? "its" : "their"} version of {monthOnly(month)}
      </dd>
      <dt>Rates</dt>
      <dd>
        {frozen.rates === 0
          ? "none was needed"
          : `${plural(frozen.rates, "rate")}: ${frozen.rateCurrencies.join(", ")} to ${frozen.currency}`}
      </dd>
      <dt>Rigs</dt>
      <dd>{frozen.rigs === 0 ? "none in service" : `energy, hours and shares of ${plural(frozen.rigs, "rig")}`}</dd>
    </dl>
  );
}

function FrozenGap({ text }: { text: string }) {
  return (
    <>
      <dt>Beside</dt>
      <dd>{text}</dd>
    </>
  );
}

export function FreezesPanel({ page: { freezes, month, nextMonth } }: { page: MonthClose }) {
  return (
    <Panel id="h-z" title="What closing freezes">
      <FrozenPairs frozen={freezes} month={month} />
      <p className="foot">
        A hash over all of it is signed with {monthOnly(month)}. Nobody can change a closed month; lines that come late
        go to {monthOnly(nextMonth)}, or the first open month after, as corrections that name {monthOnly(month)}.
      </p>
    </Panel>
  );
}
