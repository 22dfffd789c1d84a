"use client";

import Link from "next/link";
import { useState } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { decimal, format, sum } from "../../lib/core/decimal.ts";
import { energyText, fixed, plural } from "../../lib/core/display.ts";
import { instantShort, monthOnly } from "../../lib/core/display-dates.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { FillForm } from "./fill-form.tsx";
import { fillName } from "./rig-words.ts";

type Gap = RigMonth["gaps"][number];
type Fill = RigMonth["fills"][number];
const MOST_SHOWN = 12;

/** Time without a reading, and what a person stated for it. */
export function GapsPanel({ rig, span }: { rig: RigMonth; span: string }) {
  const { reader } = useShell();
  const [isStating, setStating] = useState(false);
  const mayState = reader.role === "admin" && rig.gaps.length > 0;
  const hours = format(sum(rig.gaps.map((gap) => decimal(gap.hours))));
  return (
    <Panel
      id="gaps"
      title="Gaps"
      note={rig.gaps.length === 0 ? "none" : `${plural(rig.gaps.length, "gap")}, ${fixed(hours, 1)} h`}
      span={span}
      aside={
        mayState ? (
          <span className="push">
            <button type="button" className="btn tiny" aria-expanded={isStating} onClick={() => setStating(!isStating)}>
              State an estimate
            </button>
          </span>
        ) : undefined
      }
    >
      {isStating && <FillForm rig={rig} onDone={() => setStating(false)} />}
      {rig.gaps.length === 0 ? (
        <p className="empty">Every quarter hour of {monthOnly(rig.monthName)} so far has a reading.</p>
      ) : (
        <GapTable rig={rig} />
      )}
      {rig.fills.length > 0 && <FillList rig={rig} />}
      {rig.gaps.length > 0 && (
        <p className="foot">
          A gap carries no energy and no cost until its log is imported or an estimate is stated.{" "}
          <Link href="/imports">Import the missing log</Link>
        </p>
      )}
    </Panel>
  );
}

function GapTable({ rig }: { rig: RigMonth }) {
  const [isWhole, setWhole] = useState(false);
  const longest = [...rig.gaps].sort((a, b) => Number(b.hours) - Number(a.hours)).slice(0, MOST_SHOWN);
  const shown = isWhole ? rig.gaps : rig.gaps.filter((gap) => longest.includes(gap));
  return (
    <ScrollTable label="Gaps">
      <table className="dense tight">
        <thead>
          <tr>
            <th>From</th>
            <th>To</th>
            <th className="num">Hours</th>
            <th>Counts as</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((gap) => (
            <tr key={gap.from}>
              <td>{instantShort(gap.from, rig.zone)}</td>
              <td>{instantShort(gap.to, rig.zone)}</td>
              <td className="num">{fixed(gap.hours, 2)}</td>
              <td className="soft">{countsAs(gap, rig.fills)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rig.gaps.length > MOST_SHOWN && (
        <p className="foot">
          <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
            {isWhole ? `The ${MOST_SHOWN} longest` : `All ${rig.gaps.length} gaps`}
          </button>
        </p>
      )}
    </ScrollTable>
  );
}

function countsAs(gap: Gap, fills: readonly Fill[]) {
  const over = fills.filter((fill) => fill.from < gap.to && fill.to > gap.from);
  const last = over.at(-1);
  if (last === undefined) return "nothing";
  const isWhole = over.some((fill) => fill.from <= gap.from && fill.to >= gap.to);
  return (
    <span className="estimated">
      ≈ {fillName[last.rule]}
      {isWhole ? "" : ", in part"}
    </span>
  );
}

function FillList({ rig }: { rig: RigMonth }) {
  const { reader } = useShell();
  const withdraw = useChange();
  return (
    <div className="fill-list">
      <h3 className="section-head">Stated, and estimated</h3>
      <Refusal error={withdraw.error} />
      <ul className="queue">
        {rig.fills.map((fill) => (
          <li key={fill.id}>
            <span className="file estimated">
              ≈ {energyText(fill.kWh)} kWh in {fixed(fill.hours, 1)} h, {fillName[fill.rule]}
            </span>
            {reader.role === "admin" && (
              <button
                type="button"
                className="btn tiny"
                disabled={withdraw.isPending}
                onClick={() => withdraw.mutate({ method: "DELETE", path: `/api/rigs/${rig.slug}/fills/${fill.id}` })}
              >
                Withdraw<span className="sr"> the estimate from {instantShort(fill.from, rig.zone)}</span>
              </button>
            )}
            <p className="meta">
              {instantShort(fill.from, rig.zone)} to {instantShort(fill.to, rig.zone)}, stated by {fill.by}
              {fill.note !== "" && `: ${fill.note}`}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
