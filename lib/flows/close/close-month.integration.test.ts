import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { AppError } from "../../core/app-error.ts";
import { add, decimal, format } from "../../core/decimal.ts";
import { pool, prisma } from "../../db/client.ts";
import { freshDatabase } from "../../db/test-database.ts";
import { ingestFile } from "../ingest.ts";
import { OPERATOR, reportOf } from "../report.ts";
import { createRule } from "../rules.ts";
import { createTeam } from "../teams.ts";
import { verify } from "../verify.ts";
import { brokenHashes, checkHash } from "./check-hash.ts";
import { closeMonth } from "./close-month.ts";
import { monthCloseOf } from "./month-close.ts";
import { reopenMonth } from "./reopen-month.ts";

const BY = "test";
const NOW = Date.parse("2026-06-12T09:40:00Z");
const MAY = "2026-05";
const MARA = { ...OPERATOR, name: "Mara Lindqvist", role: "finance" } as const;
const HEADER =
  "start_time,end_time,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id,organization_id";

/** One line of 10 dollars a day, but for what `amounts` says otherwise. */
function costs(month: string, days: number, amounts: Readonly<Record<number, string>> = {}): string {
  const rows = Array.from({ length: days }, (_, index) => {
    const start = Date.parse(`${month}-${String(index + 1).padStart(2, "0")}T00:00:00Z`) / 1000;
    const amount = amounts[index + 1] ?? "10";
    return `${start},${start + 86_400},${amount},usd,1000,tokens,"gpt-4.1-2025-04-14, input",proj_atlas,org-halden`;
  });
  return [HEADER, ...rows].join("\n");
}
async function ingest(text: string, nowMs = NOW): Promise<number> {
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  const done = await ingestFile({ fileName: "costs.csv", bytes: bytes(), by: BY, nowMs });
  expect(done.isPosted).toBe(true);
  return done.importId;
}
const totalOf = async (month: string): Promise<string> => (await reportOf({ month }, OPERATOR, NOW)).total;
const refusal = (error: unknown): string =>
  error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
const signOff = { month: MAY, note: "Azure's invoice came on the 15th.", reason: "Nothing to hold it against." };

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  const { slug } = await createTeam({ name: "Atlas" }, BY);
  await createRule({ match: { project: "proj_atlas" }, shares: [{ team: slug, percent: "100" }] }, BY);
  await ingest(costs(MAY, 31));
  await ingest(costs("2026-06", 5));
});
afterAll(() => close());

describe("closing a month", () => {
  it("refuses a month that has not ended, one without figures, and open steps without a reason", async () => {
    const attempt = (month: string, reason = "because") =>
      closeMonth({ month, note: "", reason }, MARA, NOW).catch(refusal);
    expect(await attempt("2026-06")).toMatch(/invalid-input: June 2026 has not ended yet/);
    expect(await attempt("2027-01")).toMatch(/has not ended/);
    expect(await attempt("2026-04")).toMatch(/April 2026 holds nothing/);
    expect(await attempt(MAY, "")).toMatch(/One step is open.*Accounts: 0 of 1 is reconciled/);
    expect(await closeMonth({ ...signOff }, { ...MARA, role: "lead" }, NOW).catch(refusal)).toMatch(/^forbidden/);
    expect((await monthCloseOf({ month: MAY }, MARA, NOW)).state).toBe("provisional");
  });

  it("freezes its figures with a hash, and says who signed what", async () => {
    const closed = await closeMonth(signOff, MARA, NOW);
    expect(closed.frozen.total).toBe("310");
    expect(closed.hash).toMatch(/^[0-9a-f]{64}$/);
    const page = await monthCloseOf({ month: MAY }, MARA, NOW);
    expect(page).toMatchObject({
      state: "closed",
      mayClose: false,
      signed: { by: "Mara Lindqvist", hash: closed.hash },
    });
    expect(page.closedMonths).toMatchObject([{ month: MAY, total: "310", corrections: "0", hash: closed.hash }]);
    expect(await checkHash(MAY, MARA)).toMatchObject({ holds: true });
    expect(await closeMonth(signOff, MARA, NOW).catch(refusal)).toMatch(/^month-closed: May 2026 is closed already/);
    expect(await prisma.auditEvent.count({ where: { what: "closed 2026-05" } })).toBe(1);
  });

  it("posts a late line to the open month, names the month it is about, and leaves the frozen one as it was", async () => {
    const june = await totalOf("2026-06");
    await ingest(costs(MAY, 31, { 30: "13.12" }));
    expect(await totalOf(MAY)).toBe("310");
    expect(await totalOf("2026-06")).toBe(format(add(decimal(june), decimal("3.12"))));
    const { late, reconciliation, closedMonths } = await monthCloseOf({ month: MAY }, MARA, NOW);
    expect(late).toMatchObject({ sum: "3.12", months: ["2026-06"] });
    expect(late.lines).toMatchObject([{ postedTo: "2026-06", bearerName: "Atlas", amount: "3.12" }]);
    expect(closedMonths).toMatchObject([{ total: "310", corrections: "3.12" }]);
    // The bill as known today and what the closed month holds are two figures.
    expect(reconciliation.accounts).toMatchObject([{ costExport: "313.12", ledger: "310" }]);
    expect(reconciliation.parts).toMatchObject({ accounts: "310", late: "0", ledger: "310" });
    const other = (await monthCloseOf({ month: "2026-06" }, MARA, NOW)).reconciliation;
    expect(other.parts).toMatchObject({ late: "3.12" });
    expect(await brokenHashes(pool)).toEqual([]);
    expect((await verify(NOW)).differences).toEqual([]);
  });

  it("reopens with a reason, keeps corrections where they are, and closes anew with another hash", async () => {
    const first = (await monthCloseOf({ month: MAY }, MARA, NOW)).signed?.hash;
    expect(await reopenMonth({ month: MAY, reason: " " }, MARA, NOW).catch(refusal)).toMatch(/Write why/);
    expect(await reopenMonth({ month: "2026-06", reason: "x" }, MARA, NOW).catch(refusal)).toMatch(/is not closed/);
    await reopenMonth({ month: MAY, reason: "The rule of Atlas was wrong." }, MARA, NOW);
    const page = await monthCloseOf({ month: MAY }, MARA, NOW);
    expect(page).toMatchObject({
      state: "reopened",
      signed: null,
      reopened: { reason: "The rule of Atlas was wrong." },
    });
    expect(page.late.sum).toBe("3.12");
    expect(await totalOf(MAY)).toBe("310");
    const { slug } = await createTeam({ name: "Borealis" }, BY);
    await createRule(
      { match: { model: "gpt-4.1-2025-04-14", project: "proj_atlas" }, shares: [{ team: slug, percent: "100" }] },
      BY,
    );
    const again = await closeMonth(signOff, MARA, NOW);
    expect(again.hash).not.toBe(first);
    expect(
      (await monthCloseOf({ month: MAY }, MARA, NOW)).closedMonths[0]?.events.map((event) => event.action),
    ).toEqual(["closed", "reopened", "closed"]);
  });

  it("finds a closed month whose sums were tampered with", async () => {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE rollup SET billed = billed + 0.01 WHERE billed_month = '2026-05' AND model <> ''");
      expect(await brokenHashes(client)).toMatchObject([{ month: MAY, holds: false }]);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
    expect(await brokenHashes(pool)).toEqual([]);
    expect((await verify(NOW)).differences.filter((each) => each.check === "closed")).toEqual([]);
  });
});
