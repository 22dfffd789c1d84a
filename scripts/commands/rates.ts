import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { firstDay, lastDay, day as toDay, month as toMonth } from "../../lib/core/calendar.ts";
import { addRate, endRate, importEcbRates, listRates } from "../../lib/flows/rates.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable, readId } from "./output.ts";
import { openFile } from "./read-summary.ts";

const BY = "Command line";
const text = { type: "string" } as const;
/** Rates printed unless more are asked for: a bank's history is hundreds of thousands. */
const SHOWN = 1_000;

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const [name = "list", ...rest] = words[0]?.startsWith("--") ? ["list", ...words] : words;
  switch (name) {
    case "list":
      return list(rest, wantsJson);
    case "add":
      return add(rest, wantsJson);
    case "import":
      return importFile(rest, wantsJson);
    case "end":
      return end(rest[0], wantsJson);
    default:
      throw new AppError(
        "invalid-input",
        "rates lists; rates add enters one; rates import FILE reads the ECB's; rates end ID.",
      );
  }
}

async function list(words: string[], wantsJson: boolean): Promise<number> {
  const { values } = parseArgs({ args: words, options: { currency: text, month: text, day: text, limit: text } });
  const rates = await listRates({
    currency: values.currency?.toUpperCase(),
    ...daysOf(values),
    limit: values.limit === undefined ? SHOWN : readLimit(values.limit),
  });
  const shown = rates.map(({ id, day, currency, quote, rate, source, importId, note }) => ({
    id,
    day,
    currency,
    quote,
    rate,
    source,
    importId,
    note,
  }));
  if (wantsJson) printJson({ rates: shown });
  else if (shown.length === 0) console.log("There is no rate. rates import eurofxref-hist.csv reads the ECB's.");
  else {
    const cells = shown.map((each) => [
      String(each.id),
      each.day,
      each.currency,
      each.rate,
      each.quote,
      each.source,
      each.note,
    ]);
    printTable([["id", "day", "1", "is", "", "source", "note"], ...cells], [0, 3]);
    if (shown.length === SHOWN) console.log(`The latest ${SHOWN}; --currency, --month and --limit show others.`);
  }
  return 0;
}

function daysOf({ month, day }: { month?: string | undefined; day?: string | undefined }) {
  if (day !== undefined) {
    const only = toDay(day);
    return { from: only, to: only };
  }
  if (month === undefined) return {};
  const whole = toMonth(month);
  return { from: firstDay(whole), to: lastDay(whole) };
}

function readLimit(word: string): number {
  const limit = Number(word);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000_000)
    throw new AppError("invalid-input", `"${word}" is not a number of rates.`);
  return limit;
}

async function add(words: string[], wantsJson: boolean): Promise<number> {
  const { values } = parseArgs({ args: words, options: { day: text, from: text, to: text, rate: text, note: text } });
  const { day, from, rate } = values;
  if (!day || !from || !rate)
    throw new AppError(
      "invalid-input",
      "Say of which day and currency: rates add --day 2026-05-29 --from EUR --rate 1.0842.",
    );
  const done = await addRate({ day, from, rate, to: values.to, note: values.note }, BY);
  if (wantsJson) printJson(done);
  else if (done.unchanged > 0) console.log("That rate is there already. Nothing was done.");
  else console.log(`Entered; it moved ${done.moved} ledger entries.`);
  return 0;
}

async function importFile(words: string[], wantsJson: boolean): Promise<number> {
  const [path, ...more] = words;
  if (!path || more.length > 0) throw new AppError("invalid-input", "Name one file: rates import eurofxref-hist.csv.");
  const done = await importEcbRates({ ...(await openFile(path)), by: BY });
  if (wantsJson) printJson(done);
  else {
    for (const { row, column, message } of done.issues) console.log(`  row ${row ?? ""} ${column ?? ""}: ${message}`);
    console.log(
      `${done.file}: ${done.days} days, ${done.added} rates added, ${done.changed} changed, ${done.unchanged} unchanged; ${done.moved} ledger entries moved.`,
    );
  }
  return done.issues.length > 0 ? 1 : 0;
}

async function end(word: string | undefined, wantsJson: boolean): Promise<number> {
  const id = readId(word, "rates end 3");
  const { moved } = await endRate(id, BY);
  if (wantsJson) printJson({ id, moved });
  else console.log(`Rate ${id} is withdrawn; it moved ${moved} ledger entries.`);
  return 0;
}
