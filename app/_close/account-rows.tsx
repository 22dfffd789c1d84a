"use client";

import Link from "next/link";
import { useState } from "react";
import type { ReconciledAccountWire } from "../../lib/api/wire/close.ts";
import { providerColour } from "../../lib/charts/identity.ts";
import { absolute, compare, decimal } from "../../lib/core/decimal.ts";
import { DASH, moneyText } from "../../lib/core/display.ts";
import { dayShort } from "../../lib/core/display-dates.ts";
import { providerName } from "../../lib/core/statement/names.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Amount, MaybeAmount } from "../_ui/amount.tsx";
import { useView, withView } from "../_ui/view.ts";
import { ReasonForm } from "./reason-form.tsx";

type Reason = ReconciledAccountWire["reasons"][number];
export type AccountProps = {
  readonly account: ReconciledAccountWire;
  readonly month: string;
  readonly isOpen: boolean;
  readonly reporting: string;
};

const STATES: Readonly<Record<ReconciledAccountWire["state"], { word: string; kind: string }>> = {
  unreconciled: { word: "unreconciled", kind: "warn" },
  suggested: { word: "suggested", kind: "info" },
  matched: { word: "matched", kind: "good" },
  explained: { word: "explained", kind: "good" },
  "written-off": { word: "written off", kind: "" },
};
/** As MATCHED_WITHIN in lib/core/reconcile. */
const MATCH = decimal("0.05");
/** Below half a cent nothing of it would be seen. */
const LEAST_SHOWN = decimal("0.005");
const isShown = ({ rest, difference }: ReconciledAccountWire): boolean =>
  difference !== null && compare(absolute(decimal(rest)), LEAST_SHOWN) >= 0;
const isMatch = (text: string): boolean => compare(absolute(decimal(text)), MATCH) <= 0;

/** One account, and under it a line for each difference. */
export function AccountRows({ account, month, isOpen, reporting }: AccountProps) {
  const [isWriting, setWriting] = useState(false);
  const isDone = account.state !== "unreconciled" && account.state !== "suggested";
  const mayWrite = isOpen && !isDone;
  const below = detailsOf(account);
  return (
    <>
      <FigureRow account={account} month={month} reporting={reporting} hasMore={below > 0 || mayWrite} />
      {account.reasons.map((reason, index) => (
        <DetailRow key={`${reason.code} ${reason.amount} ${reason.id}`} isLast={!mayWrite && index === below - 1}>
          <ReasonLine reason={reason} account={account} month={month} isOpen={isOpen} />
        </DetailRow>
      ))}
      <RestRow account={account} isLast={!mayWrite && account.notes.length === 0} />
      {account.notes.map((note, index) => (
        <DetailRow key={note} isLast={!mayWrite && index === account.notes.length - 1}>
          <span className="reason">
            <span>{DASH}</span>
            <span>{note}</span>
            <span />
          </span>
        </DetailRow>
      ))}
      {mayWrite && (
        <DetailRow isLast>
          {isWriting ? (
            <ReasonForm account={account} month={month} onDone={() => setWriting(false)} />
          ) : (
            <button type="button" className="link small" onClick={() => setWriting(true)}>
              Give {account.state === "suggested" ? "another" : "a"} reason, or write it off
            </button>
          )}
        </DetailRow>
      )}
    </>
  );
}

const detailsOf = (account: ReconciledAccountWire): number =>
  account.reasons.length + account.notes.length + (isShown(account) ? 1 : 0);

function DetailRow({ isLast, children }: { isLast: boolean; children: React.ReactNode }) {
  return (
    <tr className={isLast ? "why-row" : "why-row has-why"}>
      <td colSpan={7} className="full">
        {children}
      </td>
    </tr>
  );
}

