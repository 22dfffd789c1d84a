import type { ExplainQuery, Explanation } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { addMonths, month as toMonth } from "../core/calendar.ts";
import { type Decimal, decimal, equals, format, isZero, subtract } from "../core/decimal.ts";
import { changeText, count, moneyText, percentText } from "../core/display.ts";
import { monthName } from "../core/display-dates.ts";
import { percentOf } from "../core/statement/figure.ts";
import { pool } from "../db/client.ts";
import { type EntryFilter, type EntryTotals, readEntries, reasonsOf, sumEntries } from "../db/entries.ts";
import { readMonths } from "../db/ledger-reads.ts";
import { readOrganisation } from "../db/organisation.ts";
import { readRules } from "../db/rules.ts";
import { entryFilterOf, rowsOfEntry, toEntryWire } from "./entry-wire.ts";
import { explainBridge } from "./explain-bridge.ts";
import { explainCertainty } from "./explain-certainty.ts";
import { priceWorking } from "./explain-price.ts";
import { rigWorking } from "./explain-rig.ts";
import { explainRigEnergy } from "./explain-rig-energy.ts";
import { explainRigUnitCost } from "./explain-rig-unit-cost.ts";
import { titleOf } from "./explain-title.ts";
import { explainUnitCost } from "./explain-unit-cost.ts";
import { sourceRowsOf } from "./source-rows.ts";

const ENTRIES_SHOWN = 8;
const FILES_SHOWN = 3;
const REASONS_SHOWN = 10;

type Step = Explanation["working"][number];

/**
 * How a figure came about: its entries, the rows of the files they came from, the rule or schedule behind them, and a
 * check that the entries sum to it. @throws AppError not-found for a team the reader may not see
 */
export async function explain(query: ExplainQuery, principal: Principal): Promise<Explanation> {
  const { aspect, part, after, ...asked } = query;
  const filter: FigureFilter = aspect === "previous" ? { ...asked, month: addMonths(toMonth(asked.month), -1) } : asked;
  refuseOthers(filter, principal);
  const { currency } = await readOrganisation(pool);
  const chosen = entryFilterOf(filter, principal, currency);
  if (aspect === "sources" || aspect === "metered") return explainCertainty({ aspect, filter, principal });
  if (aspect === "bridge") return explainBridge({ filter, part: part ?? "", principal, currency });
  const totals = await sumEntries(pool, chosen);
  const answer = await answerOf({ aspect, part, filter, chosen, totals, currency, principal });
  const page = await readEntries(pool, chosen, { after: placeOf(after), limit: ENTRIES_SHOWN, onlyLive: true });
  const shown = page.reduce((total, row) => subtract(total, decimal(row.amount)), decimal(totals.liveAmount));
  const last = page.at(-1);
  return {
    title: await titleOf(filter),
    ...answer,
    entryCount: totals.live,
    entries: page.map(toEntryWire),
    restAmount: after ? "0" : format(shown),
    nextAfter: last && page.length === ENTRIES_SHOWN ? `${last.day}.${last.id}` : null,
    files: await filesOf(page),
    rules: await rulesOf(chosen),
    check: await checkOf(chosen, totals, currency),
  };
}

function refuseOthers(filter: FigureFilter, principal: Principal): void {
  if (readsEverything(principal)) return;
  if (filter.bearer && !principal.teams.includes(filter.bearer))
    throw new AppError("not-found", "There is no such figure, or it is not one of yours.");
}

const placeOf = (after: string | undefined): { day: string; id: string } | null => {
  const [day, id] = after?.split(".") ?? [];
  return day && id && /^\d{4}-\d{2}-\d{2}$/.test(day) && /^\d+$/.test(id) ? { day, id } : null;
};

type Asked = {
  aspect: ExplainQuery["aspect"];
  part: string | undefined;
  filter: FigureFilter;
  chosen: EntryFilter;
  totals: EntryTotals;
  currency: string;
  principal: Principal;
};
type Answer = Pick<Explanation, "figure" | "unit" | "missing" | "working">;

async function answerOf(asked: Asked): Promise<Answer> {
  const { aspect, filter, totals, currency, principal } = asked;
  const amount = decimal(totals.amount);
  const own: Step = { label: monthName(filter.month), value: moneyText(format(amount)), filter };
  switch (aspect) {
    case "amount":
    case "previous": {
      const working = [
        ...(await rigWorking(filter)),
        ...(await priceWorking(asked.chosen)),
        ...estimatedStep(asked),
        { ...own, label: "Sum of the entries" },
      ];
      const isKnown = (await readMonths(pool, filter.monthBy)).includes(filter.month);
      return isKnown
        ? { figure: format(amount), unit: currency, missing: null, working }
        : {
            figure: null,
            unit: currency,
            missing: `Nothing was imported for ${monthName(filter.month)}.`,
            working: [],
          };
    }
    case "change":
      return changeOf(asked, own);
    case "share":
      return shareOfWhole(asked, own);
    case "tokens":
      return totals.tokens === null
        ? {
            figure: null,
            unit: "tokens",
            missing: "The exports behind this figure give money without token counts.",
            working: [own],
          }
        : {
            figure: format(decimal(totals.tokens)),
            unit: "tokens",
            missing: null,
            working: [{ label: "Tokens of the entries", value: count(format(decimal(totals.tokens))), filter }],
          };
    case "unit-cost":
      if (filter.rig || filter.class === "rig") return explainRigUnitCost({ filter, principal });
      return explainUnitCost({ filter, principal, amount: totals.amount, currency });
    case "energy":
      return explainRigEnergy({ filter, principal, isPerToken: asked.part === "per-million" });
    case "bridge":
    case "sources":
    case "metered":
      throw new AppError("internal", "This aspect is explained by its own function.");
    default:
      return aspect satisfies never;
  }
}

