import { parseArgs } from "node:util";
import type { TariffTermsWire, TariffWire } from "../../lib/api/wire/tariffs.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { importTariff } from "../../lib/flows/import-tariff.ts";
import { readSmallText } from "../../lib/flows/small-text.ts";
import { addTariffVersion, applyTariff, createTariff, listTariffs } from "../../lib/flows/tariffs.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";
import { openFile } from "./read-summary.ts";

const BY = "Command line";
const text = { type: "string" } as const;

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const [name = "list", ...rest] = words[0]?.startsWith("--") ? ["list", ...words] : words;
  switch (name) {
    case "list":
      return list(wantsJson);
    case "add":
      return add(rest, wantsJson);
    case "import":
      return importFile(rest, wantsJson);
    case "use":
      return use(rest, wantsJson);
    default:
      throw new AppError("invalid-input", "tariffs lists; tariffs add, import and use do the rest.");
  }
}

async function list(wantsJson: boolean): Promise<number> {
  const tariffs = await listTariffs();
  if (wantsJson) printJson({ tariffs });
  else if (tariffs.length === 0) console.log("There is no tariff yet: tariffs add NAME --per-kwh 0.15.");
  else printTable([["tariff", "from", "energy", "fixed", "tax", "zone", "rigs"], ...tariffs.flatMap(rowsOf)]);
  return 0;
}

const rowsOf = (tariff: TariffWire): string[][] =>
  tariff.versions.map((version, index) => [
    index === 0 ? tariff.name : "",
    version.from,
    energyText(version.terms.energy, tariff),
    version.terms.fixedMonthly === "0" ? "" : `${version.terms.fixedMonthly} a month`,
    version.terms.taxPercent === "0" ? "" : `${version.terms.taxPercent} %`,
    tariff.zone,
    index === 0 ? tariff.rigs.map((rig) => rig.name).join(", ") : "",
  ]);

function energyText(energy: TariffTermsWire["energy"], { currency, prices }: TariffWire): string {
  switch (energy.kind) {
    case "tiers":
      return `${energy.tiers.map((tier) => tier.perKwh).join(", ")} ${currency} per kWh`;
    case "time-of-use":
      return energy.periods.map((period) => `${period.name} ${period.tiers[0]?.perKwh ?? ""}`).join(", ");
    case "dynamic":
      return prices
        ? `${prices.count} prices, ${prices.from.slice(0, 10)} to ${prices.last.slice(0, 10)}`
        : "no prices yet";
    default:
      return energy satisfies never;
  }
}

const ADD =
  "Name the tariff and its price: tariffs add Grid --per-kwh 0.15, or --file FILE.json with its terms (docs/tariffs.md).";

async function add(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      "per-kwh": text,
      file: text,
      currency: text,
      zone: text,
      from: text,
      "fixed-monthly": text,
      tax: text,
      source: text,
      note: text,
    },
  });
  const name = positionals.join(" ");
  if (name === "" || (values["per-kwh"] === undefined) === (values.file === undefined))
    throw new AppError("invalid-input", ADD);
  const terms = {
    ...(values.file === undefined
      ? { energy: { kind: "flat", perKwh: values["per-kwh"] } }
      : await termsOf(values.file)),
    ...(values["fixed-monthly"] === undefined ? {} : { fixedMonthly: values["fixed-monthly"] }),
    ...(values.tax === undefined ? {} : { taxPercent: values.tax }),
  };
  const { currency, zone, from, source, note } = values;
  const known = (await listTariffs()).find((tariff) => tariff.name.toLowerCase() === name.toLowerCase());
  if (known && from !== undefined && !isOther(known, { currency, zone })) {
    const done = await addTariffVersion({ id: known.id }, { from, terms, note }, { by: BY });
    if (wantsJson) printJson(done);
    else console.log(`${known.name} has these terms from ${from} on; it moved ${done.moved} ledger entries.`);
    return 0;
  }
  const tariff = await createTariff({ name, currency, zone, from, source, note, terms }, BY);
  if (wantsJson) printJson({ tariff, moved: 0 });
  else console.log(`Entered ${tariff.name}. Say which rig it prices: tariffs use "${tariff.name}" --rig RIG.`);
  return 0;
}

const isOther = (known: TariffWire, given: { currency: string | undefined; zone: string | undefined }): boolean =>
  (given.currency !== undefined && given.currency.toUpperCase() !== known.currency) ||
  (given.zone !== undefined && given.zone !== known.zone);

async function termsOf(path: string): Promise<Record<string, unknown>> {
  const wrong = new AppError(
    "invalid-input",
    `${path} holds no terms of a tariff. docs/tariffs.md says how to write them.`,
  );
  try {
    const json: unknown = JSON.parse((await readSmallText(await openFile(path))).replace(/^\uFEFF/, ""));
    if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrong;
    return { ...json };
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong;
    throw error;
  }
}

async function importFile(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { from: text, price: text, unit: text, payment: text, zone: text, currency: text },
  });
  const [tariff, path, ...more] = positionals;
  if (!tariff || !path || more.length > 0)
    throw new AppError("invalid-input", "Name the tariff and one file: tariffs import Agile agile.json.");
  const { from, payment, zone, currency } = values;
  const { bytes, fileName } = await openFile(path);
  const done = await importTariff({
    ...{ tariff, name: fileName, from, payment, zone, currency, bytes, by: BY },
    price: oneOf("price", ["inc-vat", "exc-vat"], values.price),
    unit: oneOf("unit", ["kWh", "cent", "MWh"], values.unit),
  });
  if (wantsJson) printJson(done);
  else {
    for (const note of done.notes) console.log(`  ${note}`);
    const { prices } = done;
    const read = prices
      ? `${prices.added} prices added, ${prices.changed} changed, ${prices.unchanged} unchanged`
      : `terms from ${done.tariff.versions.map((version) => version.from).join(", ")}`;
    console.log(`${done.tariff.name}: ${read}; it moved ${done.moved} ledger entries.`);
  }
  return 0;
}

function oneOf<Word extends string>(flag: string, known: readonly Word[], given: string | undefined): Word | undefined {
  if (given === undefined) return undefined;
  const found = known.find((word) => word.toLowerCase() === given.toLowerCase());
  if (found === undefined) throw new AppError("invalid-input", `--${flag} is ${known.join(" or ")}, not “${given}”.`);
  return found;
}

async function use(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { rig: text, from: text },
  });
  const name = positionals.join(" ");
  if (name === "" || !values.rig)
    throw new AppError("invalid-input", "Name the tariff and the rig: tariffs use Grid --rig Kiln --from 2026-05-01.");
  const done = await applyTariff({ name }, { rig: values.rig, from: values.from }, { by: BY });
  if (wantsJson) printJson(done);
  else
    console.log(
      `${done.rig} is priced by ${done.tariff.name} from ${done.from} on; it moved ${done.moved} ledger entries.`,
    );
  return 0;
}
