"use client";

import type { PricesPage, UnpricedModel } from "../../lib/api/wire/prices.ts";
import { providerColour, providerName } from "../../lib/charts/identity.ts";
import { plural, tokenPlaces, tokensInMillions } from "../../lib/core/display.ts";
import { dayShort, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import type { PriceDraft } from "./price-form.tsx";

/** Models with tokens that nobody has a price for. */
export function UnpricedPanel({
  page,
  mayChange,
  onAdd,
}: {
  page: PricesPage;
  mayChange: boolean;
  onAdd(draft: PriceDraft): void;
}) {
  const { unpriced, month, currency } = page;
  const places = tokenPlaces(unpriced.map((model) => model.tokens));
  return (
    <Panel id="unpriced" title="Without a price" note={`${plural(unpriced.length, "model")} in ${monthOnly(month)}`}>
      {unpriced.length === 0 ? (
        <p className="empty">Every model with tokens in {monthName(month)} has a price.</p>
      ) : (
        <ScrollTable label="Models without a price">
          <table className="dense cards">
            <thead>
              <tr>
                <th>Model</th>
                <th className="num">Tokens, M</th>
                <th>Team</th>
                <th className="num">Billed, {currency}</th>
                {mayChange && (
                  <th>
                    <span className="sr">Add a price</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {unpriced.map((model) => (
                <tr key={`${model.provider} ${model.model}`}>
                  <td>
                    <Named model={model} month={month} />
                  </td>
                  <td className="num soft l c3" data-label="Tokens, M">
                    {tokensInMillions(model.tokens, places)}
                  </td>
                  <td className="c3">{model.teams.map((team) => team.name).join(", ")}</td>
                  <td className="num c2">
                    <Billed model={model} page={page} />
                  </td>
                  {mayChange && (
                    <td className="num full c4">
                      <button
                        type="button"
                        className="btn tiny"
                        onClick={() => onAdd({ provider: model.provider, model: model.model })}
                      >
                        Add a price<span className="sr"> of {model.model}</span>
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      <p className="foot">
        What was billed counts in full. Without a price the amount cannot be checked, and a change in it cannot be told
        apart into price and volume.
      </p>
    </Panel>
  );
}

function Named({ model, month }: { model: UnpricedModel; month: string }) {
  const first = model.firstSeen.length > 7 ? dayShort(model.firstSeen) : monthName(model.firstSeen);
  const daysInMonth = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
  const days = model.days < daysInMonth ? `, ${plural(model.days, "day")} of the month` : "";
  return (
    <span className="name" title={providerName(model.provider)}>
      <i className="mark" style={{ background: providerColour(model.provider) }} />
      <span>
        <b className="mono unpriced-name">{model.model}</b>
        <span className="note part-note">
          first seen {first}
          {days}
        </span>
      </span>
    </span>
  );
}

/** In the reporting currency where it is billed so; each other currency by its own name. */
function Billed({ model, page }: { model: UnpricedModel; page: PricesPage }) {
  if (model.billed.length === 0) return <Missing why="nobody billed these tokens" />;
  return model.billed.map(({ currency, amount }) =>
    currency === page.currency && model.days > 27 ? (
      <FigureButton
        key={currency}
        name={model.model}
        filter={{
          month: page.month,
          cost: "billed",
          monthBy: "used",
          provider: model.provider,
          model: model.model,
          basis: "billed",
        }}
      >
        <Amount value={amount} />
      </FigureButton>
    ) : (
      <span key={currency} className="part-note">
        <Amount value={amount} /> {currency === page.currency ? "" : currency}
      </span>
    ),
  );
}