/** What of the figure nobody billed: a way to those entries alone. */
function estimatedStep({ filter, totals }: Asked): Step[] {
  const estimated = decimal(totals.estimated);
  if (isZero(estimated) || filter.basis === "estimated") return [];
  const value = `≈ ${moneyText(format(estimated))}`;
  return [{ label: "Of it estimated: nobody billed it", value, filter: { ...filter, basis: "estimated" } }];
}

async function changeOf({ filter, chosen, totals, currency }: Asked, own: Step): Promise<Answer> {
  const before = addMonths(toMonth(filter.month), -1);
  const isKnown = (await readMonths(pool, filter.monthBy)).includes(before);
  if (!isKnown)
    return {
      figure: null,
      unit: currency,
      missing: `Nothing was imported for ${monthName(before)}, so there is nothing to compare with.`,
      working: [own],
    };
  const previous = decimal((await sumEntries(pool, { ...chosen, month: before })).amount);
  const change = subtract(decimal(totals.amount), previous);
  const percent = percentOf(change, previous);
  const steps: Step[] = [
    own,
    { label: monthName(before), value: moneyText(format(previous)), filter: { ...filter, month: before } },
    { label: "Change", value: changeText(format(change)), filter: null },
  ];
  if (percent !== null)
    steps.push({ label: `Change over ${monthName(before)}, %`, value: percentText(percent), filter: null });
  return { figure: format(change), unit: currency, missing: null, working: steps };
}

async function shareOfWhole({ filter, chosen, totals }: Asked, own: Step): Promise<Answer> {
  const { month, cost, monthBy } = filter;
  // A figure of a team is a share of the team's month; any other, of all teams.
  const isOfTeam = filter.bearer !== undefined && Object.keys(filter).length > 4;
  const wholeFilter: FigureFilter = isOfTeam
    ? { month, cost, monthBy, bearer: filter.bearer }
    : { month, cost, monthBy };
  const whole = decimal(
    (await sumEntries(pool, { ...wholeFilter, currency: chosen.currency, teams: chosen.teams })).amount,
  );
  const percent = percentOf(decimal(totals.amount), whole);
  return {
    figure: percent,
    unit: "%",
    missing: percent === null ? "The whole is zero." : null,
    working: [
      own,
      { label: await titleOf(wholeFilter), value: moneyText(format(whole)), filter: wholeFilter },
      { label: "Share, %", value: percent === null ? "none" : percentText(percent), filter: null },
    ],
  };
}

async function filesOf(page: Awaited<ReturnType<typeof readEntries>>): Promise<Explanation["files"]> {
  const first = page.filter(
    (row, index) => row.importId !== null && page.findIndex((other) => other.importId === row.importId) === index,
  );
  const files = await Promise.all(
    first
      .slice(0, FILES_SHOWN)
      .map((row) =>
        sourceRowsOf({ importId: row.importId ?? 0, rows: rowsOfEntry(row, 3), rowCount: row.lineCount ?? 0 }),
      ),
  );
  return files.filter((file) => file !== null);
}

async function rulesOf(chosen: EntryFilter): Promise<Explanation["rules"]> {
  const [reasons, rules] = await Promise.all([
    reasonsOf(pool, chosen, REASONS_SHOWN),
    readRules(pool, { includeEnded: true }),
  ]);
  return reasons.map((reason, index) => {
    const rule = rules.find((each) => each.id === reason.ruleId);
    const matched = rule
      ? Object.entries(rule.match)
          .map(([field, value]) => `${field} ${value}`)
          .join(", ")
      : "";
    const to = rule
      ? rule.teams
          .map((share) => (rule.teams.length === 1 ? share.name : `${share.name} ${format(decimal(share.percent))} %`))
          .join(", ")
      : "";
    const since = rule?.from ? `, from ${rule.from}` : "";
    const text = rule
      ? `${reason.because}: ${matched} belongs to ${to}${since}. Set by ${rule.createdBy}.`
      : `${reason.because}.`;
    return {
      id: String(reason.ruleId ?? `reason-${index}`),
      text: `${text} ${count(reason.entries)} entries, ${moneyText(reason.amount)}.`,
    };
  });
}

async function checkOf(chosen: EntryFilter, totals: EntryTotals, currency: string): Promise<Explanation["check"]> {
  const sum: Decimal = decimal(totals.amount);
  const holds = equals(sum, decimal(totals.liveAmount));
  const backAndForth = totals.entries - totals.live;
  const note = backAndForth > 0 ? ` ${count(backAndForth)} more entries took one another back and sum to 0.00.` : "";
  return {
    holds,
    text: holds
      ? `${count(totals.live)} entries sum to ${format(sum)} ${currency} in ${monthName(chosen.month)}, the figure to the last digit.${note}`
      : `The entries that count sum to ${totals.liveAmount}, the ledger to ${totals.amount}. Run \`tokenwatt verify\`.`,
  };
}
