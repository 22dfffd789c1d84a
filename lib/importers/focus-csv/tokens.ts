import { type Decimal, decimal, multiply } from "../../core/decimal.ts";
import type { CostKind } from "../../core/usage-line.ts";
import { readAmount } from "../source/amount.ts";

type Details = Readonly<Record<string, string>>;

const TOKEN_UNIT = /^(?:per )?(\d+(?:,\d{3})*)?\s*(k|m|thousand|million)?\s*tokens?$/i;
const THOUSAND = decimal(1000);
const MILLION = decimal(1_000_000);

/** How many tokens one unit is (`1000000 Tokens`, `1K tokens`, `Tokens`); null when the unit is not tokens. */
export function tokensPerUnit(unit: string): Decimal | null {
  const match = TOKEN_UNIT.exec(unit.trim());
  if (!match) return null;
  const count = readAmount(match[1]?.replaceAll(",", "") ?? "1");
  if (!count) return null;
  const size = match[2]?.toLowerCase().charAt(0) ?? "";
  if (size === "k" || size === "t") return multiply(count, THOUSAND);
  return size === "m" ? multiply(count, MILLION) : count;
}

/** Tokens of a row: what was consumed, else what was priced; null when neither is in tokens. */
export function tokensOf(cells: {
  consumedQuantity: string;
  consumedUnit: string;
  pricingQuantity: string;
  pricingUnit: string;
}): Decimal | null {
  return inTokens(cells.consumedQuantity, cells.consumedUnit) ?? inTokens(cells.pricingQuantity, cells.pricingUnit);
}

function inTokens(quantity: string, unit: string): Decimal | null {
  if (quantity === "" || unit === "") return null;
  const count = readAmount(quantity);
  const size = count && tokensPerUnit(unit);
  return count && size ? multiply(count, size) : null;
}

/** The token kind from SkuPriceDetails, where it says so, else from the words of the meter. */
export function tokenKind({ details, meter }: { details: Details; meter: string }): CostKind {
  return fromDetails(details, meter) ?? fromMeter(meter);
}

function fromDetails(details: Details, meter: string): CostKind | null {
  const direction = details.tokendirection?.toLowerCase();
  const cache = details.tokencacheaction?.toLowerCase() ?? "";
  if (direction === "output") return "output";
  if (direction !== "input") return null;
  if (cache === "read") return "cacheRead";
  if (cache === "write")
    return lastsAnHour(`${meter} ${Object.values(details).join(" ")}`) ? "cacheWrite1h" : "cacheWrite5m";
  return cache === "" ? inputKind(fromMeter(meter)) : "input";
}

/** Details that name no cache action leave the finer word to the meter. */
const inputKind = (kind: CostKind): CostKind => (kind === "output" || kind === "other" ? "input" : kind);

const lastsAnHour = (text: string): boolean => /\b1\s*h(?:our|r)?\b|\b60\s*min/i.test(text);

function fromMeter(meter: string): CostKind {
  if (!/tokens?\b/i.test(meter)) return "other";
  const text = meter
    .replaceAll(/[_-]+/g, " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  if (/\bcache\w*\s*(?:write|creation)|\bwrite\b.*\bcache/.test(text))
    return lastsAnHour(text) ? "cacheWrite1h" : "cacheWrite5m";
  if (/\buncached\b/.test(text)) return "input";
  if (/\bcached?\b/.test(text)) return "cacheRead";
  if (/\b(?:output|outp|opt|completion)\b/.test(text)) return "output";
  return /\b(?:input|inp|prompt)\b/.test(text) ? "input" : "other";
}

const BEFORE_DIRECTION =
  /^(.*?)[\s_-]*(?:\b(?:un)?cached?[\s_-]*(?:read|write|hit|miss|creation)?[\s_-]*(?:1h|5m)?[\s_-]*)?\b(?:inp(?:ut)?|outp(?:ut)?|opt)\b.*tokens?\b/i;
const BEDROCK_EDITION = /^(.+?)\s*\(Amazon Bedrock Edition\)$/i;

/** The model a row is for, as the source names it; null when it names none. */
export function modelOf({
  details,
  meter,
  service,
}: {
  details: Details;
  meter: string;
  service: string;
}): string | null {
  if (details.modelid) return details.modelid;
  const family = details.modelfamily ?? details.modelname ?? "";
  const version = details.modelversion ?? "";
  if (family !== "" && version !== "" && !family.includes(version)) return `${family} ${version}`;
  if (family !== "" || version !== "") return family || version;
  const edition = BEDROCK_EDITION.exec(service)?.[1];
  if (edition) return edition;
  const before = BEFORE_DIRECTION.exec(meter)?.[1]?.trim() ?? "";
  return /[a-z]/i.test(before) ? before : null;
}
