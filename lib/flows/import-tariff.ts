import type { PoolClient } from "pg";
import type { ImportTariffQuery, TariffImport } from "../api/wire/tariffs.ts";
import { AppError } from "../core/app-error.ts";
import { dayInZone, isZone, monthBoundsMs, monthOf } from "../core/calendar.ts";
import { isZero, ZERO } from "../core/decimal.ts";
import { dayName } from "../core/display-dates.ts";
import { isOctopus, readOctopusJson } from "../core/tariff/octopus.ts";
import { readPriceCsv } from "../core/tariff/price-csv.ts";
import type { PriceChoice, PriceFile, PriceFileOptions } from "../core/tariff/price-file.ts";
import { flatTariff, type TariffTerms } from "../core/tariff/tariff.ts";
import { tariffJson, tariffTerms } from "../core/tariff/terms-json.ts";
import { isUrdb, readUrdb, type UrdbRate } from "../core/tariff/urdb.ts";
import { audit } from "../db/audit.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import { type PricesWritten, type TariffRow, writePrices, writeVersion } from "../db/tariffs.ts";
import { inTransaction } from "../db/transaction.ts";
import { termDays } from "./open-from.ts";
import { readSmallText } from "./small-text.ts";
import { dayOf, insertNewTariff, reckoned, tariffNamed, writeOpenVersion } from "./tariffs.ts";

type Given = ImportTariffQuery & {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly by: string;
  readonly nowMs?: number;
};
type Work = {
  readonly client: PoolClient;
  readonly given: ImportTariffQuery;
  readonly file: string;
  readonly by: string;
  readonly nowMs: number;
  /** Null: the file makes it. */
  readonly row: TariffRow | null;
};
type Done = Omit<TariffImport, "tariff" | "moved" | "file"> & { readonly tariffId: number };

/**
 * Reads a file into a tariff, which is made where there is none of that name: terms as JSON, a rate of the OpenEI
 * database, or prices by time (Octopus' JSON or CSV, or a table). Open months of its rigs are reckoned anew.
 * @throws AppError unreadable-file naming row and column, invalid-input, month-closed
 */
export async function importTariff({ bytes, by, nowMs = Date.now(), ...given }: Given): Promise<TariffImport> {
  const file = given.name ?? "file";
  if (given.zone !== undefined && !isZone(given.zone))
    throw refused("zone", `“${given.zone}” is not a time zone. Write it as Europe/London.`);
  const text = (await readSmallText({ fileName: file, bytes })).replace(/^\uFEFF/, "");
  const json = jsonOf(text, file);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const work: Work = { client, given, file, by, nowMs, row: await tariffNamed(client, given.tariff) };
    const { tariffId, ...done } = await read(work, { text, json });
    return { file, ...done, ...(await reckoned(client, { tariffId, nowMs })) };
  });
}

/** Undefined where the text is no JSON at all. */
function jsonOf(text: string, file: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError(
      "unreadable-file",
      `${file} is not whole: it begins as JSON and does not end so. Save it again.`,
    );
  }
}

function read(work: Work, { text, json }: { text: string; json: unknown }): Promise<Done> {
  if (json === undefined) return readPrices(work, (options) => readPriceCsv(text, options), null);
  if (isOctopus(json)) return readPrices(work, (options) => readOctopusJson(json, options), "Europe/London");
  if (isUrdb(json)) return readRates(work, readUrdb(json));
  if (typeof json === "object" && json !== null && "energy" in json) return readTerms(work, tariffTerms(json));
  throw new AppError(
    "unreadable-file",
    `${work.file} is no tariff that is known here: neither a rate of the OpenEI database, nor Octopus' unit rates, nor terms with an “energy”.`,
  );
}

async function readTerms(work: Work, terms: TariffTerms): Promise<Done> {
  const from = work.given.from ? dayOf(work.given.from) : null;
  if (!from) throw refused("from", "Say from which day these terms hold, such as --from 2026-05-01.");
  const tariffId = await writeVersions(work, {
    versions: [{ from, terms, note: "" }],
    source: work.file,
    currency: work.given.currency,
  });
  return { tariffId, kind: "terms", notes: [], versions: 1, prices: null };
}

