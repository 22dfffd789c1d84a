"use client";

import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { count, plural } from "../../lib/core/display.ts";
import { Missing } from "../_ui/amount.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

type Use = NonNullable<ImportPreview["localUse"]>["uses"][number];

/** What a local server did, by model and who asked; what the file does not tell is no zero. */
export function LocalUseSection({ preview }: { preview: ImportPreview }) {
  const { localUse } = preview;
  if (localUse === null) return null;
  const { uses, endpoints } = localUse;
  return (
    <>
      <div className="section-head">
        <h3>Local use</h3>
        <span className="note">{factsOf(localUse).join(", ")}</span>
      </div>
      <ScrollTable label="Local use">
        <table className="dense">
          <thead>
            <tr>
              <th>Model</th>
              <th>Asked by</th>
              <th className="num">Requests</th>
              <th className="num">Tokens in</th>
              <th className="num">From cache</th>
              <th className="num">Tokens out</th>
            </tr>
          </thead>
          <tbody>
            {uses.map((use) => (
              <UseLine key={`${use.model} ${use.key}`} use={use} />
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {endpoints.length > 0 && (
        <p className="foot">
          Served by <span className="mono">{endpoints.join(", ")}</span>.
        </p>
      )}
    </>
  );
}

function factsOf({ requests, failed, isEstimated }: NonNullable<ImportPreview["localUse"]>): string[] {
  return [
    ...(requests === null ? ["requests not told"] : [`${count(requests)} requests`]),
    ...(failed ? [`${count(failed)} failed`] : []),
    ...(isEstimated ? ["tokens estimated from rates"] : []),
  ];
}

function UseLine({ use }: { use: Use }) {
  return (
    <tr>
      <td className="mono">{use.model ?? <Missing why="the file names no model" isShown />}</td>
      <td className="mono">{use.key ?? <Missing why="nobody named" isShown />}</td>
      <Told value={use.requests} />
      <Told value={use.input} />
      <Told value={use.cacheRead} />
      <Told value={use.output} />
    </tr>
  );
}

const Told = ({ value }: { value: string | null }) => (
  <td className="num">{value === null ? <Missing why="the file does not say" /> : count(value)}</td>
);

/** How many files of a kind hold, in the words of the button that posts them. */
export const whatPosts = (preview: ImportPreview): string => {
  if (preview.energyKwh !== null || preview.series.length > 0) return "the log";
  if (preview.loadTests.length > 0) return plural(preview.loadTests.length, "load test");
  return preview.lines === 0 && preview.localUse !== null ? "the use" : plural(preview.lines, "line");
};
