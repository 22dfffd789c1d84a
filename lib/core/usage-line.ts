import type { Day, Month } from "./calendar.ts";
import type { Decimal } from "./decimal.ts";

/** What the money of a line is. The same spend is counted once: estimates and quantities explain billed money. */
export type Basis = "billed" | "rated" | "metered" | "scheduled" | "estimated" | "quantity";

/** FOCUS ChargeCategory, in our spelling. */
export type ChargeCategory = "usage" | "purchase" | "tax" | "credit" | "adjustment";

/** Disjoint token buckets. `input` is what was neither read from nor written to a cache; reasoning is inside `output`. */
export type TokenKind = "input" | "cacheRead" | "cacheWrite5m" | "cacheWrite1h" | "output";
export const TOKEN_KINDS: readonly TokenKind[] = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output"];

/** Cost kind of a line: a token bucket, or `other` for everything that is not tokens (searches, storage, hours). */
export type CostKind = TokenKind | "other";

/** What a file says about who used it; attribution rules match on these. Absent means "not in this export". */
export type Keys = {
  readonly project: string | null;
  readonly projectName: string | null;
  readonly workspace: string | null;
  readonly apiKey: string | null;
  readonly apiKeyName: string | null;
  /** An opaque id; an e-mail address is hashed before it gets here (see `hashPerson` in lib/importers). */
  readonly user: string | null;
  /** Lower-cased tag names. */
  readonly tags: Readonly<Record<string, string>>;
};

/** The one record every cost importer yields: one row of a file, nothing converted, nothing attributed. */
export type UsageLine = {
  readonly row: number;
  /** First day the charge is for, UTC as billed. Inside a billed month it also decides what a newer file replaces. */
  readonly day: Day;
  /** Whose statement it is on. */
  readonly billedMonth: Month;
  /** Lower-case identity: openai, anthropic, google, aws, azure, deepseek, openrouter, or the provider's own name. */
  readonly provider: string;
  readonly account: string | null;
  readonly basis: Basis;
  readonly category: ChargeCategory;
  /** FOCUS ChargeClass Correction: corrects a period already invoiced. */
  readonly isCorrection: boolean;
  readonly currency: string;
  /** What is owed, exact as in the file. */
  readonly billed: Decimal;
  /** Amortised cost where the source has it, else null (then `billed` stands for it). */
  readonly effective: Decimal | null;
  /** As the source names it; null where the charge has no model. */
  readonly model: string | null;
  /** The service or line item in words: "web search tool calls", "Amazon Bedrock". */
  readonly service: string;
  readonly costKind: CostKind;
  /** Tokens of `costKind`; null when the file does not say (never 0 for unknown). */
  readonly tokens: Decimal | null;
  /** Requests made, where the file counts them: on one of the lines of a row only. */
  readonly requests?: Decimal | null;
  /** Absent for a source that sells nothing but AI. */
  readonly scope?: LineScope;
  readonly keys: Keys;
};

/**
 * What kind of spend a line of a broad bill is: `ai` services, `gpu` compute, `other`; taxes, support and credits of no
 * service are `other`. `included`: usage that a seat or subscription pays for; its tokens count, it is never rated.
 */
export type LineScope = "ai" | "gpu" | "other" | "included";

/** One power reading of one series (`device` is its key). Integers: UTC instant in ms, power in milliwatts. */
export type PowerSample = {
  readonly row: number;
  readonly device: string;
  readonly atMs: number;
  readonly milliwatts: number;
};
