import type { TeamMonth } from "../../lib/api/wire/statement.ts";
import type { StatementPrint } from "../../lib/api/wire/statement-print.ts";
import { headline, percentText } from "../../lib/core/display.ts";
import { monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { fitTree } from "./fit.ts";
import { money, Sheet, signed } from "./sheet.tsx";

/** Rows of the two tables of the first sheet together: what A4 holds beside the head, the facts and the notes. */
const ROWS = 24;
const NOTES = 4;
/** Characters of a reason on one line; a longer one takes two. */
const LINE = 82;

/** The first sheet: what the month cost, where it went and why it changed. */
export function FiguresPage({ statement }: { statement: StatementPrint }) {
  const { month, gaps } = statement;
  const parts = (month.bridge?.parts ?? []).filter((part) => !/^-?0(\.0+)?$/.test(part.amount));
  const notes = gaps.slice(0, NOTES);
  return (
    <Sheet statement={statement} page={1}>
      <h2 className="title">
        {month.team.name}, {monthName(month.month)}
      </h2>
      <p className="sub">
        What AI cost the team in {monthName(month.month)}. {ownership(month.team)}
      </p>
      <Facts month={month} />
      <SplitBar month={month} />
      <WhereItWent
        month={month}
        most={ROWS - parts.length - parts.filter((part) => part.note.length > LINE).length - notes.length}
      />
      {month.bridge === null ? (
        <p className="notes">Nothing is known of {monthName(month.previousMonth)}, so there is no change to explain.</p>
      ) : (
        <WhyItChanged month={month} parts={parts} />
      )}
      <div className="notes">
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </Sheet>
  );
}

function ownership({ owner, costCentre }: TeamMonth["team"]): string {
  const named = [owner === null ? null : `owner ${owner}`, costCentre === null ? null : `cost centre ${costCentre}`];
  const text = named.filter((each) => each !== null).join(", ");
  return text === "" ? "No owner named." : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function Facts({ month }: { month: TeamMonth }) {
  const { total, withoutOneOff, tokens } = month;
  return (
    <dl className="top-facts">
      <div>
        <dt>Total cost of ownership</dt>
        <dd className="big">
          {total.estimated === null ? "" : "≈ "}
          {headline(total.amount, month.currency)}
        </dd>
        {total.estimated !== null && <dd className="why">of which ≈ {money(total.estimated)} never billed</dd>}
      </div>
      <div>
        <dt>Change on {monthOnly(month.previousMonth)}</dt>
        <dd>{signed(total.change)}</dd>
        <dd className="why">{changeWords(month)}</dd>
      </div>
      <div>
        <dt>Per 1M tokens</dt>
        <dd>{tokens.unitCost ?? "—"}</dd>
        <dd className="why">
          {tokens.previousUnitCost === null
            ? tokens.note
            : `${tokens.previousUnitCost} in ${monthOnly(month.previousMonth)}`}
        </dd>
      </div>
      <div>
        <dt>Without one-offs</dt>
        <dd>{withoutOneOff === null ? "no one-offs" : money(withoutOneOff.amount)}</dd>
        <dd className="why">
          {withoutOneOff === null ? "" : `${signed(withoutOneOff.change)} on ${monthOnly(month.previousMonth)}`}
        </dd>
      </div>
    </dl>
  );
}

function changeWords({ total, previousMonth }: TeamMonth): string {
  if (total.previous === null) return `nothing known of ${monthOnly(previousMonth)}`;
  if (total.changePercent === null) return `${monthOnly(previousMonth)} was ${money(total.previous)}`;
  const way = total.changePercent.startsWith("-") ? "less" : "more";
  return `${percentText(total.changePercent.replace("-", ""))} % ${way} than ${money(total.previous)}`;
}

const CLASSES = [
  { id: "cloud", name: "Cloud" },
  { id: "rig", name: "Rigs" },
  { id: "shared", name: "Shared" },
] as const;

function SplitBar({ month: { split } }: { month: TeamMonth }) {
  const shown = CLASSES.filter(({ id }) => Number(split[id]) > 0);
  return (
    <>
      <div className="bar-of-classes" aria-hidden="true">
        {shown.map(({ id }) => (
          <i key={id} className={`p-${id}`} style={{ flex: Number(split[id]) }} />
        ))}
      </div>
      <p className="keys-of-classes">
        {CLASSES.map(({ id, name }) => (
          <span key={id}>
            <i className={`p-${id}`} />
            {name} {money(split[id])}
          </span>
        ))}
      </p>
    </>
  );
}

function WhereItWent({ month, most }: { month: TeamMonth; most: number }) {
  const { total } = month;
  return (
    <>
      <h2>
        Where it went<span>{month.currency}</span>
      </h2>
      <table className="where">
        <thead>
          <tr>
            <th>Cost</th>
            <th>Basis</th>
            <th className="num">{monthName(month.month)}</th>
            <th className="num">{monthName(month.previousMonth)}</th>
            <th className="num">Change</th>
          </tr>
        </thead>
        <tbody>
          {fitTree(month.tree, most).map((row, index) => (
            // Two rows may share a label; the table is redrawn whole.
            <tr key={index} className={row.isGroup ? "l0" : "l1"}>
              <td>{row.label}</td>
              <td>{row.basis === "estimated" ? "≈ estimated" : row.basis}</td>
              <td className="num">{money(row.amount)}</td>
              <td className="num">{money(row.previous)}</td>
              <td className="num">{signed(row.change)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{month.team.name}</td>
            <td />
            <td className="num">{money(total.amount)}</td>
            <td className="num">{money(total.previous)}</td>
            <td className="num">{signed(total.change)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

type Part = NonNullable<TeamMonth["bridge"]>["parts"][number];

function WhyItChanged({ month, parts }: { month: TeamMonth; parts: readonly Part[] }) {
  return (
    <>
      <h2>
        Why it changed<span>{month.currency}, parts sum exactly</span>
      </h2>
      <table className="why-table">
        <tbody>
          {parts.map((part) => (
            <tr key={part.id}>
              <td>{part.label}</td>
              <td className="q">
                <span className="two-lines">{part.note}</span>
              </td>
              <td className="num">{signed(part.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>Change on {monthOnly(month.previousMonth)}</td>
            <td />
            <td className="num">{signed(month.total.change)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}
