import type { TeamMonth } from "../../lib/api/wire/statement.ts";
import { providerColour, providerName } from "../../lib/charts/identity.ts";
import { add, compare, decimal, format } from "../../lib/core/decimal.ts";
import {
  arrowOf,
  count,
  direction,
  percentChangeText,
  tokenPlaces,
  tokensInMillions,
  unitCostText,
} from "../../lib/core/display.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

type Model = TeamMonth["models"][number];
type TokenColumn = {
  readonly field: "input" | "cacheRead" | "cacheWrite" | "output";
  readonly label: string;
  kind: string;
};
const COLUMNS: readonly TokenColumn[] = [
  { field: "input", label: "Input", kind: "input" },
  { field: "cacheRead", label: "Cache read", kind: "cacheRead" },
  { field: "cacheWrite", label: "Cache write", kind: "cacheWrite" },
  { field: "output", label: "Output", kind: "output" },
];

/** Models with their tokens, cost and cost per million, largest first. */
export function ModelsPanel({ month }: { month: TeamMonth }) {
  const models = [...month.models].sort((a, b) => compare(decimal(b.cost ?? "0"), decimal(a.cost ?? "0")));
  const places = tokenPlaces(models.flatMap((model) => COLUMNS.map(({ field }) => model[field])));
  return (
    <Panel id="models" title="Models" note={`million tokens in ${monthOnly(month.month)}, cost in ${month.currency}`}>
      {models.length === 0 ? (
        <Empty title="No model">No line of this month names a model.</Empty>
      ) : (
        <ScrollTable label="Models">
          <table className="sticky">
            <thead>
              <tr>
                <th>Model</th>
                {COLUMNS.map(({ field, label }) => (
                  <th key={field} className="num wrap-head">
                    {label}
                  </th>
                ))}
                <th className="num">Cost</th>
                <th className="num">
                  {month.currency} per 1M
                  <br />
                  {monthOnly(month.month)}
                </th>
                <th className="num">{monthOnly(month.previousMonth)}</th>
                <th className="num">Change, %</th>
              </tr>
            </thead>
            <tbody>
              {models.map((model) => (
                <ModelLine key={`${model.provider} ${model.model}`} model={model} places={places} />
              ))}
            </tbody>
            <tfoot>
              <Totals models={models} places={places} />
            </tfoot>
          </table>
        </ScrollTable>
      )}
      {month.tokens.note !== "" && (
        <p className="foot">
          {sentence(month.tokens.note)} Input is what was neither read from nor written to a cache.
        </p>
      )}
    </Panel>
  );
}

const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

function ModelLine({ model, places }: { model: Model; places: number }) {
  return (
    <tr>
      <td>
        <span className="name" title={providerName(model.provider)}>
          <i className="mark" style={{ background: providerColour(model.provider) }} />
          <span className="ellipsis">{model.model}</span>
          {!model.isPriced && <span className="chip plain warn">no list price</span>}
        </span>
      </td>
      {COLUMNS.map((column) => (
        <td className="num" key={column.field}>
          <Tokens model={model} column={column} places={places} />
        </td>
      ))}
      <td className="num strong">
        {model.cost === null ? (
          <Missing why={model.missing ?? "no bill names the model"} />
        ) : (
          <FigureButton filter={model.filter} name={model.model}>
            <Amount value={model.cost} estimated={model.estimated} />
          </FigureButton>
        )}
      </td>
      <td className="num">
        {model.unitCost === null ? (
          <Missing why={model.missing ?? "the export gives no tokens"} />
        ) : (
          <FigureButton filter={model.filter} aspect="unit-cost" name={`the unit cost of ${model.model}`}>
            {unitCostText(model.unitCost)}
          </FigureButton>
        )}
      </td>
      <td className="num soft">
        {model.previousUnitCost === null ? (
          <Missing why="no unit cost in the month before" />
        ) : (
          unitCostText(model.previousUnitCost)
        )}
      </td>
      <td className="num">
        <UnitChange percent={model.unitChangePercent} />
      </td>
    </tr>
  );
}

function Tokens({ model, column, places }: { model: Model; column: TokenColumn; places: number }) {
  const value = model[column.field];
  if (value === null) return <Missing why="the export does not say, or the model has no such tokens" />;
  // Cache writes are two cost kinds (five minutes, one hour); their sum opens at the model.
  const filter = column.field === "cacheWrite" ? model.filter : { ...model.filter, kind: column.kind };
  return (
    <FigureButton filter={filter} aspect="tokens" name={`${column.label.toLowerCase()} tokens of ${model.model}`}>
      <span title={count(value)}>{tokensInMillions(value, places)}</span>
    </FigureButton>
  );
}

function UnitChange({ percent }: { percent: string | null }) {
  if (percent === null) return <Missing why="no unit cost in the month before" />;
  const way = direction(percent, 1);
  return (
    <span className={way}>
      <span className="arrow" aria-hidden="true">
        {arrowOf(way)}
      </span>
      {percentChangeText(percent)}
    </span>
  );
}

function Totals({ models, places }: { models: readonly Model[]; places: number }) {
  const sumOf = (values: readonly (string | null)[]): string | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : format(known.reduce((total, value) => add(total, decimal(value)), decimal("0")));
  };
  return (
    <tr>
      <td>All models</td>
      {COLUMNS.map(({ field }) => {
        const total = sumOf(models.map((model) => model[field]));
        return (
          <td className="num" key={field}>
            {total === null ? <Missing why="no export says" /> : tokensInMillions(total, places)}
          </td>
        );
      })}
      <td className="num">
        <Amount
          value={sumOf(models.map((model) => model.cost)) ?? "0"}
          estimated={sumOf(models.map((model) => model.estimated))}
        />
      </td>
      <td />
      <td />
      <td />
    </tr>
  );
}
