import type { TeamMonth } from "../../lib/api/wire/statement.ts";
import type { StatementPrint } from "../../lib/api/wire/statement-print.ts";
import { percentText, tokenPlaces, tokensInMillions } from "../../lib/core/display.ts";
import { instantName, monthAbbreviation, monthOnly } from "../../lib/core/display-dates.ts";
import { largest, sumOf } from "./fit.ts";
import { money, Sheet, shortHash } from "./sheet.tsx";

const MODELS = 8;
const RIGS = 4;
const FILES = 7;
const NOTES = 3;
const DASH = "—";

/** The second sheet: models, rigs and files the figures rest on, what was noted, the method, who signed. */
export function GroundsPage({ statement }: { statement: StatementPrint }) {
  const { month, closing, notes } = statement;
  return (
    <Sheet statement={statement} page={2}>
      <Models month={month} />
      {month.rigs.length > 0 && <Rigs month={month} />}
      <Files statement={statement} />
      {notes.length > 0 && <Notes notes={notes.slice(-NOTES)} zone={month.zone} />}
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
        <p>{month.tokens.note}</p>
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

function Models({ month }: { month: TeamMonth }) {
  const shown = new Set(largest(month.models, MODELS, (model) => model.cost));
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
              <td className="num">{money(sumOf(rest.map((model) => model.cost)))}</td>
              <td className="num">{DASH}</td>
              <td className="num">{DASH}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <td>All models</td>
            <td colSpan={4} />
            <td className="num">{money(sumOf(month.models.map((model) => model.cost)))}</td>
            <td className="num">{month.tokens.unitCost ?? DASH}</td>
            <td className="num">{month.tokens.previousUnitCost ?? DASH}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

function Rigs({ month }: { month: TeamMonth }) {
  const shown = month.rigs.slice(0, RIGS);
  const rest = month.rigs.slice(RIGS);
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

function Files({ statement: { month, files, withoutFile } }: { statement: StatementPrint }) {
  const shown = files.slice(0, FILES);
  const rest = files.slice(FILES);
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
              <td className="q note-text">{note.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
