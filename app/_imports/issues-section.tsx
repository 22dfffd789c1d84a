"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { count, plural } from "../../lib/core/display.ts";
import { Notice } from "../_ui/notice.tsx";
import { IssueRow } from "./issue-row.tsx";

type Issue = ImportPreview["issues"][number];
const MOST_SHOWN = 200;
const SEVERITY: Readonly<Record<Issue["severity"], { word: string; kind: string }>> = {
  blocking: { word: "stops posting", kind: "bad" },
  warning: { word: "warning", kind: "warn" },
  notice: { word: "notice", kind: "" },
};

const canLeaveOut = (issue: Issue): issue is Issue & { id: number } =>
  issue.severity === "blocking" && issue.row !== null && issue.id !== undefined && !issue.leftOutBy;

function RowButton({ row, isOpen, onOpen }: { row: number; isOpen: boolean; onOpen(isOpen: boolean): void }) {
  return (
    <button
      type="button"
      className="link"
      aria-expanded={isOpen}
      aria-label={`Show row ${row}`}
      onClick={() => onOpen(!isOpen)}
    >
      {count(row)}
    </button>
  );
}

/** What is wrong, by row and column, and what happens. A row that stops posting can be left out by name. */
export function IssuesSection({ preview, mayLeaveOut }: { preview: ImportPreview; mayLeaveOut: boolean }) {
  const client = useQueryClient();
  const [shown, setShown] = useState<Issue | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const leaveOut = useMutation({
    mutationFn: (issueIds: number[]) => send("POST", `/api/imports/${preview.id}/leave-out`, { issueIds }),
    onSuccess: async () => {
      setMarked(new Set());
      await client.invalidateQueries();
    },
  });
  const { issues, issueCounts } = preview;
  const all = issueCounts.blocking + issueCounts.warning + issueCounts.notice;
  // What was left out by name stays in sight, before and after posting.
  const leftOut = issues.filter((issue) => issue.leftOutBy).length;
  if (all + leftOut === 0) {
    return (
      <div className="section-head last-section">
        <h3>Issues</h3>
        <span className="note">none</span>
      </div>
    );
  }
  const removable = mayLeaveOut && preview.state !== "posted" ? issues.filter(canLeaveOut) : [];
  const toggle = (id: number) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    setMarked(next);
  };
  return (
    <>
      <div className="section-head">
        <h3>Issues</h3>
        <span className="note">
          {count(all)},{" "}
          {issueCounts.blocking === 0
            ? "none stops posting"
            : `${plural(issueCounts.blocking, "row stops", "rows stop")} posting`}
          {leftOut > 0 && `, ${count(leftOut)} left out`}
        </span>
        <a className="small push" href={`/api/imports/${preview.id}/issues.csv`} download>
          Download as CSV
        </a>
      </div>
      {leaveOut.isError && (
        <div className="section">
          <Notice kind="bad">
            <b>Nothing was left out.</b> {leaveOut.error.message}
          </Notice>
        </div>
      )}
      <table className="dense cards">
        <thead>
          <tr>
            {removable.length > 0 && (
              <th>
                <span className="sr">Leave out</span>
              </th>
            )}
            <th className="num">Row</th>
            <th>Column</th>
            <th>What is wrong and what happens</th>
          </tr>
        </thead>
        <tbody>
          {issues.slice(0, MOST_SHOWN).map((issue, index) => (
            <tr key={issue.id ?? `${index} ${issue.code}`} className="issue">
              {removable.length > 0 && (
                <td>
                  {canLeaveOut(issue) && (
                    <input
                      type="checkbox"
                      aria-label={`Leave out row ${issue.row}`}
                      checked={marked.has(issue.id)}
                      onChange={() => toggle(issue.id)}
                    />
                  )}
                </td>
              )}
              <td className="num mono l" data-label="Row">
                {issue.row === null ? (
                  "—"
                ) : (
                  <RowButton
                    row={issue.row}
                    isOpen={shown === issue}
                    onOpen={(isOpen) => setShown(isOpen ? issue : null)}
                  />
                )}
              </td>
              <td className="mono">{issue.column ?? ""}</td>
              <td className="full">
                {issue.leftOutBy ? (
                  <span className="chip plain">left out</span>
                ) : (
                  <span className={`chip plain ${SEVERITY[issue.severity].kind}`}>{SEVERITY[issue.severity].word}</span>
                )}{" "}
                {issue.message}
                {issue.leftOutBy && <span className="note"> Left out by {issue.leftOutBy}.</span>}
                {issue.row !== null && shown === issue && <IssueRow importId={preview.id} row={issue.row} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {all > MOST_SHOWN && <p className="foot">{count(all - MOST_SHOWN)} more are in the CSV.</p>}
      {removable.length > 0 && (
        <div className="act">
          <span className="small soft">A row left out is named in the record and counts nowhere.</span>
          <span className="push">
            <button
              type="button"
              className="btn"
              onClick={() => setMarked(new Set(marked.size === 0 ? removable.map((issue) => issue.id) : []))}
            >
              {marked.size === 0 ? `Mark all ${count(removable.length)}` : "Clear the marks"}
            </button>
            <button
              type="button"
              className="btn"
              disabled={marked.size === 0 || leaveOut.isPending}
              onClick={() => leaveOut.mutate([...marked])}
            >
              Leave out {plural(marked.size, "row")}
            </button>
          </span>
        </div>
      )}
    </>
  );
}
