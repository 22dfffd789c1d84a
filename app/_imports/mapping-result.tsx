"use client";

import type { MappingPreview } from "../../lib/api/wire/mapping.ts";
import { count, energyText, headline, plural } from "../../lib/core/display.ts";
import { Notice } from "../_ui/notice.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { EnergyResult } from "./energy-result.tsx";
import { coverageText } from "./energy-words.ts";

/** The first rows as the form reads them now: lines, sums, and what is wrong. */
export function MappingResult({ result }: { result: MappingPreview }) {
  if (result.problem !== null) {
    return (
      <div className="section" role="status">
        <Notice>{result.problem}</Notice>
      </div>
    );
  }
  const stopping = result.issues.filter((issue) => issue.severity === "blocking").length;
  return (
    <>
      <div className="section-head">
        <h3>As it would be read</h3>
        <span className="note" role="status">
          first {plural(result.rowsRead, "row")}
          {result.totals.map((total) => `, ${headline(total.amount, total.currency)}`)}
          {result.energy &&
            `, ${result.energy.kWh === null ? "no" : energyText(result.energy.kWh)} kWh, ${coverageText(result.energy.coverage)} of the time`}
          {stopping > 0 && `, ${plural(stopping, "problem stops", "problems stop")} posting`}
        </span>
      </div>
      {result.lines.length > 0 && <Lines result={result} />}
      {result.energy && <EnergyResult energy={result.energy} />}
      {result.issues.length > 0 && (
        <table className="dense cards">
          <thead>
            <tr>
              <th className="num">Row</th>
              <th>Column</th>
              <th>What is wrong and what happens</th>
            </tr>
          </thead>
          <tbody>
            {result.issues.map((issue) => (
              <tr key={`${issue.row} ${issue.column} ${issue.message}`}>
                <td className="num mono l" data-label="Row">
                  {issue.row === null ? "—" : count(issue.row)}
                </td>
                <td className="mono">{issue.column ?? ""}</td>
                <td className="full">{issue.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Lines({ result }: { result: MappingPreview }) {
  return (
    <ScrollTable label="As it would be read">
      <table className="dense">
        <thead>
          <tr>
            <th className="num">Row</th>
            <th>Day</th>
            <th>What</th>
            <th>Whose</th>
            <th>Kind</th>
            <th className="num">Tokens</th>
            <th className="num">Amount</th>
          </tr>
        </thead>
        <tbody>
          {result.lines.map((line, index) => (
            <tr key={index}>
              <td className="num mono">{count(line.row)}</td>
              <td className="nowrap">{line.day}</td>
              <td title={`${line.provider}${line.account === null ? "" : `, ${line.account}`}`}>{line.what}</td>
              <td className="mono">{line.who}</td>
              <td className="note">{line.kind === "other" ? "" : line.kind}</td>
              <td className="num">{line.tokens === null ? "" : count(line.tokens)}</td>
              <td className="num nowrap">{line.amount === null ? "" : `${line.amount} ${line.currency}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}
