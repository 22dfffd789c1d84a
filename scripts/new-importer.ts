import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * `npm run new:importer -- my-format`: writes the folder of a new importer (code that works, a fixture, its expected
 * result) and its line in the registry. What is left is to make it your format; lib/importers/README.md says how.
 */
const importersFolder = join(import.meta.dirname, "..", "lib", "importers");
const registryPath = join(importersFolder, "registry.ts");

const id = process.argv[2] ?? "";
const problem = problemWith(id);
if (problem === null) await create(id);
else {
  console.error(problem);
  process.exitCode = 1;
}

function problemWith(name: string): string | null {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name)) {
    return "Give the format a name of at least two lower-case words, source first: npm run new:importer -- acme-costs-csv";
  }
  if (name.endsWith("-json"))
    return "The skeleton is a table. For JSON copy lib/importers/openai-costs-api and change it.";
  return existsSync(join(importersFolder, name)) ? `lib/importers/${name} exists already.` : null;
}

async function create(name: string): Promise<void> {
  const folder = join(importersFolder, name);
  mkdirSync(join(folder, "fixtures"), { recursive: true });
  writeFileSync(join(folder, "index.ts"), codeOf(name));
  writeFileSync(join(folder, "fixtures", "first.csv"), fixtureOf(name));
  writeFileSync(registryPath, withImporter(readFileSync(registryPath, "utf8"), name));
  // Only now: it reads the registry, which has just got its new line.
  const { expectedOf, readWhole } = await import("../lib/importers/testing/read-whole.ts");
  const expected = expectedOf(await readWhole(fixtureOf(name), { fileName: "first.csv" }));
  writeFileSync(join(folder, "fixtures", "first.expected.json"), `${JSON.stringify(expected, null, 2)}\n`);
  console.info(
    [
      `Made lib/importers/${name}: index.ts, a fixture and its expected result, and a line in the registry.`,
      "Next: put a real header and made-up values into fixtures/first.csv, change index.ts to read them, then",
      "  UPDATE_EXPECTED=1 npx vitest run lib/importers/fixtures.test.ts",
      "and read every line of the expected result. Then say in docs/formats.md where people get the file.",
    ].join("\n"),
  );
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The registry with an import in its place by path, and the importer at the end of the list. */
function withImporter(registry: string, name: string): string {
  const variable = camelCase(name);
  const line = `import ${variable} from "./${name}/index.ts";`;
  const lines = registry.split("\n");
  const pathOf = (text: string) => /^import .* from "(\.\/[^"]+)";$/.exec(text)?.[1] ?? null;
  const after = lines.findIndex((text) => (pathOf(text) ?? "") > `./${name}/index.ts`);
  const last = lines.findLastIndex((text) => text.startsWith("import "));
  lines.splice(after < 0 ? last + 1 : after, 0, line);
  const listEnd = lines.indexOf(
    "];",
    lines.findIndex((text) => text.startsWith("export const importers")),
  );
  lines.splice(listEnd, 0, `  ${variable},`);
  return lines.join("\n");
}

/** The first column carries the format's name, so that no other importer claims the fixture. */
function columnsOf(name: string) {
  return { date: `${name.replaceAll("-", "_")}_date`, amount: "amount", currency: "currency" };
}

function fixtureOf(name: string): string {
  const { date, amount, currency } = columnsOf(name);
  return `${date},${amount},${currency},project,model\n2026-05-14,12.50,USD,search,some-model-1\n2026-05-15,-0.75,USD,search,some-model-1\n`;
}

function codeOf(name: string): string {
  const { date, amount, currency } = columnsOf(name);
  const [source = name] = name.split("-");
  return `import { parseDay } from "../../core/calendar.ts";
import { readCurrency } from "../../core/money.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { MoneySums, readAmount } from "../source/amount.ts";
import { dayOf } from "../source/days.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { keysWith } from "../source/keys.ts";
import { headerOf } from "../source/sample.ts";
import { TrailingTotals } from "../source/trailing-totals.ts";

const KNOWN = new Set(["${date}", "${amount}", "${currency}", "project", "model"]);

/** Say here what the file is, who makes it, its unit of money and the zone of its days. */
const ${camelCase(name)}: TableImporter = {
  id: "${name}",
  label: "${name.replaceAll("-", " ")}",
  lookedFor: "a header with ${date} and ${amount}",
  yields: "cost",
  basis: "billed",
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return header.includes("${date}") && header.includes("${amount}");
  },
  open: (sink, options) =>
    headedTable({
      sink,
      known: KNOWN,
      required: ["${date}", "${amount}", "${currency}"],
      amount: "${amount}",
      open: (columns) => new Rows(columns, sink, options),
    }),
};
export default ${camelCase(name)};

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #columns: Columns;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#columns = columns;
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "${date}" });
  }

  row(cells: readonly string[], row: number): void {
    const cell = (column: string) => cellAt(cells, this.#columns.position(column));
    const dateText = cell("${date}");
    if (dateText === "") {
      this.#totals.hold(cells, { row, amount: cell("${amount}"), currency: cell("${currency}") });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const day = parseDay(dateText);
    if (!day) {
      this.#block(row, "${date}", "date-unreadable", \`"\${dateText}" is not a day (2026-05-14).\`);
      return;
    }
    const billed = readAmount(cell("${amount}"));
    if (!billed) {
      this.#block(row, "${amount}", "amount-unreadable", \`"\${cell("${amount}")}" is not an amount.\`);
      return;
    }
    const currency = readCurrency(cell("${currency}"));
    if (!currency) {
      this.#block(row, "${currency}", "currency-missing", "The amount has no currency.");
      return;
    }
    this.#sums.add(currency, billed);
    this.#sink.line({
      row,
      day,
      billedMonth: dayOf(day).month,
      provider: "${source}",
      account: this.#options.account,
      basis: "billed",
      category: "usage",
      isCorrection: false,
      currency,
      billed,
      effective: null,
      model: textOrNull(cell("model")),
      service: "${source}",
      costKind: "other",
      tokens: null,
      keys: keysWith({ project: textOrNull(cell("project")) }),
    });
  }

  end(): void {
    this.#totals.settle();
    this.#sink.groupedBy(["project"]);
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}
`;
}
