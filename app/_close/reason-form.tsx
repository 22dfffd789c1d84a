"use client";

import { type FormEvent, useState } from "react";
import type { ReconciledAccountWire } from "../../lib/api/wire/close.ts";
import { add, decimal, format, formatFixed } from "../../lib/core/decimal.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";

/** What nobody stands for yet: the rest and what is only suggested. */
const openOf = ({ reasons, rest }: ReconciledAccountWire) =>
  reasons
    .filter((reason) => reason.state === "suggested")
    .reduce((open, reason) => add(open, decimal(reason.amount)), decimal(rest));

/** A reason in own words for an amount, or the rest written off with a note. */
export function ReasonForm({
  account,
  month,
  onDone,
}: {
  account: ReconciledAccountWire;
  month: string;
  onDone(): void;
}) {
  const save = useChange(onDone);
  const open = openOf(account);
  const cents = formatFixed(open, 2);
  const [text, setText] = useState("");
  const hasDifference = account.difference !== null;
  const { provider, account: name, currency } = account;
  const path = `/api/months/${month}/reasons`;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get("amount") ?? "").trim();
    // Left as it was offered, it stands for the exact amount, not for its cents.
    const amount = given === "" || given === cents ? format(open) : given;
    save.mutate({ method: "POST", path, body: { act: "own", provider, account: name, currency, amount, text } });
  }
  const writeOff = () =>
    save.mutate({ method: "POST", path, body: { act: "write-off", provider, account: name, currency, text } });

  return (
    <form className="reason-form" onSubmit={submit} aria-label={`Reason for the difference of ${provider}`}>
      <Refusal error={save.error} />
      {hasDifference && (
        <label className="field">
          <span>Amount, {currency}</span>
          <input className="text" name="amount" inputMode="decimal" defaultValue={cents} pattern="-?\d+(\.\d+)?" />
        </label>
      )}
      <label className="field reason-words">
        <span>Reason or note</span>
        <input className="text" value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} />
      </label>
      <span className="acts">
        <button type="button" className="btn" onClick={onDone}>
          Cancel
        </button>
        <button type="button" className="btn" disabled={save.isPending || text.trim() === ""} onClick={writeOff}>
          Write off {hasDifference ? cents : ""}
        </button>
        <button type="submit" className="btn main" disabled={save.isPending || text.trim() === ""}>
          Save the reason
        </button>
      </span>
    </form>
  );
}
