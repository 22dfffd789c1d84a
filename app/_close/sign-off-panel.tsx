"use client";

import { type FormEvent, useState } from "react";
import type { MonthClose } from "../../lib/api/wire/close.ts";
import { decimal, divide, formatFixed, isZero, multiply, subtract } from "../../lib/core/decimal.ts";
import { fixed, moneyText } from "../../lib/core/display.ts";
import { monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";

const ROLES = { admin: "Admin", finance: "Finance", lead: "Team lead" } as const;
const NUMBERS = ["No", "One", "Two", "Three", "Four"] as const;

/** "9.3 % more than April"; nothing where there is nothing to compare with. */
function comparedWith({ freezes, previousTotal, previousMonth }: MonthClose): string {
  if (previousTotal === null || isZero(decimal(previousTotal))) return "";
  const change = subtract(decimal(freezes.total), decimal(previousTotal));
  const percent = formatFixed(divide(multiply(change, decimal(100)), decimal(previousTotal), { scale: 6 }), 1);
  const size = fixed(percent.replace("-", ""), 1);
  return `, ${size} % ${percent.startsWith("-") ? "less" : "more"} than ${monthOnly(previousMonth)}`;
}

/** The signature: name, note, and a reason while a step is open. */
export function SignOffPanel({ page }: { page: MonthClose }) {
  const { reader } = useShell();
  const [reason, setReason] = useState("");
  const close = useChange();
  const open = page.steps.filter((step) => !step.isDone);
  const isMissingReason = open.length > 0 && reason.trim() === "";

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note") ?? "");
    close.mutate({ method: "POST", path: `/api/months/${page.month}/close`, body: { note, reason } });
  }

  return (
    <Panel id="h-s" title="Sign off">
      <form onSubmit={submit} aria-label={`Sign off ${monthName(page.month)}`}>
        <div className="body stack">
          <Refusal error={close.error} />
          <OpenSteps page={page} open={open.length} />
          <label className="field">
            <span>Signed by</span>
            <input className="text" value={`${reader.name}, ${ROLES[reader.role]}`} readOnly />
          </label>
          <label className="field">
            <span>Note</span>
            <textarea
              className="text"
              name="note"
              maxLength={4000}
              placeholder={`What a reader of ${monthOnly(page.month)} should know`}
            />
          </label>
          {open.length > 0 && (
            <label className="field">
              <span>Reason for closing with open steps</span>
              <textarea
                className="text"
                name="reason"
                maxLength={4000}
                placeholder="Needed while a step is open"
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
          )}
        </div>
        <div className="act">
          <span className="small soft">
            {moneyText(page.freezes.total)} {page.currency}
            {comparedWith(page)}
          </span>
          <span className="push">
            <button type="button" className="btn" onClick={() => window.print()}>
              Print draft
            </button>
            <button
              type="submit"
              className="btn main"
              disabled={!page.mayClose || isMissingReason || close.isPending}
              title={isMissingReason ? "Write the reason first: a step is open" : undefined}
            >
              {close.isPending ? "Closing…" : `Close ${monthName(page.month)}`}
            </button>
          </span>
        </div>
      </form>
    </Panel>
  );
}

function OpenSteps({ page, open }: { page: MonthClose; open: number }) {
  if (page.whyNot !== null) return <Notice kind="warn">{page.whyNot}</Notice>;
  if (open === 0)
    return (
      <Notice kind="good">
        <b>All steps are done.</b> Sign to freeze {monthName(page.month)}.
      </Notice>
    );
  return (
    <Notice kind="warn">
      <b>
        {NUMBERS[open]} {open === 1 ? "step is" : "steps are"} open.
      </b>{" "}
      Mend what is open, or close now and write why; the reason stands with the signature.
    </Notice>
  );
}
