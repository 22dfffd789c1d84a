"use client";

import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { type ExplainRequest, keys } from "../../lib/api/query-keys.ts";
import type { Explanation, LedgerEntryWire, SourceRows } from "../../lib/api/wire/explain.ts";
import { count, plural } from "../../lib/core/display.ts";
import { dayShort, instantShort } from "../../lib/core/display-dates.ts";
import { isRigPart } from "../../lib/core/rig/parts.ts";
import { costKindName, rigPartName } from "../../lib/core/statement/names.ts";
import { Amount, Missing } from "./amount.tsx";

/** The ledger entries the figure is the sum of, largest first, with what is not shown as one line. */
export function EntriesStep({ explanation, request }: { explanation: Explanation; request: ExplainRequest }) {
  const [more, setMore] = useState<readonly LedgerEntryWire[]>([]);
  const [after, setAfter] = useState(explanation.nextAfter);
  const [rest, setRest] = useState(explanation.restAmount);
  const [isReading, setReading] = useState(false);
  const entries = [...explanation.entries, ...more];
  const hidden = explanation.entryCount - entries.length;

  async function readMore() {
    if (after === null) return;
    setReading(true);
    const [path, query] = keys.explain(request);
    const next = await fetchKey<Explanation>([path, { ...query, after }]);
    setMore((shown) => [...shown, ...next.entries]);
    setAfter(next.nextAfter);
    setRest(next.restAmount);
    setReading(false);
  }

  return (
    <>
      <h3>{plural(explanation.entryCount, "ledger entry", "ledger entries")}</h3>
      <p className="note">{entryKinds(entries)}</p>
      <table>
        <thead>
          <tr>
            <th>Day</th>
            <th>Entry</th>
            <th className="num">Tokens</th>
            <th className="num">{entries[0]?.currency ?? "Amount"}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className="nowrap">{dayShort(entry.day)}</td>
              <td className="muted" title={entryTitle(entry)}>
                {entryLabel(entry)}
                {entry.working.map((line) => (
                  <span key={line} className="note part-note">
                    {line}
                  </span>
                ))}
              </td>
              <td className="num">
                {entry.tokens === null ? <Missing why="the export gives no tokens" /> : count(entry.tokens)}
              </td>
              <td className="num">
                <Amount value={entry.amount} estimated={entry.basis === "estimated" ? entry.amount : null} />
              </td>
            </tr>
          ))}
          {hidden > 0 && (
            <tr>
              <td colSpan={3}>
                {after === null ? (
                  `${count(hidden)} more`
                ) : (
                  <button type="button" className="link quiet" disabled={isReading} onClick={() => void readMore()}>
                    {count(hidden)} more
                  </button>
                )}
              </td>
              <td className="num soft">
                <Amount value={rest} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  );
}

const entryLabel = (entry: LedgerEntryWire): string => entry.model ?? entry.service;
const entryTitle = (entry: LedgerEntryWire): string =>
  [`#${entry.id}`, entry.bearerName, entry.service, entry.model, entry.kind, entry.because]
    .filter((part) => part !== null && part !== "")
    .join(" · ");

const kindName = (kind: string): string => (isRigPart(kind) ? rigPartName(kind) : costKindName(kind));

function entryKinds(entries: readonly LedgerEntryWire[]): string {
  const bases = [...new Set(entries.map((entry) => entry.basis))];
  const kinds = [...new Set(entries.map((entry) => entry.kind))];
  return `${kinds.length === 1 ? `cost kind \u201c${kindName(kinds[0] ?? "")}\u201d, ` : ""}basis ${bases.join(", ")}`;
}

/** The rows of the files behind the entries; the row itself is marked. */
export function FilesStep({ files }: { files: readonly SourceRows[] }) {
  return (
    <>
      <h3>{files.length === 1 ? "The row in the file" : `Rows in ${count(files.length)} files`}</h3>
      {files.map((file) => (
        <div key={file.importId}>
          <p className="note rows-note">
            <b className="strong">{file.fileName}</b>, imported {instantShort(file.importedAt, "UTC")} UTC
            {file.by === null ? "" : ` by ${file.by}`}; sha256{" "}
            <code title={file.sha256}>
              {file.sha256.slice(0, 4)}…{file.sha256.slice(-4)}
            </code>
          </p>
          <div className="sheet-row">
            {file.rows.map((row) => (
              <div key={row.row} className={row.isTheOne ? "hit" : "dim"}>
                <span>{count(row.row)}</span>
                <span title={row.text}>{row.text}</span>
              </div>
            ))}
          </div>
          {file.rowCount > file.rows.filter((row) => row.isTheOne).length && (
            <p className="note rows-note">{plural(file.rowCount, "row")} of this file in the figure</p>
          )}
        </div>
      ))}
    </>
  );
}

/** Which rule gave the cost to its bearer. */
export function RulesStep({ rules }: { rules: Explanation["rules"] }) {
  return (
    <>
      <h3>{rules.length === 1 ? "Rule" : "Rules"}</h3>
      {rules.map((rule) => (
        <p key={rule.id} className="small soft rows-note">
          {rule.text}
        </p>
      ))}
    </>
  );
}
