import type { PricesPage, RatesMonth } from "../../lib/api/wire/prices.ts";
import type { RulesMonth } from "../../lib/api/wire/rules.ts";
import { add, decimal, sum } from "../../lib/core/decimal.ts";
import { count, moneyText, percentText, plural, tokenPlaces, tokensInMillions } from "../../lib/core/display.ts";
import { dayName, monthOnly } from "../../lib/core/display-dates.ts";

/** How much of what is priced, caught and converted stands on something that is known. */
export function FactsStrip({
  prices,
  rules,
  rates,
}: {
  prices: PricesPage;
  rules: RulesMonth | undefined;
  rates: RatesMonth | undefined;
}) {
  const { own, catalogue } = prices;
  return (
    <dl className="strip" aria-label="Prices, rules and rates at a glance">
      <Fact name="Catalogue" value={`${count(catalogue.models)} models`} why={catalogue.name} />
      <Fact
        name="Own prices"
        value={`${count(own.inForce)} in force`}
        why={own.nextEnd === null ? "None has an end" : `${own.nextEnd.source} ends ${dayName(own.nextEnd.to)}`}
      />
      <Fact name="Without a price" value={plural(prices.unpriced.length, "model")} why={unpricedWhy(prices)} />
      <Fact
        name="Rules"
        value={rules === undefined ? "…" : `${count(rules.rules.length)} in force`}
        why={rules === undefined ? "" : rulesWhy(rules)}
      />
      <Fact
        name="Rates"
        value={rates === undefined ? "…" : plural(rates.rows.length, "currency", "currencies")}
        why={rates === undefined ? "" : ratesWhy(rates)}
      />
    </dl>
  );
}

function Fact({ name, value, why }: { name: string; value: string; why: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd className="why">{why}</dd>
    </div>
  );
}

function unpricedWhy({ unpriced, month }: PricesPage): string {
  if (unpriced.length === 0) return `Every model of ${monthOnly(month)} has one`;
  const tokens = sum(unpriced.map((model) => decimal(model.tokens)));
  const billed = new Map<string, ReturnType<typeof decimal>>();
  for (const { currency, amount } of unpriced.flatMap((model) => model.billed))
    billed.set(currency, add(billed.get(currency) ?? decimal("0"), decimal(amount)));
  const money = [...billed].map(([currency, amount]) => `${moneyText(amount)} ${currency}`).join(", ");
  const text = `${tokensInMillions(tokens, tokenPlaces(unpriced.map((model) => model.tokens)))} M tokens`;
  return money === "" ? `${text}, not billed` : `${text}, ${money} billed`;
}

const rulesWhy = ({ caughtPercent, month }: RulesMonth): string =>
  caughtPercent === null
    ? `Nothing to catch in ${monthOnly(month)}`
    : `catch ${percentText(caughtPercent)} % of cloud and shared`;

function ratesWhy({ rows, latestEcb, month }: RatesMonth): string {
  const waiting = rows.filter((row) => row.waiting !== null).length;
  if (waiting > 0) return `${plural(waiting, "currency waits", "currencies wait")} for a rate`;
  if (latestEcb !== null) return `ECB, read up to ${dayName(latestEcb)}`;
  return rows.length === 0 ? `No foreign money in ${monthOnly(month)}` : "entered, or the files’ own";
}