async function readRates(work: Work, rates: readonly UrdbRate[]): Promise<Done> {
  const [first, ...others] = rates;
  const isOther = (rate: UrdbRate) => rate.name !== first?.name || rate.utility !== first.utility;
  if (!first || others.some(isOther)) {
    const names = rates.slice(0, 5).map((rate) => `${rate.name} (${rate.label})`);
    throw new AppError(
      "unreadable-file",
      `${work.file} holds ${rates.length} rates: ${names.join("; ")}. Save the one that is yours by its label.`,
    );
  }
  if (!work.row && !work.given.zone && rates.some(({ terms }) => terms.energy.kind === "time-of-use"))
    throw refused(
      "zone",
      "The rate's hours are local, and the file does not say where. Give its zone, such as America/New_York.",
    );
  const versions = rates.map((rate) => {
    const from = work.given.from && rates.length === 1 ? dayOf(work.given.from) : rate.from;
    if (!from) throw refused("from", `The rate ${rate.name} does not say from when it holds. Give the day.`);
    return { from, terms: rate.terms, note: noteOf(rate) };
  });
  const source = ["OpenEI", first.label, first.utility, first.name, first.source]
    .filter((part) => part !== "")
    .join(", ");
  const currency = work.given.currency ?? (work.row ? undefined : "USD");
  const tariffId = await writeVersions(work, { versions, source, currency });
  const notes = [...new Set(rates.flatMap((rate) => [...rate.leftOut, ...endOf(rate)]))];
  return { tariffId, kind: "openei", notes, versions: versions.length, prices: null };
}

const endOf = ({ to }: UrdbRate): string[] =>
  to ? [`The utility ended this rate on ${dayName(to)}; its terms hold until others are entered.`] : [];
const noteOf = (rate: UrdbRate): string => [`OpenEI ${rate.label}.`, ...rate.leftOut, ...endOf(rate)].join(" ");

async function writeVersions(
  { client, given, row, by, nowMs }: Work,
  made: {
    versions: readonly { from: TariffRow["tariff"]["versions"][number]["from"]; terms: TariffTerms; note: string }[];
    source: string;
    currency: string | undefined;
  },
): Promise<number> {
  if (row) {
    checkSame(row, { currency: made.currency ?? null, zone: given.zone ?? null });
    for (const version of made.versions) await writeOpenVersion(client, row, { ...version, by, nowMs });
    return row.tariff.id;
  }
  const { currency, source } = made;
  const id = await insertNewTariff(client, { name: given.tariff, currency, zone: given.zone, source, by });
  for (const version of made.versions) await writeVersion(client, id, { ...version, createdBy: by });
  const versions = made.versions.map(({ from, terms }) => ({ from, terms: tariffJson(terms) }));
  await audit(client, { who: by, what: `entered the tariff ${given.tariff}`, details: { source, versions } });
  return id;
}

function checkSame({ tariff }: TariffRow, given: { currency: string | null; zone: string | null }): void {
  if (given.currency !== null && given.currency.toUpperCase() !== tariff.currency)
    throw refused(
      "currency",
      `The file's prices are ${given.currency}, and the tariff ${tariff.name} is in ${tariff.currency}. Read it into a tariff of its own.`,
    );
  if (given.zone !== null && given.zone !== tariff.zone)
    throw refused(
      "zone",
      `The hours of the tariff ${tariff.name} are those of ${tariff.zone}. Read the file into a tariff of its own.`,
    );
}

const TAXED: Readonly<Record<PriceChoice, string>> = {
  "inc-vat": "Prices include VAT.",
  "exc-vat": "Prices are without VAT.",
};

