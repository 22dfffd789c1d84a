/**
 * What a digest says, as text already written: the HTML and the plain-text mail are two settings of the same content, and
 * every figure comes from the page's own wire shapes through the page's own number writer.
 */
import type { Advice, Overview } from "../api/wire/statement.ts";
import { type Decimal, decimal, format, isZero, sum } from "../core/decimal.ts";
import { changeText, fixed, headline, moneyText, plural } from "../core/display.ts";
import { daySpan, instantName, monthName, monthOnly } from "../core/display-dates.ts";
import { changeBetween, changeSentence, estimatedWordsOf, markOf, moved, subjectOf, whyOf } from "./digest-words.ts";

export type DigestRow = { readonly name: string; readonly cells: readonly string[]; readonly isTotal: boolean };
export type DigestContent = {
  readonly subject: string;
  /** The line a mailbox shows beside the subject. */
  readonly preheader: string;
  readonly organisation: string;
  readonly heading: string;
  readonly certainty: string;
  readonly isFinal: boolean;
  readonly amount: string;
  readonly change: string;
  /** "of which ≈ 12.30 USD estimated: nobody billed it"; null when no part of the amount is. */
  readonly estimated: string | null;
  readonly split: readonly { readonly label: string; readonly amount: string; readonly share: string | null }[];
  readonly table: {
    readonly unit: string;
    readonly columns: readonly string[];
    readonly rows: readonly DigestRow[];
    readonly note: string;
  };
  readonly whyTitle: string;
  readonly why: readonly string[];
  readonly needs: readonly string[];
  readonly advice: readonly { readonly title: string; readonly detail: string; readonly amount: string }[];
  readonly together: string | null;
  readonly open: { readonly label: string; readonly url: string };
  readonly footer: readonly string[];
  readonly scheduleUrl: string;
  readonly unsubscribeUrl: string | null;
};

/** Whose digest it is and where its links lead. */
export type DigestFrame = {
  /** Names of the teams it is limited to; empty = all. */
  readonly teams: readonly string[];
  readonly openUrl: string;
  readonly scheduleUrl: string;
  readonly unsubscribeUrl: string | null;
  /** "Sent on the 12th of each month at 12:00 Europe/Stockholm, to mara@halden.example." */
  readonly sentWhen: string;
};

export type WeekSums = {
  /** `2026-W23`. */
  readonly period: string;
  readonly from: string;
  readonly to: string;
  /** Largest first; decimal text in the reporting currency. */
  readonly rows: readonly {
    readonly name: string;
    readonly amount: string;
    /** Of the amount, what nobody billed. */
    readonly estimated: string;
    readonly previous: string;
  }[];
};

const ADVICE_SHOWN = 3;
const CLASS_LABELS = { cloud: "Cloud", rig: "Rigs", shared: "Shared" } as const;

const CERTAINTY: Readonly<Record<Overview["state"], string>> = {
  provisional: "Provisional",
  closed: "Closed",
  reopened: "Reopened",
  "no-data": "Nothing imported yet",
};

const scopeOf = (frame: DigestFrame): string => (frame.teams.length === 0 ? "All teams" : frame.teams.join(", "));

/** Days of the month that an export made now can cover: those that are over, in UTC as exports count. */
function daysToExpect({ month, asOf, history }: Overview): number {
  if (asOf.slice(0, 7) === month) return Number(asOf.slice(8, 10)) - 1;
  return history.find((one) => one.month === month)?.daysInMonth ?? 0;
}

function needsOf(overview: Overview): string[] {
  const needs: string[] = [];
  if (overview.unassigned.keys > 0) {
    const isOne = overview.unassigned.keys === 1;
    const amount = `${moneyText(overview.unassigned.amount)}${isOne ? "" : " together"}`;
    needs.push(`${plural(overview.unassigned.keys, "key")}, ${amount}, ${isOne ? "belongs" : "belong"} to no team.`);
  }
  for (const source of overview.sources) {
    const missing = daysToExpect(overview) - source.daysCovered;
    if (overview.isWhole && missing > 0 && overview.state !== "no-data") {
      const account = source.account ? ` (${source.account})` : "";
      needs.push(`${source.format}${account}: ${plural(missing, "day")} of ${monthOnly(overview.month)} not imported.`);
    }
  }
  if (overview.metered?.note) needs.push(overview.metered.note.replace(/\.?$/, "."));
  for (const { currency, amount } of overview.unconverted) {
    needs.push(`${currency} ${moneyText(amount)} has no exchange rate and is in no total.`);
  }
  // What is estimated stands under the headline; here is what somebody can mend.
  needs.push(...overview.gaps.filter((gap) => gap.kind !== "estimated").map((gap) => gap.text));
  return needs;
}

function adviceOf(advice: readonly Advice[]): DigestContent["advice"] {
  const saving = advice.filter((one) => one.savingMonthly !== null).slice(0, ADVICE_SHOWN);
  return saving.map((one) => {
    const confidence = `${one.confidence[0]?.toUpperCase()}${one.confidence.slice(1)} confidence, ${one.effort} effort`;
    const range = one.range ? `, range ${fixed(one.range.low, 0)} to ${fixed(one.range.high, 0)}` : "";
    return { title: one.title, detail: `${confidence}${range}`, amount: moneyText(one.savingMonthly ?? "0") };
  });
}

function footerOf(overview: Overview, frame: DigestFrame): string[] {
  const asOf = `Figures as of ${instantName(overview.asOf, overview.zone)} ${overview.zone}.`;
  const month = monthOnly(overview.month);
  const certainty =
    overview.state === "closed" ? `${month} is closed.` : `${month} is not closed; the figures can still change.`;
  return [`${asOf} ${certainty}`, frame.sentWhen];
}

