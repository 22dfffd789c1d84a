"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, type FormEvent, useState } from "react";
import { readAnswer } from "../../lib/api/client.ts";
import type { RatesMonth } from "../../lib/api/wire/prices.ts";
import { count, plural } from "../../lib/core/display.ts";
import { dayName, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import type { Issue } from "../../lib/core/issue.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Amount, MaybeAmount, Missing } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

type Row = RatesMonth["rows"][number];

/** What foreign money was converted at, and what waits because no rate is known. */
export function RatesPanel({ page, mayChange }: { page: RatesMonth; mayChange: boolean }) {
  const [isAdding, setAdding] = useState(false);
  const upload = useUpload();
  return (
    <Panel
      id="rates"
      title="Exchange rates"
      note={`${page.currency} for one unit, in ${monthOnly(page.month)}`}
      aside={
        mayChange ? (
          <span className="push rate-tools">
            <button type="button" className="btn tiny" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              Enter a rate
            </button>
            <UploadButton isPending={upload.isPending} onFile={(file) => upload.mutate(file)} />
          </span>
        ) : undefined
      }
    >
      {isAdding && <RateForm page={page} onDone={() => setAdding(false)} />}
      {(upload.isError || upload.data !== undefined) && (
        <div className="body">
          {upload.isError ? <Refusal error={upload.error} /> : <Uploaded result={upload.data} />}
        </div>
      )}
      {page.rows.length === 0 ? (
        <p className="empty">No money of {monthName(page.month)} is in another currency.</p>
      ) : (
        <RatesTable page={page} />
      )}
      <p className="foot">
        No rate means no conversion: the amount waits in its own currency, in sight, and is in no total. A rate holds
        for its day and up to 7 days after it, never before.
      </p>
    </Panel>
  );
}

function RatesTable({ page }: { page: RatesMonth }) {
  return (
    <ScrollTable label="Exchange rates">
      <table className="dense">
        <thead>
          <tr>
            <th>From</th>
            <th className="num">Rate</th>
            <th>Date, source</th>
            <th>Used for</th>
            <th className="num">Amount</th>
            <th className="num">{page.currency}</th>
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row) => (
            <RateLine key={row.currency} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

function RateLine({ row }: { row: Row }) {
  const { rate, waiting } = row;
  return (
    <tr>
      <td className="strong">{row.currency}</td>
      <td className="num">
        {rate === null ? <Missing why="no rate" /> : <span title={rate.rate}>{shortRate(rate.rate)}</span>}
      </td>
      <td className="soft">
        {rate === null ? (
          <span className="note">no rate entered</span>
        ) : (
          <>
            <span className="nowrap">{dayName(rate.day)}</span>
            <span className="note part-note">
              {rate.text}
              {row.ratesUsed > 1 ? `; the latest of ${plural(row.ratesUsed, "rate")}` : ""}
            </span>
          </>
        )}
      </td>
      <td className="soft">{row.usedFor.join(", ")}</td>
      <td className="num soft">
        <MaybeAmount value={row.original ?? row.waiting} why="nothing in this currency" />
      </td>
      <td className="num">
        <MaybeAmount value={row.converted} why="waits for a rate; in no total" />
        {waiting !== null && (
          <span className="note part-note">
            <Amount value={waiting} /> {row.currency} waits
          </span>
        )}
      </td>
    </tr>
  );
}

/** As it is when short, else to eight places; the title has all of it. */
const shortRate = (rate: string): string => {
  const [whole = "", fraction = ""] = rate.split(".");
  const PLACES = 8;
  return fraction.length <= PLACES ? rate : `${whole}.${fraction.slice(0, PLACES)}…`;
};

function RateForm({ page, onDone }: { page: RatesMonth; onDone(): void }) {
  const save = useChange(onDone);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    const body = { day: text("day"), from: text("from"), to: page.currency, rate: text("rate"), note: text("note") };
    save.mutate({ method: "POST", path: "/api/rates", body });
  }
  return (
    <form className="body stack" aria-label="Enter a rate" onSubmit={submit}>
      <Refusal error={save.error} />
      <div className="fields">
        <label className="field">
          <span>Day</span>
          <input className="text" type="date" name="day" required />
        </label>
        <label className="field">
          <span>Currency</span>
          <input className="text" name="from" maxLength={3} placeholder="EUR" required />
        </label>
        <label className="field">
          <span>One unit is, in {page.currency}</span>
          <input className="text" name="rate" inputMode="decimal" required />
        </label>
        <label className="field">
          <span>Source</span>
          <input className="text" name="note" />
        </label>
      </div>
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={save.isPending}>
          Enter the rate
        </button>
      </div>
    </form>
  );
}

type UploadResult = {
  readonly file: string;
  readonly days: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly moved: number;
  readonly issues: readonly Issue[];
};

function useUpload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const response = await fetch(`/api/rates/ecb?${new URLSearchParams({ name: file.name })}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: file,
      });
      return readAnswer<UploadResult>(response.status, await response.text());
    },
    onSuccess: () => client.invalidateQueries(),
  });
}

function UploadButton({ isPending, onFile }: { isPending: boolean; onFile(file: File): void }) {
  function choose(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? [];
    if (file) onFile(file);
    event.target.value = ""; // so that the same file can be chosen again
  }
  return (
    <label className="btn tiny upload-button" title="The ECB’s eurofxref-hist.csv, or its ZIP">
      {isPending ? "Reading" : "Upload rates"}
      <input className="sr" type="file" accept=".csv,.zip,.gz" disabled={isPending} onChange={choose} />
    </label>
  );
}

const ISSUES_SHOWN = 8;

function Uploaded({ result }: { result: UploadResult }) {
  const { issues } = result;
  return (
    <Notice kind={issues.length > 0 ? "warn" : "good"}>
      <b>
        {result.file}: {count(result.added)} rates added, {count(result.changed)} changed, {count(result.unchanged)}{" "}
        known already.
      </b>{" "}
      {result.moved > 0 && `${plural(result.moved, "ledger entry", "ledger entries")} posted anew.`}
      {issues.slice(0, ISSUES_SHOWN).map((issue) => (
        <div key={`${issue.row} ${issue.column}`}>
          Row {issue.row}
          {issue.column === null ? "" : `, ${issue.column}`}: {issue.message}
        </div>
      ))}
      {issues.length > ISSUES_SHOWN && <div>{count(issues.length - ISSUES_SHOWN)} more cells were refused.</div>}
    </Notice>
  );
}
