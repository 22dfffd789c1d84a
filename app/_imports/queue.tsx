"use client";

import { useState } from "react";
import type { ImportSummary } from "../../lib/api/wire/records.ts";
import { bytesText, energyText, headline, plural } from "../../lib/core/display.ts";
import { daySpan } from "../../lib/core/display-dates.ts";
import { Panel } from "../_ui/panel.tsx";
import type { Upload } from "./upload-queue.ts";

type State = ImportSummary["state"];
const CHIPS: Readonly<Record<State, { word: string; kind: string }>> = {
  receiving: { word: "Receiving", kind: "" },
  parsing: { word: "Parsing", kind: "" },
  "needs-you": { word: "Needs you", kind: "bad" },
  ready: { word: "Ready for review", kind: "warn" },
  posting: { word: "Posting", kind: "" },
  posted: { word: "Posted", kind: "good" },
  superseded: { word: "Superseded", kind: "" },
  undone: { word: "Undone", kind: "" },
  discarded: { word: "Discarded", kind: "" },
  failed: { word: "Failed", kind: "bad" },
};

function chipOf({ state, needsMapping, message }: Pick<ImportSummary, "state" | "needsMapping" | "message">) {
  if (needsMapping) return { word: "Name its columns", kind: "warn" };
  return state === "discarded" && message.startsWith("The same bytes") ? { word: "Same file", kind: "" } : CHIPS[state];
}

export function ImportChip({ of }: { of: Pick<ImportSummary, "state" | "needsMapping" | "message"> }) {
  const { word, kind } = chipOf(of);
  return <span className={`chip ${kind}`}>{word}</span>;
}

const STEPS = ["receive", "detect", "parse", "check", "review", "post"] as const;
/** How many of the six steps are done, and what the next one is waiting for. */
const STAGES: Readonly<Record<State, { done: number; next: "now" | "wait" | "bad" | "" }>> = {
  receiving: { done: 0, next: "now" },
  parsing: { done: 2, next: "now" },
  "needs-you": { done: 3, next: "bad" },
  ready: { done: 4, next: "wait" },
  posting: { done: 5, next: "now" },
  posted: { done: 6, next: "" },
  superseded: { done: 6, next: "" },
  undone: { done: 4, next: "" },
  discarded: { done: 4, next: "" },
  failed: { done: 1, next: "bad" },
};

function Stages({ done, next, at, label }: { done: number; next: string; at?: number; label: string }) {
  return (
    <div className="stages" role="img" aria-label={label}>
      {STEPS.map((step, index) => (
        <i
          key={step}
          className={index < done ? "done" : index === done ? next : ""}
          style={index === done && next === "now" ? { ["--at" as string]: `${at ?? 50}%` } : undefined}
        />
      ))}
    </div>
  );
}

const DONE: ReadonlySet<State> = new Set<State>(["posted", "superseded", "undone", "discarded"]);
const COMING: ReadonlySet<State> = new Set<State>(["receiving", "parsing"]);
const DONE_SHOWN_FIRST = 10;

/** Uploads on their way, then every file that came before, newest first. */
export function Queue({
  imports,
  uploads,
  chosen,
  onChoose,
  onDismiss,
}: {
  imports: readonly ImportSummary[];
  uploads: readonly Upload[];
  chosen: number | null;
  onChoose(id: number): void;
  onDismiss(id: number): void;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const waiting = imports.filter((one) => !DONE.has(one.state));
  const done = imports.filter((one) => DONE.has(one.state));
  // A file on its way from this tab has a line of its own, which knows more than the server's.
  const onItsWay = new Set(uploads.filter((one) => one.state !== "refused").map((one) => one.name));
  const isOnItsWay = (one: ImportSummary) => COMING.has(one.state) && onItsWay.has(one.fileName);
  const readOf = (upload: Upload) =>
    imports.find((one) => one.state === "parsing" && one.fileName === upload.name)?.rowsRead ?? 0;
  const shown = [...waiting.filter((one) => !isOnItsWay(one)), ...(showsAll ? done : done.slice(0, DONE_SHOWN_FIRST))];
  const hidden = showsAll ? 0 : Math.max(0, done.length - DONE_SHOWN_FIRST);
  return (
    <Panel
      id="queue"
      title="Queue"
      aside={<span className="note push">Receive · detect · parse · check · review · post</span>}
    >
      {imports.length + uploads.length === 0 ? (
        <p className="empty">No file yet.</p>
      ) : (
        <ul className="queue">
          {uploads.map((upload) => (
            <UploadLine key={upload.id} upload={upload} rowsRead={readOf(upload)} onDismiss={onDismiss} />
          ))}
          {shown.map((one) => (
            <li key={one.id} aria-current={one.id === chosen ? "true" : undefined}>
              <button type="button" className="file link quiet" title={one.fileName} onClick={() => onChoose(one.id)}>
                {one.fileName}
              </button>
              <ImportChip of={one} />
              <Stages {...STAGES[one.state]} label={chipOf(one).word} />
              <p className="meta" title={one.message}>
                {meta(one)}
              </p>
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <p className="foot">
          <button type="button" className="link quiet" onClick={() => setShowsAll(true)}>
            {plural(hidden, "older file")}
          </button>
        </p>
      )}
    </Panel>
  );
}

function UploadLine({
  upload,
  rowsRead,
  onDismiss,
}: {
  upload: Upload;
  rowsRead: number;
  onDismiss(id: number): void;
}) {
  const percent = upload.bytes === 0 ? 100 : Math.round((upload.sent / upload.bytes) * 100);
  const isRefused = upload.state === "refused";
  const words = { waiting: "Waiting", sending: "Receiving", reading: "Reading", refused: "Refused" }[upload.state];
  return (
    <li>
      <span className="file" title={upload.name}>
        {upload.name}
      </span>
      <span className={isRefused ? "chip bad" : "chip"}>{words}</span>
      <Stages
        done={upload.state === "reading" ? (rowsRead > 0 ? 2 : 1) : 0}
        next={isRefused ? "bad" : upload.state === "waiting" ? "" : "now"}
        at={percent}
        label={`${words}, ${percent} %`}
      />
      <p className="meta" role={isRefused ? "alert" : undefined}>
        {isRefused ? upload.refusal : progressText(upload, rowsRead)}{" "}
        {(isRefused || upload.state === "waiting") && (
          <button type="button" className="link" onClick={() => onDismiss(upload.id)}>
            Remove from the list
          </button>
        )}
      </p>
    </li>
  );
}

function progressText({ state, sent, bytes }: Upload, rowsRead: number): string {
  if (state !== "reading") return `${bytesText(sent)} of ${bytesText(bytes)}`;
  return rowsRead > 0
    ? `${bytesText(bytes)}. ${plural(rowsRead, "row")} read so far.`
    : `${bytesText(bytes)}. Reading.`;
}

function meta(one: ImportSummary): string {
  const parts = [bytesText(one.bytes)];
  if (one.lines > 0) parts.push(plural(one.lines, "line"));
  else if (one.rowsRead > 0) parts.push(plural(one.rowsRead, "row"));
  if (one.from !== null && one.to !== null) parts.push(daySpan(one.from, one.to));
  for (const total of one.totals.slice(0, 2)) parts.push(headline(total.amount, total.currency));
  if (one.energyKwh !== null) parts.push(`${energyText(one.energyKwh)} kWh`);
  return `${parts.join(", ")}. ${one.message}`;
}
