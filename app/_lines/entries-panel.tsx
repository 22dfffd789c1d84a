"use client";

import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys, type LinesRequest } from "../../lib/api/query-keys.ts";
import type { LedgerEntryWire, LinesPage } from "../../lib/api/wire/explain.ts";
import type { FigureFilter } from "../../lib/api/wire/statement.ts";
import { count } from "../../lib/core/display.ts";
import { dayShort } from "../../lib/core/display-dates.ts";
import { isRigPart } from "../../lib/core/rig/parts.ts";
import { costKindName, rigPartName } from "../../lib/core/statement/names.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** The entries themselves, a page at a time; each opens its file and row. */
export function EntriesPanel({ page, request }: { page: LinesPage; request: LinesRequest }) {
  const [more, setMore] = useState<readonly LedgerEntryWire[]>([]);
  const [after, setAfter] = useState(page.nextAfter);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const entries = [...page.entries, ...more];

  async function readMore() {
    if (after === null) return;
    setReading(true);
    setTrouble(null);
    try {
      const [path, query] = keys.lines(request);
      const next = await fetchKey<LinesPage>([path, { ...query, after }]);
      setMore((shown) => [...shown, ...next.entries]);
      setAfter(next.nextAfter);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
    setReading(false);
  }

  if (entries.length === 0) return null;
  return (
    <Panel
      id="entries"
      title="Entries"
      note={`${count(entries.length)} of ${count(page.entryCount)}, ${page.currency}`}
    >
      <ScrollTable label="Entries">
        <table className="dense cards entries">
          <thead>
            <tr>
              <th>Day</th>
              <th>Team</th>
              <th>What</th>
              <th>Kind</th>
              <th>Basis</th>
              <th>From</th>
              <th className="num">Tokens</th>
              <th className="num">{page.currency}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryLine key={entry.id} entry={entry} month={page.month} request={request} />
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {trouble !== null && (
        <div className="body">
          <Notice kind="bad">
            <b>No more entries could be read.</b> {trouble}
          </Notice>
        </div>
      )}
      {after !== null && (
        <div className="act">
          <span className="small soft">{count(page.entryCount - entries.length)} more</span>
          <span className="push">
            <button type="button" className="btn" disabled={isReading} onClick={() => void readMore()}>
              {isReading ? "Reading" : "Show more"}
            </button>
          </span>
        </div>
      )}
    </Panel>
  );
}

function EntryLine({ entry, month, request }: { entry: LedgerEntryWire; month: string; request: LinesRequest }) {
  const what = entry.model ?? entry.service;
  return (
    <tr>
      <td className="nowrap c3 l">{dayShort(entry.day)}</td>
      <td className="c3">
        <span className="ellipsis entry-text" title={entry.bearerName}>
          {entry.bearerName}
        </span>
      </td>
      <td>
        <span className="ellipsis entry-text" title={`${entry.service}; ${entry.because}`}>
          {what}
        </span>
      </td>
      <td className="note gone">
        {isRigPart(entry.kind) ? rigPartName(entry.kind) : costKindName(entry.kind)}
        {entry.category === "usage" ? "" : `, ${entry.category}`}
        {entry.corrects === null ? "" : `, corrects ${entry.corrects}`}
      </td>
      <td className="note gone">{entry.basis}</td>
      <td className="note gone">
        <span className="ellipsis entry-text" title={entry.fileName ?? undefined}>
          {entry.fileName === null ? "a schedule" : entry.fileName}
        </span>
      </td>
      <td className="num soft gone">
        {entry.tokens === null ? <Missing why="the export gives money only" /> : count(entry.tokens)}
      </td>
      <td className="num c2">
        <FigureButton filter={entryFilter(entry, month, request)} name={`entry ${entry.id}`}>
          {entry.basis === "quantity" ? (
            <Missing why="usage without money: it counts what is billed elsewhere, or has no price" />
          ) : (
            <Amount value={entry.amount} estimated={entry.basis === "estimated" ? entry.amount : null} />
          )}
        </FigureButton>
      </td>
    </tr>
  );
}

/** The narrowest figure an entry is part of: its day, bearer, kind and what it was for. */
function entryFilter(entry: LedgerEntryWire, month: string, request: LinesRequest): FigureFilter {
  return {
    month,
    cost: request.cost,
    monthBy: request.monthBy,
    bearer: entry.bearer,
    provider: entry.provider,
    service: entry.service,
    kind: entry.kind,
    category: entry.category,
    basis: entry.basis,
    day: entry.day,
    ...(entry.model === null ? {} : { model: entry.model }),
    ...(entry.provider.startsWith("rig:") ? { rig: entry.provider.slice("rig:".length) } : {}),
    ...(request.key === undefined ? {} : { key: request.key }),
  };
}