function FigureRow({
  account,
  month,
  reporting,
  hasMore,
}: {
  account: ReconciledAccountWire;
  month: string;
  reporting: string;
  hasMore: boolean;
}) {
  const { query } = useView();
  const { word, kind } = STATES[account.state];
  const name = providerName(account.provider);
  const lines = withView("/lines", { ...query, month, cost: "billed" }, { provider: account.provider });
  const known = [account.account, account.currency === reporting ? null : account.currency].filter(Boolean).join(", ");
  return (
    <tr className={hasMore ? "has-why" : ""}>
      <td>
        <span className="name">
          <i className="mark" style={{ background: providerColour(account.provider) }} />
          <span className="ellipsis" title={[name, known].filter(Boolean).join(" ")}>
            <b className="strong">{name}</b> <span className="note">{known}</span>
          </span>
        </span>
      </td>
      <td
        className="num soft line c3"
        data-label="Usage × price"
        title={account.usageLabel === null ? undefined : `from ${account.usageLabel}`}
      >
        <MaybeAmount value={account.usageTimesPrice} why="no usage file with a price" />
      </td>
      <td className="num line c3" data-label="Cost export">
        <MaybeAmount value={account.costExport} why="no cost export" />
      </td>
      <td className="num line c3" data-label="Invoice" title={account.invoices.join(", ") || undefined}>
        <MaybeAmount value={account.invoice} why="no invoice of the month’s usage" />
      </td>
      <td className="num line c3" data-label="Difference">
        <MaybeAmount value={account.difference} why="nothing to hold it against" />
      </td>
      <td className="num strong line c3" data-label="In the ledger">
        <Link className="explain" href={lines} title={`Lines of ${name}, billed`}>
          <Amount value={account.ledger} />
          {account.ledgerCurrency === reporting ? "" : ` ${account.ledgerCurrency}`}
        </Link>
      </td>
      <td className="nowrap c2">
        <span className={`chip plain ${kind}`}>{word}</span>
      </td>
    </tr>
  );
}

function RestRow({ account, isLast }: { account: ReconciledAccountWire; isLast: boolean }) {
  const { rest } = account;
  if (!isShown(account)) return null;
  return (
    <DetailRow isLast={isLast}>
      <span className="reason">
        <span>{moneyText(rest)}</span>
        <span>{isMatch(rest) ? "Too little to look for" : "No reason known"}</span>
        <span>{isMatch(rest) ? "within 0.05" : ""}</span>
      </span>
    </DetailRow>
  );
}

function ReasonLine({
  reason,
  account,
  month,
  isOpen,
}: {
  reason: Reason;
  account: ReconciledAccountWire;
  month: string;
  isOpen: boolean;
}) {
  const change = useChange();
  const path = `/api/months/${month}/reasons`;
  const { provider, account: name, currency } = account;
  const { code, amount } = reason;
  const confirm = () =>
    change.mutate({
      method: "POST",
      path,
      body: { act: "confirm", provider, account: name, currency, code, amount },
    });
  const withdraw = () => change.mutate({ method: "DELETE", path: `${path}/${reason.id}` });
  const of = `${providerName(provider)}, ${moneyText(amount)} ${currency}`;
  return (
    <span className="reason">
      <span>{moneyText(amount)}</span>
      <span>
        {reason.text}
        <Refusal error={change.error} />
      </span>
      <span className="by-whom">
        {reason.state === "suggested" ? (
          <>
            <span className={`chip plain ${account.state === "matched" ? "" : "info"}`}>
              {account.state === "matched" ? "found" : "suggested"}
            </span>{" "}
            {isOpen && account.state !== "matched" && (
              <button type="button" className="link" disabled={change.isPending} onClick={confirm}>
                Confirm<span className="sr">: {of}</span>
              </button>
            )}
          </>
        ) : (
          <>
            {reason.state === "written-off" ? "written off" : "confirmed"}, {reason.by}
            {reason.at === null ? "" : `, ${dayShort(reason.at.slice(0, 10))}`}{" "}
            {isOpen && (
              <button type="button" className="link" disabled={change.isPending} onClick={withdraw}>
                Withdraw<span className="sr">: {of}</span>
              </button>
            )}
          </>
        )}
      </span>
    </span>
  );
}
