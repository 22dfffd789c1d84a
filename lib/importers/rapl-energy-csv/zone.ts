/**
 * What a RAPL zone measures. Packages and their memory stand side by side, `psys` holds them all, cores and graphics lie
 * inside a package. `unnamed`: a path whose number does not tell which of these it is.
 */
export type Part = {
  readonly is: "package" | "dram" | "psys" | "inside" | "again" | "unnamed";
  readonly name: string;
};

const NUMBERED =
  /^(package|pkg|cpu|socket|dram|ram|memory|psys|platform|core|cores|pp0|uncore|gpu|gt|pp1)[-_ ]?(\d*)(?:[-_ ]?die[-_ ]?(\d+))?$/;

/** Null: the text names no zone. */
export function partOf(text: string): Part | null {
  const zone = text.trim().toLowerCase();
  if (/^(?:.*\/)?intel-rapl-mmio/.test(zone)) return { is: "again", name: zone };
  const path = /^(?:.*\/)?(?:intel|amd)-rapl:(\d+)((?::\d+)*)(?:\/.*)?$/.exec(zone);
  if (path)
    return path[1] === "0" && path[2] === "" ? { is: "package", name: "package-0" } : { is: "unnamed", name: zone };
  const both = /^(package|pkg|socket)[-_ ]?(\d+)[-_ /:]+(dram|ram|memory|core|cores|uncore|pp0|pp1)$/.exec(zone);
  if (both) return numbered(both[3] ?? "", both[2] ?? "", "");
  const match = NUMBERED.exec(zone);
  return match ? numbered(match[1] ?? "", match[2] ?? "", match[3] ?? "") : null;
}

function numbered(word: string, number: string, die: string): Part {
  const suffix = `${number === "" ? "" : `-${number}`}${die === "" ? "" : `-die-${die}`}`;
  switch (word) {
    case "package":
    case "pkg":
    case "cpu":
    case "socket":
      return { is: "package", name: `package${suffix || "-0"}` };
    case "dram":
    case "ram":
    case "memory":
      return { is: "dram", name: `dram${suffix || "-0"}` };
    case "psys":
    case "platform":
      return { is: "psys", name: "psys" };
    default:
      return { is: "inside", name: `${word}${suffix}` };
  }
}

type Said = {
  /** The zone a column's own name says; "" where it says none. */
  readonly column: string;
  /** The row's zone: a name, or a path whose name may stand in `name`. */
  readonly zone: string;
  readonly name: string;
  readonly socket: string;
};

const PACKAGE: Part = { is: "package", name: "package-0" };

/** What a figure measures, by its column and its row: `dram` in a row of `package-1` is that package's memory. */
export function partIn({ column, zone, name, socket }: Said): Part {
  const said = [name, zone].filter((text) => text !== "");
  const parts = said.flatMap((text) => partOf(text) ?? []);
  const again = parts.find(({ is }) => is === "again");
  if (again) return again;
  const [ofRow] = parts;
  const number = /^\D*(\d+)$/.exec(socket)?.[1] ?? /rapl:(\d+)/.exec(zone)?.[1];
  if (column !== "") return ofColumn(column, /-(\d+)$/.exec(ofRow?.name ?? "")?.[1] ?? number);
  if (ofRow) return indexed(ofRow, number);
  return said.length > 0 ? { is: "unnamed", name: said.join(" ") } : indexed(PACKAGE, number);
}

function ofColumn(column: string, number: string | undefined): Part {
  const own = partOf(column) ?? PACKAGE;
  return /\d/.test(column) ? own : indexed(own, number);
}

/** `package` and `dram` of socket 1 are package-1 and dram-1. */
function indexed(part: Part, number: string | undefined): Part {
  if (number === undefined || (part.is !== "package" && part.is !== "dram")) return part;
  return part.name.endsWith("-0") ? { ...part, name: `${part.is}-${number}` } : part;
}
