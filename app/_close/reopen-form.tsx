"use client";

import { type FormEvent, useState } from "react";
import { monthName } from "../../lib/core/display-dates.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Panel } from "../_ui/panel.tsx";

/** Asks for the reason, then opens the month again. */
export function ReopenForm({ month, onDone }: { month: string; onDone(): void }) {
  const [reason, setReason] = useState("");
  const reopen = useChange(onDone);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    reopen.mutate({ method: "POST", path: `/api/months/${month}/reopen`, body: { reason } });
  }
  return (
    <Panel id="h-o" title={`Reopen ${monthName(month)}`}>
      <form onSubmit={submit}>
        <div className="body stack">
          <Refusal error={reopen.error} />
          <label className="field">
            <span>Why it is reopened</span>
            <textarea
              className="text"
              required
              maxLength={4000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <p className="note">
            Its hash is given up, its figures can move again, and what came late meanwhile stays in the month it was
            posted to. It is written in the audit log.
          </p>
        </div>
        <div className="act">
          <span className="push">
            <button type="button" className="btn" onClick={onDone}>
              Cancel
            </button>
            <button type="submit" className="btn danger" disabled={reopen.isPending || reason.trim() === ""}>
              Reopen {monthName(month)}
            </button>
          </span>
        </div>
      </form>
    </Panel>
  );
}
