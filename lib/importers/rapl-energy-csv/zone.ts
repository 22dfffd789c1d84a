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
