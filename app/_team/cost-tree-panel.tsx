"use client";

import { useState } from "react";
import type { FigureFilter, TeamMonth } from "../../lib/api/wire/statement.ts";
import { identityColour } from "../../lib/charts/identity.ts";
import { percentText } from "../../lib/core/display.ts";
import { monthOnly, monthShort } from "../../lib/core/display-dates.ts";
import { Amount, Change, MaybeAmount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";

type Line = TeamMonth["tree"][number];

/** Where the month's money went, from three lines down to each model and each part of a rig's month. */
export function CostTreePanel({ month, whole }: { month: TeamMonth; whole: FigureFilter }) {
  const [isFolded, setFolded] = useState(false);
  const { rigs } = useShell();
  const slugs = rigs.map((rig) => rig.slug);
  const lines = month.tree.filter((line) => !isFolded || line.depth === 0);
  const { total } = month;
  return (
    <Panel
      id="tree"
      title="Cost tree"
      note={month.currency}
      aside={
        <button type="button" className="link quiet push as-table" onClick={() => setFolded(!isFolded)}>
          {isFolded ? "Show every line" : "Collapse to the first lines"}
        </button>
      }
    >
      <ScrollTable label="Cost tree">
        <table className="dense sticky tree">
          <thead>
            <tr>
              <th>Where it went</th>
              <th>Basis</th>
              <th className="num">{monthShort(month.month)}</th>
              <th className="num">{monthShort(month.previousMonth)}</th>
              <th className="num">Change</th>
              <th className="num">Share, %</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              // Two lines may share a label (a model of two providers); the tree is redrawn whole.
              <TreeLine key={index} line={line} month={month} rigSlugs={slugs} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{month.team.name}</td>
              <td />
              <td className="num">
                <FigureButton filter={whole} name={month.team.name}>
                  <Amount value={total.amount} estimated={total.estimated} />
                </FigureButton>
              </td>
              <td className="num">
                <FigureButton filter={whole} aspect="previous" name={`${monthOnly(month.previousMonth)}`}>
                  <MaybeAmount value={total.previous} why={`nothing in ${monthOnly(month.previousMonth)}`} />
                </FigureButton>
              </td>
              <td className="num">
                <FigureButton filter={whole} aspect="change" name={`the change of ${month.team.name}`}>
                  <Change change={total.change} />
                </FigureButton>
              </td>
              <td className="num">100.0</td>
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
    </Panel>
  );
}

function TreeLine({ line, month, rigSlugs }: { line: Line; month: TeamMonth; rigSlugs: readonly string[] }) {
  const name = line.label;
  return (
    <tr className={line.depth === 0 ? "group" : line.depth > 1 ? "part" : ""}>
      <td>
        <span className="name" style={{ paddingLeft: line.depth * 18 }} title={line.note ?? line.label}>
          {line.identity !== null && (
            <i className="mark" style={{ background: identityColour(line.identity, rigSlugs) }} />
          )}
          <span className="ellipsis">{line.label}</span>
          {line.note !== null && <span className="note ellipsis">{line.note}</span>}
        </span>
      </td>
      <td className="note">{line.basis === "estimated" ? <Estimated /> : line.basis}</td>
      <td className="num">
        <FigureButton filter={line.filter} name={name}>
          <Amount value={line.amount} estimated={line.estimated} />
        </FigureButton>
      </td>
      <td className="num soft">
        <FigureButton filter={line.filter} aspect="previous" name={`${name} in ${monthOnly(month.previousMonth)}`}>
          <MaybeAmount value={line.previous} why={`no line in ${monthOnly(month.previousMonth)}`} />
        </FigureButton>
      </td>
      <td className="num">
        <FigureButton filter={line.filter} aspect="change" name={`the change of ${name}`}>
          <Change change={line.change} changePercent={line.changePercent} threshold={month.changeThreshold} />
        </FigureButton>
      </td>
      <td className="num soft">
        {line.share === null ? (
          <Missing why="the month cost nothing" />
        ) : (
          <FigureButton filter={line.filter} aspect="share" name={`the share of ${name}`}>
            {percentText(line.share)}
          </FigureButton>
        )}
      </td>
    </tr>
  );
}

const Estimated = () => <span className="estimated">≈ estimated</span>;
