"use client";

import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { fixed } from "../../lib/core/display.ts";
import { Missing } from "../_ui/amount.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

type LoadTest = ImportPreview["loadTests"][number];
type Level = LoadTest["levels"][number];

/** The levels of each load test: how the server did with so many requests at once. */
export function LoadTestSection({ preview }: { preview: ImportPreview }) {
  return preview.loadTests.map((test, index) => (
    <section key={index} aria-label={`Load test ${index + 1}`}>
      <div className="section-head">
        <h3>{test.model ?? "Load test"}</h3>
        <span className="note">
          {test.tool}
          {test.isSingleStream && ", one stream: it says nothing of requests at once"}
        </span>
      </div>
      <ScrollTable label={`Levels of ${test.model ?? "the load test"}`}>
        <table className="dense">
          <thead>
            <tr>
              <th>At once</th>
              <th className="num">Requests</th>
              <th className="num">Failed</th>
              <th className="num">Requests a second</th>
              <th className="num">Tokens out a second</th>
              <th className="num">First token, p95 ms</th>
              <th className="num">Answer, p95 ms</th>
            </tr>
          </thead>
          <tbody>
            {test.levels.map((level, at) => (
              <LevelLine key={at} level={level} />
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {test.objectives.length > 0 && (
        <p className="foot">
          {test.objectives.map(({ text, isMet }) => `${text}: ${isMet ? "met" : "not met"}`).join("; ")}.
        </p>
      )}
    </section>
  ));
}

function LevelLine({ level }: { level: Level }) {
  const at = level.concurrency === null ? "not told" : figure(level.concurrency, 1);
  return (
    <tr>
      <td>{level.label === null ? at : `${level.label}${level.concurrency === null ? "" : `, ${at}`}`}</td>
      <Told value={level.requests} />
      <Told value={level.failed} />
      <Told value={level.requestsPerSecond} places={2} />
      <Told value={level.outputTokensPerSecond} places={1} />
      <Told value={level.firstTokenP95Ms} />
      <Told value={level.durationP95Ms} />
    </tr>
  );
}

/** A measurement of a tool: at most these places, a whole number without any. */
const figure = (value: number, places: number): string =>
  fixed(value.toFixed(places), Number.isInteger(value) ? 0 : places);

const Told = ({ value, places = 0 }: { value: number | null; places?: number }) => (
  <td className="num">{value === null ? <Missing why="the tool does not say" /> : figure(value, places)}</td>
);
