"use client";

import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { decimal, format, sum } from "../../lib/core/decimal.ts";
import { bytesText, count, headline, plural } from "../../lib/core/display.ts";
import { daySpan, instantShort } from "../../lib/core/display-dates.ts";
import { Amount } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { AssignSection } from "./assign-section.tsx";
import { BesideSection, InvoicesSection } from "./beside-section.tsx";
import { ImportActions } from "./import-actions.tsx";
import { IssuesSection } from "./issues-section.tsx";
import { LoadTestSection } from "./load-test-section.tsx";
import { LocalUseSection } from "./local-use-section.tsx";
import { MappingSection } from "./mapping-section.tsx";
import { ImportChip } from "./queue.tsx";
import { RigChoice } from "./rig-choice.tsx";
import { SeriesSection } from "./series-section.tsx";
import { EnergySection, StatedTotals } from "./totals-section.tsx";
import { WhatItHolds } from "./what-it-holds.tsx";

/** One file as it was understood, and what posting it would do. */
export function PreviewPanel({
  preview,
  mayImport,
  onGone,
}: {
  preview: ImportPreview;
  mayImport: boolean;
  onGone(): void;
}) {
  return (
    <section className="panel" aria-labelledby="preview">
      <header>
        <div className="preview-name">
          <p className="crumb">Import {preview.id}</p>
          <h2 id="preview" title={preview.fileName}>
            {preview.fileName}
          </h2>
        </div>
        <span className="push">
          <ImportChip of={preview} />
        </span>
      </header>
      <div className="body stack">
        <Facts preview={preview} />
        <Notices preview={preview} />
      </div>
      {preview.needsMapping && mayImport && <MappingSection importId={preview.id} />}
      <StatedTotals preview={preview} />
      {mayImport && <RigChoice key={`${preview.id} ${preview.rigSlug}`} preview={preview} />}
      <SeriesSection preview={preview} />
      <EnergySection preview={preview} />
      <LocalUseSection preview={preview} />
      <LoadTestSection preview={preview} />
      <Attribution preview={preview} />
      <AssignSection preview={preview} mayAssign={mayImport} />
      <InvoicesSection invoices={preview.invoices} />
      <BesideSection preview={preview} />
      {!preview.needsMapping && <IssuesSection preview={preview} mayLeaveOut={mayImport} />}
      <ImportActions preview={preview} mayImport={mayImport} onGone={onGone} />
    </section>
  );
}

function Facts({ preview }: { preview: ImportPreview }) {
  const { zone } = useShell();
  return (
    <dl className="facts">
      <div>
        <dt className="label">What it is</dt>
        <dd>{preview.label ?? "Not recognised"}</dd>
        <dd className="why">
          {preview.grouping.length === 0 ? bytesText(preview.bytes) : `by ${preview.grouping.join(", ")}`}
        </dd>
      </div>
      <div>
        <dt className="label">Speaks for</dt>
        <dd>{preview.from === null || preview.to === null ? "—" : daySpan(preview.from, preview.to)}</dd>
        <dd className="why">
          {preview.rig !== null
            ? `rig ${preview.rig}, clock of ${preview.zone ?? "UTC"}`
            : preview.account === null
              ? "no account named, days in UTC"
              : `account ${preview.account}, days in UTC`}
        </dd>
      </div>
      <div>
        <WhatItHolds preview={preview} />
      </div>
      <div>
        <dt className="label">{preview.exportedAt === null ? "Received" : "Exported, received"}</dt>
        <dd>
          {preview.exportedAt !== null && `${instantShort(preview.exportedAt, zone)}, `}
          {instantShort(preview.createdAt, zone)}
        </dd>
        <dd className="why" title={preview.sha256}>
          {preview.by === null ? "" : `${preview.by}, `}sha256 {preview.sha256.slice(0, 4)}…{preview.sha256.slice(-4)}
        </dd>
      </div>
    </dl>
  );
}

function Notices({ preview }: { preview: ImportPreview }) {
  return (
    <>
      {preview.state === "failed" && (
        <Notice kind="bad">
          <b>This file could not be read.</b> {preview.message}
        </Notice>
      )}
      {preview.replaces.map((one) => (
        <Notice key={`${one.importId} ${one.currency} ${one.from}`}>
          <b>
            Replaces import {one.importId} for {daySpan(one.from, one.to)}.
          </b>{" "}
          {one.fileName} speaks for the same account and grouping. Posting reverses{" "}
          {headline(one.reverses, one.currency)} of it.
        </Notice>
      ))}
      {preview.standing.map((one) => (
        <Notice key={`${one.kind} ${one.importId} ${one.message}`}>{one.message}</Notice>
      ))}
      {preview.needsMapping && (
        <Notice>
          <b>In no known format.</b> Say once which column is what; the file is then read, and so is the next with this
          header. Its people are kept as hashes.
        </Notice>
      )}
      {preview.overlaps.map((one) => (
        <Notice kind="warn" key={`${one.importId} ${one.from} ${one.message}`}>
          <b>
            Overlaps import {one.importId} ({one.fileName}), {daySpan(one.from, one.to)}.
          </b>{" "}
          {one.message}
        </Notice>
      ))}
    </>
  );
}

const MOST_KEYS = 100;

function Attribution({ preview }: { preview: ImportPreview }) {
  const { attribution } = preview;
  if (attribution.length === 0) return null;
  const currencies = new Set(attribution.map((one) => one.currency));
  return (
    <>
      <div className="section-head">
        <h3>Who it goes to</h3>
        <span className="note">{plural(preview.lines, "line")}</span>
      </div>
      <ScrollTable label="Who it goes to">
        <table className="dense">
          <thead>
            <tr>
              <th>Key</th>
              <th>Goes to</th>
              <th className="wide-only">Because</th>
              <th className="num wide-only">Lines</th>
              <th className="num">{currencies.size === 1 ? attribution[0]?.currency : "Amount"}</th>
            </tr>
          </thead>
          <tbody>
            {attribution.slice(0, MOST_KEYS).map((one) => (
              <tr key={`${one.keyKind} ${one.key} ${one.goesTo} ${one.because} ${one.currency}`}>
                <td className="mono" title={one.keyKind}>
                  {one.key}
                </td>
                <td>
                  <span className="name">
                    {one.teamSlug === null && <i className="mark hatch" />}
                    {one.goesTo}
                  </span>
                </td>
                <td className="note wide-only">{one.because}</td>
                <td className="num wide-only">{count(one.lines)}</td>
                <td className="num">
                  <Amount value={one.amount} />
                  {currencies.size > 1 && ` ${one.currency}`}
                </td>
              </tr>
            ))}
          </tbody>
          {currencies.size === 1 && attribution.length < MOST_KEYS && (
            <tfoot>
              <tr>
                <td>Total as read</td>
                <td />
                <td className="wide-only" />
                <td className="num wide-only">{count(attribution.reduce((sum, one) => sum + one.lines, 0))}</td>
                <td className="num">
                  <Amount value={format(sum(attribution.map((one) => decimal(one.amount))))} />
                </td>
              </tr>
            </tfoot>
          )}
        </table>
      </ScrollTable>
      {attribution.length > MOST_KEYS && (
        <p className="foot">{count(attribution.length - MOST_KEYS)} smaller ones are not shown; they count.</p>
      )}
    </>
  );
}
