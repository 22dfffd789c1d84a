import type { TeamMonth } from "../../lib/api/wire/statement.ts";
import type { StatementPrint } from "../../lib/api/wire/statement-print.ts";
import { percentText, tokenPlaces, tokensInMillions } from "../../lib/core/display.ts";
import { instantName, monthAbbreviation, monthOnly } from "../../lib/core/display-dates.ts";
import { allot, largest, sumOf } from "./fit.ts";
import { money, Sheet, shortHash } from "./sheet.tsx";

/** Rows of the three tables of the second sheet together, where nothing was noted; a note takes two of them. */
const ROWS = 15;
const NOTES = 3;
const DASH = "—";

/** The second sheet: models, rigs and files the figures rest on, what was noted, the method, who signed. */
export function GroundsPage({ statement }: { statement: StatementPrint }) {
  const { month, closing } = statement;
  const notes = statement.notes.slice(-NOTES);
  const tables = { rigs: month.rigs.length, files: statement.files.length };
  const rows = allot(tables, ROWS - (notes.length === 0 ? 0 : 1 + 2 * notes.length));
  return (
    <Sheet statement={statement} page={2}>
      <Models month={month} most={rows.models} />
      {month.rigs.length > 0 && <Rigs month={month} most={rows.rigs} />}
      <Files statement={statement} most={rows.files} />
      {notes.length > 0 && <Notes notes={notes} zone={month.zone} />}
      <h2>Method</h2>
      <div className="notes method">
        <p>
          Amounts are exact sums of ledger entries, each from a row of a file or a dated term; they are rounded here
          only.
          {month.cost === "effective"
            ? " Effective cost counts amortised cost where the provider states it, else what was billed."
            : " Billed cost counts what the invoices say."}
        </p>
        {month.bridge !== null && <p>{month.bridge.method}</p>}
        <p>{month.tokens.note.replace(/([^.])$/, "$1.")}</p>
      </div>
      <div className="sign">
        <div>
          <b>{closing?.by ?? "\u00a0"}</b>
          <br />
          {closing === null
            ? "Not signed: the month is open"
            : `Signed ${closing.at === null ? "" : `${instantName(closing.at, month.zone)}, ${month.zone}`}`}
        </div>
        <div>
          <b>{"\u00a0"}</b>
          <br />
          Received, team owner
        </div>
      </div>
      {closing !== null && closing.hash !== null && (
        <p className="mono hash">sha256 of the closed month: {closing.hash.replaceAll(/(.{4})(?=.)/g, "$1 ")}</p>
      )}
    </Sheet>
  );
}

/** Of what is known; null when nothing is. */
function knownSum(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : sumOf(known);
}

