"use client";

import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { bytesText, count, energyText, headline, percentText, plural, shareOf } from "../../lib/core/display.ts";
import { daySpan, instantShort } from "../../lib/core/display-dates.ts";
import { Amount } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { ImportActions } from "./import-actions.tsx";
import { IssuesSection } from "./issues-section.tsx";
import { ImportChip } from "./queue.tsx";
import { UnassignedSection } from "./unassigned-section.tsx";

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
          <ImportChip state={preview.state} />
        </span>
      </header>
      <div className="body stack">
        <Facts preview={preview} />
        <Notices preview={preview} />
      </div>
      <StatedTotals preview={preview} />
      <EnergySection preview={preview} />
      <Attribution preview={preview} />
      {preview.unassigned.length > 0 && (
        <UnassignedSection unassigned={preview.unassigned} from={`import ${preview.id}`} mayAssign={mayImport} />
      )}
      <IssuesSection preview={preview} mayLeaveOut={mayImport} />
      <ImportActions preview={preview} mayImport={mayImport} onGone={onGone} />
    </section>
  );
}

const BASIS_WORDS: Readonly<Record<string, string>> = {
  billed: "the provider’s own cost",
  rated: "priced by the provider, not invoiced",
  metered: "energy measured here",
  estimated: "estimated, explains billed money",
  quantity: "usage without money",
};

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
        <dt className="label">{preview.energyKwh === null ? "Money" : "Energy"}</dt>
        <dd>
          {preview.energyKwh === null
            ? preview.totals.map((total) => headline(total.amount, total.currency)).join(", ") || "none"
            : `${energyText(preview.energyKwh)} kWh`}
        </dd>
        <dd className="why">
          {preview.energyKwh !== null
            ? preview.coverage === null
              ? "metered"
              : `metered, ${percentText(shareOf(preview.coverage, "1") ?? "0")} % of the time`
            : `${preview.basis ?? ""}${preview.basis === null ? "" : `: ${BASIS_WORDS[preview.basis] ?? ""}`}`}
        </dd>
      </div>
      <div>
        <dt className="label">Received</dt>
        <dd>{instantShort(preview.createdAt, zone)}</dd>
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

function StatedTotals({ preview }: { preview: ImportPreview }) {
  const { totals, effectiveTotals, statedTotals } = preview;
  if (totals.length === 0) return null;
  return (
    <ScrollTable label="Totals">
      <table className="dense">
        <thead>
          <tr>
            <th>Totals</th>
            <th className="num">Stated</th>
            <th className="num">As read</th>
            <th className="num">Difference</th>
            <th>
              <span className="sr">Verdict</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {statedTotals.map((total) => (
            <tr key={total.row}>
              <td>
                File’s own total, row {count(total.row)}, {total.currency}
              </td>
              <td className="num">
                <Amount value={total.stated} />
              </td>
              <td className="num">
                <Amount value={total.asRead} />
              </td>
              <td className="num">
                <Amount value={total.difference} />
              </td>
              <td className="note">{/^-?0(\.0+)?$/.test(total.difference) ? "agrees" : "does not agree"}</td>
            </tr>
          ))}
          {totals.map((total) => (
            <tr key={total.currency}>
              <td>All lines, {total.currency}</td>
              <td className="num muted">
                {statedTotals.some((stated) => stated.currency === total.currency) ? "" : "— not stated"}
              </td>
              <td className="num strong" title={total.amount}>
                <Amount value={total.amount} />
              </td>
              <td />
              <td className="note">{plural(preview.lines, "line")}</td>
            </tr>
          ))}
          {effectiveTotals?.map((total) => (
            <tr key={`effective ${total.currency}`}>
              <td>Effective, {total.currency}</td>
              <td />
              <td className="num" title={total.amount}>
                <Amount value={total.amount} />
              </td>
              <td />
              <td className="note">amortised</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

const MOST_GAPS = 20;

function EnergySection({ preview }: { preview: ImportPreview }) {
  const { zone } = useShell();
  if (preview.energyKwh === null) return null;
  return (
    <>
      <div className="section-head">
        <h3>Gaps</h3>
        <span className="note">
          {preview.gaps.length === 0 ? "none; every interval is measured" : "no energy is counted inside a gap"}
        </span>
      </div>
      {preview.gaps.length > 0 && (
        <table className="dense">
          <thead>
            <tr>
              <th>Device</th>
              <th>From</th>
              <th>To</th>
              <th className="num">Seconds</th>
            </tr>
          </thead>
          <tbody>
            {preview.gaps.slice(0, MOST_GAPS).map((gap) => (
              <tr key={`${gap.device} ${gap.from}`}>
                <td className="mono">{gap.device}</td>
                <td>{instantShort(gap.from, preview.zone ?? zone)}</td>
                <td>{instantShort(gap.to, preview.zone ?? zone)}</td>
                <td className="num">{count(Math.round(gap.seconds))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.gaps.length > MOST_GAPS && <p className="foot">{count(preview.gaps.length - MOST_GAPS)} more gaps.</p>}
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
        </table>
      </ScrollTable>
      {attribution.length > MOST_KEYS && (
        <p className="foot">{count(attribution.length - MOST_KEYS)} smaller ones are not shown; they count.</p>
      )}
    </>
  );
}