async function readPrices(
  work: Work,
  readFile: (options: PriceFileOptions) => PriceFile,
  usualZone: string | null,
): Promise<Done> {
  const { client, given, row, by } = work;
  const zone = row?.tariff.zone ?? given.zone ?? usualZone ?? (await readOrganisation(client)).zone;
  const choice = choiceFor(row, given.price ?? null);
  const file = readFile({ zone, choice, unit: given.unit ?? null, payment: given.payment ?? null });
  const blocking = file.issues.filter((issue) => issue.severity === "blocking");
  if (blocking.length > 0) {
    const [first] = blocking;
    const at = [first?.row === null ? "" : `row ${first?.row}`, first?.column ?? ""]
      .filter((part) => part !== "")
      .join(", ");
    const more = blocking.length > 1 ? ` ${blocking.length - 1} more rows or columns are wrong.` : "";
    const where = at === "" ? "" : ` ${at}:`;
    throw new AppError("unreadable-file", `${work.file}:${where} ${first?.message}${more}`, { issues: blocking });
  }
  const isNew = !row;
  const tariffId = await dynamicTariff(work, { file, zone });
  const written = await writePrices(client, tariffId, file.prices);
  await refuseClosed(work, written);
  const { firstChanged: _when, ...prices } = written;
  const what = `read ${file.prices.length} prices of the tariff ${given.tariff} from ${work.file}`;
  await audit(client, { who: by, what, details: { ...prices, choice: file.choice, isNew } });
  return { tariffId, kind: "prices", notes: file.issues.map((issue) => issue.message), versions: 0, prices };
}

/** With or without tax as the tariff's prices are already; two kinds would not be one tariff. */
function choiceFor(row: TariffRow | null, given: PriceChoice | null): PriceChoice | null {
  const notes = row?.tariff.versions.map((version) => version.note) ?? [];
  const before = (["inc-vat", "exc-vat"] as const).find((each) => notes.some((note) => note.startsWith(TAXED[each])));
  const isTaxed = row?.tariff.versions.some(({ terms }) => !isZero(terms.taxPercent)) ?? false;
  if (before && given && before !== given)
    throw refused("price", `${TAXED[before]} Read prices of the other kind into a tariff of their own.`);
  if (isTaxed && given === "inc-vat")
    throw refused(
      "price",
      "This tariff adds tax to its prices; prices that include it would be taxed twice. Read them without VAT.",
    );
  return before ?? given ?? (isTaxed ? "exc-vat" : null);
}

/** The tariff prices are read into, with terms that say so from the first price or the day given. */
async function dynamicTariff(work: Work, { file, zone }: { file: PriceFile; zone: string }): Promise<number> {
  const { given, row } = work;
  const first = file.prices[0];
  if (!first) throw new AppError("unreadable-file", `${work.file} holds no price.`);
  const currency = file.currency ?? given.currency?.toUpperCase() ?? null;
  if (row) checkSame(row, { currency, zone: given.zone ?? null });
  if (row?.tariff.versions.some(({ terms }) => terms.energy.kind === "dynamic")) return row.tariff.id;
  const from = given.from ? dayOf(given.from) : dayInZone(first.fromMs, zone);
  const last = row?.tariff.versions.at(-1)?.terms;
  const terms: TariffTerms = { ...(last ?? flatTariff(ZERO)), energy: { kind: "dynamic", addPerKwh: ZERO } };
  const version = { from, terms, note: file.choice ? TAXED[file.choice] : "" };
  return writeVersions(
    { ...work, given: { ...given, zone: row ? given.zone : zone } },
    { versions: [version], source: `Prices from ${work.file}`, currency: currency ?? undefined },
  );
}

/** Prices that a closed month was reckoned with do not change; ones it lacked may come late. */
async function refuseClosed({ client, nowMs }: Work, { firstChanged }: PricesWritten): Promise<void> {
  const { openFrom } = await termDays(client, nowMs);
  if (!firstChanged || !openFrom) return;
  const { zone } = await readOrganisation(client);
  if (firstChanged.getTime() >= monthBoundsMs(monthOf(openFrom), zone).startMs) return;
  throw new AppError(
    "month-closed",
    `The file changes prices of ${firstChanged.toISOString().slice(0, 16).replace("T", " ")} UTC, in a month that is closed. Reopen it, or read only prices from ${dayName(openFrom)} on.`,
  );
}

const refused = (field: string, message: string): AppError => new AppError("invalid-input", message, { field });