function Models({ month, most }: { month: TeamMonth; most: number }) {
  const shown = new Set(largest(month.models, most, (model) => model.cost ?? "0"));
  const rest = month.models.filter((model) => !shown.has(model));
  const columns = ["input", "cacheRead", "cacheWrite", "output"] as const;
  const places = tokenPlaces(month.models.flatMap((model) => columns.map((column) => model[column])));
  const tokens = (value: string | null) => (value === null ? DASH : tokensInMillions(value, places));
  return (
    <>
      <h2>
        Models<span>million tokens; {month.currency}</span>
      </h2>
      <table className="models">
        <thead>
          <tr>
            <th>Model</th>
            <th className="num">Input</th>
            <th className="num">Cache read</th>
            <th className="num">Cache write</th>
            <th className="num">Output</th>
            <th className="num">Cost</th>
            <th className="num">per 1M, {monthAbbreviation(month.month)}</th>
            <th className="num">{monthOnly(month.previousMonth)}</th>
          </tr>
        </thead>
        <tbody>
          {month.models
            .filter((model) => shown.has(model))
            .map((model) => (
              <tr key={`${model.provider} ${model.model}`}>
                <td>{model.model}</td>
                {columns.map((column) => (
                  <td key={column} className="num">
                    {tokens(model[column])}
                  </td>
                ))}
                <td className="num">{money(model.cost)}</td>
                <td className="num">{model.unitCost ?? DASH}</td>
                <td className="num">{model.previousUnitCost ?? DASH}</td>
              </tr>
            ))}
          {rest.length > 0 && (
            <tr>
              <td>{rest.length} smaller ones</td>
              {columns.map((column) => (
                <td key={column} className="num">
                  {tokens(knownSum(rest.map((model) => model[column])))}
                </td>
              ))}
              <td className="num">{money(knownSum(rest.map((model) => model.cost)))}</td>
              <td className="num">{DASH}</td>
              <td className="num">{DASH}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <td>All models</td>
            <td colSpan={4} />
            <td className="num">{money(knownSum(month.models.map((model) => model.cost)))}</td>
            <td className="num">{month.tokens.unitCost ?? DASH}</td>
            <td className="num">{month.tokens.previousUnitCost ?? DASH}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

function Rigs({ month, most }: { month: TeamMonth; most: number }) {
  const shown = month.rigs.slice(0, most);
  const rest = month.rigs.slice(most);
  return (
    <>
      <h2>
        Rigs<span>{month.currency}; the team’s share of each rig’s month</span>
      </h2>
      <table>
        <thead>
          <tr>
            <th>Rig</th>
            <th className="num">Its month</th>
            <th className="num">Share, %</th>
            <th className="num">{month.team.name}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((rig) => (
            <tr key={rig.slug}>
              <td>{rig.name}</td>
              <td className="num">{money(rig.monthTotal)}</td>
              <td className="num">{percentText(rig.sharePercent)}</td>
              <td className="num">{money(rig.amount)}</td>
            </tr>
          ))}
          {rest.length > 0 && (
            <tr>
              <td>{rest.length} more rigs</td>
              <td className="num">{money(sumOf(rest.map((rig) => rig.monthTotal)))}</td>
              <td />
              <td className="num">{money(sumOf(rest.map((rig) => rig.amount)))}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <td>Rigs</td>
            <td />
            <td />
            <td className="num">{money(month.split.rig)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

function Files({ statement: { month, files, withoutFile }, most }: { statement: StatementPrint; most: number }) {
  const shown = files.slice(0, most);
  const rest = files.slice(most);
  return (
    <>
      <h2>What it rests on</h2>
      <table className="files">
        <thead>
          <tr>
            <th>File</th>
            <th>Import</th>
            <th>SHA-256</th>
            <th className="num">
              {month.team.name}, {month.currency}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((file) => (
            <tr key={file.importId}>
              <td>{file.fileName}</td>
              <td className="q">
                {file.importId}
                {file.postedAt === null ? "" : `, ${instantName(file.postedAt, month.zone).replace(/,.*$/, "")}`}
              </td>
              <td className="mono q">{shortHash(file.sha256)}</td>
              <td className="num">{money(file.amount)}</td>
            </tr>
          ))}
          {rest.length > 0 && (
            <tr>
              <td>{rest.length} more files</td>
              <td />
              <td />
              <td className="num">{money(sumOf(rest.map((file) => file.amount)))}</td>
            </tr>
          )}
          {withoutFile.map((one) => (
            <tr key={one.label}>
              <td>{one.label}</td>
              <td className="q">{DASH}</td>
              <td className="q">{DASH}</td>
              <td className="num">{money(one.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{month.team.name}</td>
            <td />
            <td />
            <td className="num">{money(month.total.amount)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

function Notes({ notes, zone }: { notes: StatementPrint["notes"]; zone: string }) {
  return (
    <>
      <h2>Notes</h2>
      <table className="why-table">
        <tbody>
          {notes.map((note) => (
            <tr key={note.at}>
              <td>
                {note.by}, {instantName(note.at, zone).replace(/,.*$/, "")}
              </td>
              <td className="q">
                <span className="two-lines">{note.text}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
