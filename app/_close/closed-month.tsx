"use client";

import { useState } from "react";
import type { MonthClose } from "../../lib/api/wire/close.ts";
import { decimal, format, subtract } from "../../lib/core/decimal.ts";
import { plural } from "../../lib/core/display.ts";
import { instantName, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { percentOf } from "../../lib/core/statement/figure.ts";
import { Amount, Change, Headline, PercentChange } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { FrozenPairs } from "./freezes-panel.tsx";
import { HashCell } from "./hash-cell.tsx";
import { LateLinesPanel } from "./late-lines-panel.tsx";
import { ReopenForm } from "./reopen-form.tsx";

/** A closed month: what was signed, by whom, with which hash, and what came since. */
export function ClosedMonth({ page }: { page: MonthClose }) {
  const [isReopening, setReopening] = useState(false);
  const { month, signed } = page;
  return (
    <>
      <div className="head">
        <div>
          <h1>{monthName(month)} is closed</h1>
          <p className="sub-line">
            Its figures are frozen. What came later is in {monthOnly(page.nextMonth)} or after and names{" "}
            {monthOnly(month)}.
          </p>
        </div>
        <div className="push">
          <button
            type="button"
            className="btn danger"
            aria-expanded={isReopening}
            onClick={() => setReopening(!isReopening)}
          >
            Reopen…
          </button>
        </div>
      </div>
      {isReopening && <ReopenForm month={month} onDone={() => setReopening(false)} />}
      {signed === null ? (
        <Notice kind="bad">
          <b>The record of what was signed cannot be read.</b> The figures below are those of the ledger now.
        </Notice>
      ) : (
        <Signed page={page} signed={signed} />
      )}
    </>
  );
}

type Signature = NonNullable<MonthClose["signed"]>;

function Signed({ page, signed }: { page: MonthClose; signed: Signature }) {
  const { zone } = useShell();
  const done = signed.steps.filter((step) => step.isDone).length;
  const open = signed.steps.filter((step) => !step.isDone);
  const signedAt = `${instantName(signed.at, zone)} ${zone}`;
  return (
    <>
      <dl className="strip">
        <FrozenTotal page={page} signed={signed} />
        <div>
          <dt>Signed</dt>
          <dd className="ellipsis" title={signed.by}>
            {signed.by}
          </dd>
          <dd className="why">{signedAt}</dd>
        </div>
        <HashCell hash={signed.hash} month={page.month} />
        <div>
          <dt>Steps</dt>
          <dd>
            {done} of {signed.steps.length} done
          </dd>
          <dd className="why">
            {open.length === 0 ? "nothing was open" : `open: ${open.map((step) => step.name).join(", ")}`}
          </dd>
        </div>
        <div>
          <dt>Late lines</dt>
          <dd>
            <Amount value={page.late.sum} />
          </dd>
          <dd className="why">
            {page.late.lines.length === 0
              ? "none came"
              : `${plural(page.late.lines.length, "correction")}, in ${page.late.months.map(monthOnly).join(" and ")}`}
          </dd>
        </div>
      </dl>
      <div className="grid even">
        <Panel id="h-n" title="Sign-off" span="s5">
          <div className="body">
            <p className="words">{signed.note === "" ? "Signed without a note." : `“${signed.note}”`}</p>
            {signed.reason !== "" && (
              <p className="words">
                <b className="strong">Closed with open steps:</b> {signed.reason}
              </p>
            )}
            <p className="note">
              {signed.by}, {signedAt}
            </p>
            {open.map((step) => (
              <p key={step.id} className="note">
                {step.name}: {step.text}
              </p>
            ))}
          </div>
          <FrozenPairs frozen={signed.frozen} month={page.month} />
          <p className="foot">
            Reopening needs a reason, is written in the audit log, and shows “Reopened” on every page of{" "}
            {monthOnly(page.month)} until it is closed again with a new hash.
          </p>
        </Panel>
        <LateLinesPanel page={page} span="s7" />
      </div>
    </>
  );
}

function FrozenTotal({ page, signed }: { page: MonthClose; signed: Signature }) {
  const { total, currency } = signed.frozen;
  const previous = page.previousTotal === null ? null : decimal(page.previousTotal);
  const change = previous === null ? null : subtract(decimal(total), previous);
  const percent = change === null || previous === null ? null : percentOf(change, previous);
  return (
    <div>
      <dt>Frozen total</dt>
      <dd className="lead-figure">
        <Headline value={total} currency={currency} />
      </dd>
      <dd className="why">
        <Change
          change={change === null ? null : format(change)}
          missing={`nothing in ${monthOnly(page.previousMonth)}`}
        />
        {change !== null && percent !== null && (
          <>
            , <PercentChange change={format(change)} changePercent={percent} /> %
          </>
        )}{" "}
        on {monthOnly(page.previousMonth)}
      </dd>
    </div>
  );
}
