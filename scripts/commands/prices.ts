import { parseArgs } from "node:util";
import type { OwnPriceWire } from "../../lib/api/wire/prices.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { day as toDay, month as toMonth, utcDay } from "../../lib/core/calendar.ts";
import { addPrice, endPrice, listOwnPrices, textsOf } from "../../lib/flows/own-prices.ts";
import { priceOn, unpricedModels } from "../../lib/flows/prices.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable, readId } from "./output.ts";

const BY = "Command line";
const text = { type: "string" } as const;

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const [name = "list", ...rest] = words[0]?.startsWith("--") ? ["list", ...words] : words;
  switch (name) {
    case "list":
      return list(wantsJson);
    case "of":
      return of(rest, wantsJson);
    case "add":
      return add(rest, wantsJson);
    case "end":
      return end(rest, wantsJson);
    case "unpriced":
      return unpriced(rest, wantsJson);
    default:
      throw new AppError("invalid-input", "prices lists your own; prices of, add, end and unpriced do the rest.");
  }
}

async function list(wantsJson: boolean): Promise<number> {
  const prices = await listOwnPrices();
  if (wantsJson) printJson({ prices });
  else if (prices.length === 0) console.log("There is no own price; the catalogue's hold.");
  else
    printTable(
      [["id", "provider", "model", "from", "until", ...KIND_HEADS, "", "source"], ...prices.map(cells)],
      [0, 5, 6, 7, 8, 9],
    );
  return 0;
}

const KIND_HEADS = ["input", "cache read", "write 5m", "write 1h", "output"];

const kindCells = ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: OwnPriceWire["perMillion"]): string[] =>
  [input, cacheRead, cacheWrite5m, cacheWrite1h, output].map((each) => each ?? "-");

const cells = (price: OwnPriceWire): string[] => [
  String(price.id),
  price.provider,
  price.model,
  price.from,
  price.to ?? "",
  ...kindCells(price.perMillion),
  price.currency,
  price.source,
];

/** The price of one model on a day, own or catalogue. */
async function of(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { provider: text, day: text },
  });
  const model = positionals.join(" ");
  if (model === "" || !values.provider)
    throw new AppError(
      "invalid-input",
      "Name the model and whose it is: prices of claude-opus-5 --provider anthropic.",
    );
  const day = values.day ? toDay(values.day) : utcDay(Date.now());
  const price = await priceOn({ provider: values.provider, model, day });
  const shown = price && { ...price, perMillion: textsOf(price.perMillion) };
  if (wantsJson) printJson({ provider: values.provider, model, day, price: shown });
  else if (!shown) console.log(`No price is known of ${model} on ${day}.`);
  else {
    printTable([KIND_HEADS, kindCells(shown.perMillion)], [0, 1, 2, 3, 4]);
    console.log(`${shown.currency} per 1M tokens since ${shown.from ?? "its release"}; ${shown.source}`);
  }
  return shown ? 0 : 1;
}

async function add(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      provider: text,
      from: text,
      until: text,
      currency: text,
      source: text,
      note: text,
      input: text,
      "cache-read": text,
      "cache-write-5m": text,
      "cache-write-1h": text,
      output: text,
    },
  });
  const { provider, from, source, input, output } = values;
  const model = positionals.join(" ");
  if (model === "" || !provider || !from || !source)
    throw new AppError(
      "invalid-input",
      'Name model, provider, first day and source: prices add claude-opus-5 --provider anthropic --from 2026-05-01 --input 4.60 --output 23 --source "Agreement A-2291".',
    );
  const given = {
    input,
    cacheRead: values["cache-read"],
    cacheWrite5m: values["cache-write-5m"],
    cacheWrite1h: values["cache-write-1h"],
    output,
  };
  const perMillion = Object.fromEntries(Object.entries(given).filter(([, price]) => price !== undefined));
  const { price, moved } = await addPrice(
    {
      provider,
      model,
      from,
      to: values.until ?? null,
      currency: values.currency ?? "USD",
      perMillion,
      source,
      note: values.note ?? "",
    },
    BY,
  );
  if (wantsJson) printJson({ ...price, moved });
  else console.log(`Added price ${price.id}; it moved ${moved} ledger entries.`);
  return 0;
}

async function end(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: { on: text } });
  const id = readId(positionals[0], "prices end 3 --on 2026-10-31");
  const { moved } = await endPrice({ id, on: values.on ?? null, by: BY });
  if (wantsJson) printJson({ id, moved });
  else {
    const done = values.on ? `ends after ${values.on}` : "is withdrawn";
    console.log(`Price ${id} ${done}; it moved ${moved} ledger entries.`);
  }
  return 0;
}

async function unpriced(words: string[], wantsJson: boolean): Promise<number> {
  const { values } = parseArgs({ args: words, options: { month: text } });
  if (!values.month) throw new AppError("invalid-input", "Name the month: prices unpriced --month 2026-05.");
  const month = toMonth(values.month);
  const models = await unpricedModels(month);
  if (wantsJson) printJson({ month, models });
  else if (models.length === 0) console.log(`Every model with tokens in ${month} has a price.`);
  else {
    const rows = models.map(({ provider, model, tokens, teams, billed }) => [
      provider,
      model,
      tokens,
      teams.map((team) => team.name).join(", "),
      billed.map(({ currency, amount }) => `${amount} ${currency}`).join(", "),
    ]);
    printTable([["provider", "model", "tokens", "used by", "billed"], ...rows], [2]);
  }
  return 0;
}
