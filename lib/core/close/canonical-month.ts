import { decimal, format } from "../decimal.ts";

/** One sum of the ledger as the rollup holds it. */
export type FrozenCell = {
  readonly billedMonth: string;
  readonly usedMonth: string;
  readonly bearer: string;
  readonly teamId: number;
  readonly class: string;
  readonly provider: string;
  readonly model: string;
  readonly service: string;
  readonly costKind: string;
  readonly category: string;
  readonly isCorrection: boolean;
  readonly basis: string;
  readonly rigId: number;
  readonly rigPart: string;
  readonly currency: string;
  readonly hasTokens: boolean;
  readonly billed: string;
  readonly effective: string;
  readonly tokens: string;
  readonly entries: number;
};

/** What the figures were worked out with, by id: which prices, rules, rates and rigs were in force. */
export type References = {
  readonly catalogue: string;
  readonly prices: readonly number[];
  readonly rules: readonly number[];
  readonly rates: readonly number[];
  readonly rigs: readonly number[];
};

/** The first line says how the text is made; another way of making it gets another number. */
const VERSION = "tokenwatt-month 1";

/**
 * The figures of a month as one text: every sum billed to it or used in it, sorted, and what they rest on. The same
 * ledger gives the same text on any machine; its SHA-256 is what is signed.
 */
export function canonicalMonth({
  month,
  currency,
  zone,
  cells,
  references,
}: {
  month: string;
  currency: string;
  zone: string;
  cells: readonly FrozenCell[];
  references: References;
}): string {
  const ids = (numbers: readonly number[]): string =>
    `${numbers.length} ${[...numbers].sort((a, b) => a - b).join(",")}`.trim();
  const of = (which: "billedMonth" | "usedMonth"): string[] =>
    cells
      .filter((cell) => cell[which] === month && isAnything(cell))
      .map(cellText)
      .sort();
  return [
    VERSION,
    JSON.stringify([month, currency, zone]),
    "billed",
    ...of("billedMonth"),
    "used",
    ...of("usedMonth"),
    `catalogue ${references.catalogue}`,
    `prices ${ids(references.prices)}`,
    `rules ${ids(references.rules)}`,
    `rates ${ids(references.rates)}`,
    `rigs ${ids(references.rigs)}`,
    "",
  ].join("\n");
}

/** A sum that was taken back to nothing leaves no trace: rebuilding the rollups may drop it. */
const isAnything = (cell: FrozenCell): boolean =>
  cell.entries !== 0 || [cell.billed, cell.effective, cell.tokens].some((amount) => decimal(amount).units !== 0n);

const exact = (text: string): string => format(decimal(text));

/** JSON, so that no name can look like two cells. */
const cellText = (cell: FrozenCell): string =>
  JSON.stringify([
    cell.billedMonth,
    cell.usedMonth,
    cell.bearer,
    cell.teamId,
    cell.class,
    cell.provider,
    cell.model,
    cell.service,
    cell.costKind,
    cell.category,
    cell.isCorrection,
    cell.basis,
    cell.rigId,
    cell.rigPart,
    cell.currency,
    cell.hasTokens,
    exact(cell.billed),
    exact(cell.effective),
    exact(cell.tokens),
    cell.entries,
  ]);
