import { type Decimal, isNegative, isZero, subtract, sum } from "../../core/decimal.ts";
import type { TableMapping } from "../../core/mapping.ts";
import { TOKEN_KINDS, type TokenKind } from "../../core/usage-line.ts";
import { type Columns, cellAt } from "../source/headed-table.ts";
import { readLocalNumber } from "../source/local-number.ts";

export type TokenCount = { readonly kind: TokenKind; readonly count: Decimal };
export type TokenPositions = readonly {
  readonly kind: TokenKind;
  readonly position: number;
  readonly decimal: "." | ",";
}[];

export function tokenPositions(mapping: TableMapping, columns: Columns): TokenPositions {
  const decimal = mapping.amount?.decimal ?? ".";
  return TOKEN_KINDS.flatMap((kind) => {
    const name = mapping.tokens[kind];
    return name ? [{ kind, position: columns.position(name.trim()), decimal }] : [];
  });
}

/** The kinds with tokens, each counted once: blank and 0 yield none. A count that cannot be is a problem of its cell. */
export function readTokens(
  cells: readonly string[],
  { at, holdsCached }: { at: TokenPositions; holdsCached: boolean },
): { counts: TokenCount[] } | { problem: string; position: number } {
  const counts: TokenCount[] = [];
  let inputAt = -1;
  for (const { kind, position, decimal } of at) {
    const text = cellAt(cells, position);
    if (kind === "input") inputAt = position;
    if (text === "") continue;
    const count = readLocalNumber(text, decimal) ?? readLocalNumber(text, decimal === "." ? "," : ".");
    if (!count || isNegative(count) || count.scale > 0)
      return { problem: `"${text}" is not a number of tokens.`, position };
    counts.push({ kind, count });
  }
  if (holdsCached && counts[0]?.kind === "input") {
    const [input, ...rest] = counts;
    const cached = sum(rest.filter(({ kind }) => kind !== "output").map(({ count }) => count));
    const uncached = subtract(input.count, cached);
    if (isNegative(uncached))
      return {
        problem: "More tokens were cached than went in, so this column does not hold the cached ones.",
        position: inputAt,
      };
    counts[0] = { kind: "input", count: uncached };
  }
  return { counts: counts.filter(({ count }) => !isZero(count)) };
}