function adviceBlock(overview: Overview): Pick<DigestContent, "advice" | "together"> {
  const together = overview.adviceTogether === null ? null : moneyText(overview.adviceTogether);
  return { advice: adviceOf(overview.advice), together };
}

const estimatedOf = ({ total, currency }: Overview): string | null =>
  total.estimated === null ? null : estimatedWordsOf(decimal(total.estimated), currency);

function shared(overview: Overview, frame: DigestFrame) {
  return {
    organisation: overview.organisation,
    certainty: CERTAINTY[overview.state],
    isFinal: overview.state === "closed",
    needs: needsOf(overview),
    footer: footerOf(overview, frame),
    scheduleUrl: frame.scheduleUrl,
    unsubscribeUrl: frame.unsubscribeUrl,
  };
}

/** A month: the overview page's figures, exactly. */
export function monthDigest(overview: Overview, frame: DigestFrame): DigestContent {
  const scope = scopeOf(frame);
  const amount = headline(overview.total.amount, overview.currency);
  const than = monthOnly(overview.previousMonth);
  const bearers = overview.isWhole
    ? [
        { name: "Unassigned", ...overview.unassigned },
        { name: "Idle", ...overview.idle },
      ]
    : [];
  const row = (
    name: string,
    figure: { amount: string; previous: string | null; change: string | null; estimated: string | null },
    isTotal = false,
  ): DigestRow => ({
    name,
    cells: [
      `${markOf(figure)}${moneyText(figure.amount)}`,
      figure.previous === null ? "—" : moneyText(figure.previous),
      figure.change === null ? "—" : changeText(figure.change),
    ],
    isTotal,
  });
  const change = changeSentence(overview.total, than);
  const hasData = overview.state !== "no-data";
  return {
    ...shared(overview, frame),
    ...adviceBlock(overview),
    subject: subjectOf({
      scope: frame.teams.length === 0 ? null : scope,
      when: monthName(overview.month),
      amount,
      moved: hasData ? moved(overview.total.changePercent) : null,
      certainty: CERTAINTY[overview.state],
    }),
    preheader: change,
    heading: `${scope}, ${monthName(overview.month)}`,
    amount: `${markOf(overview.total)}${amount}`,
    change,
    estimated: estimatedOf(overview),
    split: overview.classes.map((one) => ({
      label: CLASS_LABELS[one.class],
      amount: `${markOf(one)}${moneyText(one.amount)}`,
      share: one.share,
    })),
    table: {
      unit: overview.currency,
      columns: [monthOnly(overview.month), than, "Change"],
      rows: [
        ...[...overview.teams, ...bearers].map((one) => row(one.name, one)),
        row(frame.teams.length === 0 ? "All teams" : "Together", overview.total, true),
      ],
      note: "",
    },
    whyTitle: "Why it moved",
    why: whyOf(overview.bridge),
    open: { label: `Open ${monthName(overview.month)}`, url: frame.openUrl },
  };
}

/** A week of cloud use by day, and the month it is in to date. */
export function weekDigest(overview: Overview, week: WeekSums, frame: DigestFrame): DigestContent {
  const scope = scopeOf(frame);
  const total = sum(week.rows.map((one) => decimal(one.amount)));
  const before = sum(week.rows.map((one) => decimal(one.previous)));
  const number = Number(week.period.slice(-2));
  const figure = changeBetween(total, before);
  const amount = headline(total, overview.currency);
  const change = changeSentence(figure, "the week before");
  const estimated = sum(week.rows.map((one) => decimal(one.estimated)));
  const cells = (now: Decimal, then: Decimal, of: Decimal) => [
    `${markOf({ estimated: isZero(of) ? null : format(of) })}${moneyText(now)}`,
    moneyText(then),
    changeText(changeBetween(now, then).change),
  ];
  const toDate = headline(overview.total.amount, overview.currency);
  return {
    ...shared(overview, frame),
    ...adviceBlock(overview),
    certainty: "Provisional",
    isFinal: false,
    subject: subjectOf({
      scope: frame.teams.length === 0 ? null : scope,
      when: `Week ${number}`,
      amount,
      moved: moved(figure.changePercent),
      certainty: "provisional",
    }),
    preheader: change,
    heading: `${scope}, week ${number}, ${daySpan(week.from, week.to)}`,
    amount: `${markOf({ estimated: isZero(estimated) ? null : format(estimated) })}${amount}`,
    change,
    estimated: estimatedWordsOf(estimated, overview.currency),
    split: [],
    table: {
      unit: overview.currency,
      columns: [`Week ${number}`, "Week before", "Change"],
      rows: [
        ...week.rows.map((one) => ({
          name: one.name,
          cells: cells(decimal(one.amount), decimal(one.previous), decimal(one.estimated)),
          isTotal: false,
        })),
        {
          name: frame.teams.length === 0 ? "All teams" : "Together",
          cells: cells(total, before, estimated),
          isTotal: true,
        },
      ],
      note: "Cloud and shared cost by the day it was used. Rigs are counted by the month, below.",
    },
    whyTitle: "The month so far",
    // No bridge: a month to date against a whole month before it would say that everything fell.
    why: [
      `${monthName(overview.month)} to date, rigs included: ${markOf(overview.total)}${toDate}${estimatedOf(overview) === null ? "" : ` (${estimatedOf(overview)})`}, ${CERTAINTY[overview.state].toLowerCase()}.`,
    ],
    open: { label: `Open ${monthName(overview.month)}`, url: frame.openUrl },
  };
}
