"use client";

import Link from "next/link";
import { useState } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { capacityPicture } from "../../lib/charts/capacity.ts";
import { measureText } from "../../lib/core/display.ts";
import { dayName } from "../../lib/core/display-dates.ts";
import { Missing } from "../_ui/amount.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { CapacityChart } from "./capacity-chart.tsx";

type Capacity = RigMonth["capacity"][number];

/** What the rig can serve at once, by its load tests: one model at a time, as each has its own speed. */
export function CapacityPanel({ rig, span }: { rig: RigMonth; span: string }) {
  const [at, setAt] = useState(0);
  const [isTable, setTable] = useState(false);
  const chosen = rig.capacity[at] ?? rig.capacity[0];
  if (chosen === undefined) return <NoTest span={span} />;
  return (
    <Panel
      id="capacity"
      title="Capacity"
      note={`${chosen.model ?? "the test names no model"}, by requests at once`}
      span={span}
      aside={
        <span className="push power-switches">
          {rig.capacity.length > 1 && (
            <select
              className="text tiny"
              aria-label="Model"
              value={at}
              onChange={(event) => setAt(Number(event.target.value))}
            >
              {rig.capacity.map((each, index) => (
                <option key={each.model ?? ""} value={index}>
                  {each.model ?? "no model named"}
                </option>
              ))}
            </select>
          )}
          <button type="button" className="link quiet as-table" onClick={() => setTable(!isTable)}>
            {isTable ? "Chart" : "Table"}
          </button>
        </span>
      }
    >
      {isTable ? <CurveTable of={chosen} latencyOf={latencyWords(rig)} /> : <Curve rig={rig} of={chosen} />}
      <Foot of={chosen} />
    </Panel>
  );
}

/** Which latency the curve shows: `first token, p95 in ms`. */
function latencyWords({ terms: { latency } }: RigMonth): string {
  const of = latency?.of === "first-token" ? "first token" : "answer";
  return `${of}, p${latency?.quantile ?? 95} in ms`;
}

function Curve({ rig, of }: { rig: RigMonth; of: Capacity }) {
  const wide = capacityPicture(of, "wide");
  const narrow = capacityPicture(of, "narrow");
  if (wide === null || narrow === null) return <CurveTable of={of} latencyOf={latencyWords(rig)} />;
  const limit = of.curve.find((point) => point.concurrency === of.at);
  const label =
    of.at === null ? null : `${of.at} at once${limit?.latencyMs == null ? "" : `, ${measureText(limit.latencyMs)} ms`}`;
  const props = { label, latencyOf: latencyWords(rig), name: of.model ?? rig.name };
  return (
    <div className="body capacity-body">
      <div className="wide-only">
        <CapacityChart picture={wide} {...props} />
      </div>
      <div className="narrow-only">
        <CapacityChart picture={narrow} {...props} />
      </div>
    </div>
  );
}

function CurveTable({ of, latencyOf }: { of: Capacity; latencyOf: string }) {
  const shown = (value: number | null, why: string) => (value === null ? <Missing why={why} /> : measureText(value));
  return (
    <ScrollTable label="Capacity by requests at once">
      <table className="dense tight">
        <thead>
          <tr>
            <th className="num">At once</th>
            <th className="num">Requests/s</th>
            <th className="num">Tokens/s</th>
            <th className="num">{latencyOf}</th>
            <th>Within</th>
          </tr>
        </thead>
        <tbody>
          {of.curve.map((point) => (
            <tr key={point.concurrency}>
              <td className="num">{point.concurrency}</td>
              <td className="num">{measureText(point.requestsPerSecond)}</td>
              <td className="num">{shown(point.outputTokensPerSecond, "the test counts no tokens")}</td>
              <td className="num">{shown(point.latencyMs, "the test has no such latency")}</td>
              <td>{point.isMet === null ? <Missing why="no objective" /> : point.isMet ? "yes" : "late"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

function Foot({ of }: { of: Capacity }) {
  const rates = [
    ...(of.prefillTokensPerSecond === null ? [] : [`reads ${measureText(of.prefillTokensPerSecond)}`]),
    ...(of.decodeTokensPerSecond === null ? [] : [`writes ${measureText(of.decodeTokensPerSecond)}`]),
  ];
  return (
    <p className="foot">
      {of.text}
      {rates.length > 0 && ` It ${rates.join(" and ")} tokens a second.`}{" "}
      {of.tests.map((test, at) => (
        <span key={test.importId}>
          {at > 0 && ", "}
          {at === 0 && (of.tests.length === 1 ? "Load test" : "Load tests")}
          {test.at !== null && ` of ${dayName(test.at.slice(0, 10))}`},{" "}
          <Link href={`/imports?import=${test.importId}`}>
            {test.tool}, import {test.importId}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}

function NoTest({ span }: { span: string }) {
  return (
    <Panel id="capacity" title="Capacity" span={span}>
      <Empty
        title="No load test yet"
        action={
          <Link className="btn" href="/imports">
            Import a load test
          </Link>
        }
      >
        A load test of k6, vLLM or llama-bench says how many requests it serves at once before answers are late.
      </Empty>
    </Panel>
  );
}
