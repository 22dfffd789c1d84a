import type { TeamMonth } from "../../lib/api/wire/statement.ts";
import { absolute, add, compare, type Decimal, decimal, format, ZERO } from "../../lib/core/decimal.ts";

/** A row of a printed table: what is too many for the sheet stands as one row that sums it. */
export type PrintedRow = {
  readonly label: string;
  readonly isGroup: boolean;
  readonly basis: string;
  readonly amount: string;
  readonly previous: string | null;
  readonly change: string | null;
};

type TreeRow = TeamMonth["tree"][number];
type Leaf = { readonly row: TreeRow; readonly label: string; readonly group: number };

/** The cost tree in at most `most` rows: each class, and under it the largest of its lines. Every sum is exact. */
export function fitTree(tree: readonly TreeRow[], most: number): PrintedRow[] {
  const groups = tree.filter((row) => row.depth === 0);
  const leaves = leavesOf(tree);
  const isWhole = groups.length + leaves.length <= most;
  const room = isWhole ? leaves.length : Math.max(0, most - 2 * groups.length);
  const kept = new Set(largest(leaves, room, ({ row }) => row.amount));
  return groups.flatMap((group, index) => {
    const own = leaves.filter((leaf) => leaf.group === index);
    const left = own.filter((leaf) => !kept.has(leaf));
    // One left over takes the row that would have summed it.
    const shown = left.length === 1 ? own : own.filter((leaf) => kept.has(leaf));
    return [
      { ...printed(group, group.label), basis: "", isGroup: true },
      ...shown.map(({ row, label }) => printed(row, label)),
      ...(left.length > 1 ? [together(left.map((leaf) => leaf.row))] : []),
    ];
  });
}

/** The deepest rows, each named with what stands above it: "Anthropic, Claude Sonnet 4.6". */
function leavesOf(tree: readonly TreeRow[]): Leaf[] {
  const leaves: Leaf[] = [];
  const path: string[] = [];
  let group = -1;
  tree.forEach((row, index) => {
    if (row.depth === 0) group += 1;
    path.length = row.depth;
    path.push(row.label);
    const isLeaf = (tree[index + 1]?.depth ?? 0) <= row.depth;
    if (isLeaf && row.depth > 0) leaves.push({ row, label: path.slice(1).join(", "), group });
  });
  return leaves;
}

const printed = (row: TreeRow, label: string): PrintedRow => ({
  label,
  isGroup: false,
  basis: row.basis ?? "",
  amount: row.amount,
  previous: row.previous,
  change: row.change,
});

function together(rows: readonly TreeRow[]): PrintedRow {
  const bases = [...new Set(rows.map((row) => row.basis ?? ""))];
  return {
    label: `${rows.length} smaller ones`,
    isGroup: false,
    basis: bases.length === 1 ? (bases[0] ?? "") : "",
    amount: sumOf(rows.map((row) => row.amount)) ?? "0",
    previous: sumOf(rows.map((row) => row.previous)),
    change: sumOf(rows.map((row) => row.change)),
  };
}

/** Rows for each table of a sheet that holds `most` of them: files and rigs keep theirs, models have what is left. */
export function allot(
  { rigs, files }: { rigs: number; files: number },
  most: number,
): Record<"models" | "rigs" | "files", number> {
  const ofRigs = Math.min(rigs, Math.max(1, Math.floor(most / 6)));
  const ofFiles = Math.min(files, Math.max(2, Math.floor(most / 3)));
  return { rigs: ofRigs, files: ofFiles, models: Math.max(2, most - ofRigs - ofFiles) };
}

/** Null when any part is unknown. */
export function sumOf(amounts: readonly (string | null)[]): string | null {
  let total: Decimal = ZERO;
  for (const amount of amounts) {
    if (amount === null) return null;
    total = add(total, decimal(amount));
  }
  return format(total);
}

/** The `most` largest of `items` by the size of their amount. */
export function largest<Item>(items: readonly Item[], most: number, amountOf: (item: Item) => string): Item[] {
  const size = (item: Item) => absolute(decimal(amountOf(item)));
  return [...items].sort((a, b) => compare(size(b), size(a))).slice(0, most);
}
