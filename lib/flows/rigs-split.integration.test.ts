import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { NewRig } from "../api/wire/rigs.ts";
import { decimal, equals, sum } from "../core/decimal.ts";
import { IDLE_BEARERS, SPLITS } from "../core/rig/terms.ts";
import { pool, prisma } from "../db/client.ts";
import { resetDemoData } from "../db/reset.ts";
import { rowsOf, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { inTransaction } from "../db/transaction.ts";
import { ingestFile } from "./ingest.ts";
import { addCharge, setShareTerms } from "./rig-terms.ts";
import { createRig } from "./rigs.ts";
import { createRule } from "./rules.ts";
import { createTeam } from "./teams.ts";
import { undoImport } from "./undo-import.ts";
import { verify } from "./verify.ts";

const BY = "test";
const NOW = Date.parse("2026-06-16T12:00:00Z");
const who = { by: BY, nowMs: NOW };
const RIG: NewRig = {
  name: "Kiln",
  zone: "UTC",
  currency: "USD",
  price: "2400",
  months: 24,
  inService: "2026-05-01",
  tariffPerKwh: "0.25",
};
/** Four hours at 700 W. */
const BMC = `timestamp,kiln_watts\n${Array.from(
  { length: 49 },
  (_, at) => `${new Date(Date.UTC(2026, 4, 4, 0, at * 5)).toISOString()},700`,
).join("\n")}\n`;
const ENERGY = 0.7;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
async function ingest(fileName: string, text: string, rig: string | null): Promise<void> {
  const done = await ingestFile({ fileName, bytes: bytesOf(text), by: BY, nowMs: NOW, rig });
  expect(done.isPosted, `${fileName}: ${JSON.stringify(done.summary?.issues)}`).toBe(true);
}

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
});
beforeEach(async () => {
  await inTransaction(({ client }) => resetDemoData(client));
  for (const name of ["Search", "Apps"]) await createTeam({ name }, BY);
});
afterEach(async () => expect((await verify(NOW)).differences).toEqual([]));
afterAll(() => close());

describe("a rig's month", () => {
  const USE = [
    "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,model,custom_llm_provider,api_base,team_id,status",
    ...["search", "apps", "nobody"].map(
      (team, at) =>
        `r-${at},acompletion,k,0,${(at + 1) * 1100},${(at + 1) * 1000},${(at + 1) * 100},2026-05-04 0${at + 1}:00:00,2026-05-04 0${at + 1}:2${at}:00,m,hosted_vllm,http://10.0.0.7:8000/v1,${team},success`,
    ),
  ].join("\n");

  it.each(SPLITS.flatMap((splitBy) => IDLE_BEARERS.map((idleBearer) => ({ splitBy, idleBearer }))))(
    "split by $splitBy, idle to $idleBearer, is its teams, idle and unassigned to the last digit",
    async ({ splitBy, idleBearer }) => {
      for (const team of ["search", "apps"])
        await createRule(
          { match: { "tag:team": team }, shares: [{ team, percent: "100" }], from: null, to: null, note: "" },
          BY,
        );
      const shares = [
        { team: "search", percent: "33.3" },
        { team: "apps", percent: "21.7" },
      ];
      const terms = { splitBy, idleBearer, owner: "apps", shares, serves: ["10.0.0.7"] };
      await createRig({ ...RIG, ...terms }, BY, NOW);
      await addCharge(
        "kiln",
        { kind: "hosting", from: "2026-05-01", to: null, monthly: "77.77", hourly: null, hours: null, covers: "" },
        who,
      );
      await ingest("bmc.csv", BMC, "Kiln");
      await ingest("litellm.csv", USE, null);
      const costs = await rowsOf<{ part: string; amount: string }>(
        pool,
        sql`SELECT rig_part AS part, sum(billed)::text AS amount FROM ledger_entry WHERE billed_month = '2026-05' GROUP BY 1 ORDER BY 1`,
      );
      expect(costs.map((each) => [each.part, Number(each.amount)])).toEqual([
        ["depreciation", 100],
        ["energy", ENERGY],
        ["hosting", 77.77],
      ]);
      const bearers = await rowsOf<{ bearer: string; amount: string }>(
        pool,
        sql`SELECT coalesce(t.slug, e.bearer) AS bearer, sum(e.billed)::text AS amount FROM ledger_entry e LEFT JOIN team t ON t.id = e.team_id
            WHERE billed_month = '2026-05' GROUP BY 1 HAVING sum(e.billed) <> 0 ORDER BY 1`,
      );
      const whole = sum(costs.map(({ amount }) => decimal(amount)));
      expect(equals(sum(bearers.map(({ amount }) => decimal(amount))), whole)).toBe(true);
      expect(bearers.some(({ bearer }) => bearer === "idle")).toBe(idleBearer === "idle");
      expect(bearers.some(({ bearer }) => bearer === "unassigned")).toBe(splitBy !== "shares");
    },
  );
});

describe("a rig split by use", () => {
  const use = (day: string) =>
    [
      "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,model,custom_llm_provider,api_base,team_id,status",
      `a,acompletion,k,0,9100,9000,100,${day} 01:00:00,${day} 01:30:00,m,hosted_vllm,http://10.0.0.7:8000/v1,search,success`,
      `b,acompletion,k,0,1000,100,900,${day} 02:00:00,${day} 02:30:00,m,hosted_vllm,http://10.0.0.7:8000/v1,apps,success`,
    ].join("\n");
  const rig = (parts: Partial<NewRig> = {}) =>
    createRig({ ...RIG, splitBy: "tokens", serves: ["10.0.0.7"], ...parts }, BY, NOW);
  const ofTeam = async (team: string, month: string) => {
    const [row] = await rowsOf<{ amount: string | null }>(
      pool,
      sql`SELECT sum(e.billed)::text AS amount FROM ledger_entry e JOIN team t ON t.id = e.team_id WHERE t.slug = ${team} AND billed_month = ${month}`,
    );
    return Number(row?.amount ?? 0);
  };
  beforeEach(async () => {
    for (const team of ["search", "apps"])
      await createRule(
        { match: { "tag:team": team }, shares: [{ team, percent: "100" }], from: null, to: null, note: "" },
        BY,
      );
  });

  it("stays as it is in a month that still runs, until a file comes", async () => {
    await rig();
    await ingest("litellm.csv", use("2026-06-04"), null);
    expect((await verify(NOW + 5 * 86_400_000)).differences).toEqual([]);
    expect(await ofTeam("search", "2026-06")).toBeGreaterThan(0);
  });

  it("is split anew by the speeds of a load test, and back once it is undone", async () => {
    await rig();
    await ingest("litellm.csv", use("2026-05-04"), null);
    const assumed = await ofTeam("search", "2026-05");
    const bench = `model_filename,model_type,n_prompt,n_gen,test_time,avg_ns,avg_ts\n"m.gguf","llama 8B","512","0","2026-06-02T08:00:00Z","1","4000"\n"m.gguf","llama 8B","0","128","2026-06-02T08:00:00Z","1","40"\n`;
    const done = await ingestFile({ fileName: "bench.csv", bytes: bytesOf(bench), by: BY, nowMs: NOW, rig: "Kiln" });
    expect(done.isPosted, JSON.stringify(done.summary?.issues)).toBe(true);
    expect(await ofTeam("search", "2026-05")).toBeLessThan(assumed / 2);
    expect((await verify(NOW)).differences).toEqual([]);
    await undoImport({ importId: done.importId, by: BY, nowMs: NOW });
    expect(await ofTeam("search", "2026-05")).toBe(assumed);
  });

  it("gives a new team its part of what all carry together, but not of a month that is signed", async () => {
    await rig({ idleBearer: "shared" });
    await pool.query(
      "INSERT INTO month_state (month, state, closed_at, closed_by) VALUES ('2026-05', 'closed', now(), 'test')",
    );
    await createTeam({ name: "Late" }, BY, NOW);
    expect(await ofTeam("late", "2026-05")).toBe(0);
    expect(await ofTeam("late", "2026-06")).toBeCloseTo(100 / 3, 9);
    await pool.query("DELETE FROM month_state");
    await inTransaction(({ client }) => resetDemoData(client));
  });

  it("lets those carry idle time together who had a share that day", async () => {
    await rig({ splitBy: "shares", idleBearer: "shared", shares: [{ team: "search", percent: "40" }] });
    await setShareTerms("kiln", { shares: [{ team: "apps", percent: "10" }], from: "2026-06-01" }, who);
    expect([await ofTeam("search", "2026-05"), await ofTeam("apps", "2026-05")]).toEqual([100, 0]);
    expect([await ofTeam("search", "2026-06"), await ofTeam("apps", "2026-06")]).toEqual([0, 100]);
  });
});

describe("a further device", () => {
  const gpu = (uuid: string, from: number, hours: number) =>
    `timestamp, uuid, power.draw [W]\n${Array.from({ length: hours * 12 + 1 }, (_, at) => {
      const text = new Date(from + at * 300_000).toISOString();
      return `${text.slice(0, 10).replaceAll("-", "/")} ${text.slice(11, 23)}, ${uuid}, 300.00 W`;
    }).join("\n")}\n`;

  it("of which the log begins a month earlier counts in the cover of every month after, and no more once undone", async () => {
    await createRig({ ...RIG, baseWatts: "100" }, BY, NOW);
    const post = async (fileName: string, text: string) =>
      ingestFile({ fileName, bytes: bytesOf(text), by: BY, nowMs: NOW, rig: "Kiln", zone: "UTC" });
    await post("first.csv", gpu("GPU-1", Date.UTC(2026, 5, 3), 4));
    const { importId } = await post("second.csv", gpu("GPU-2", Date.UTC(2026, 4, 20), 4));
    expect((await verify(NOW)).differences).toEqual([]);
    await undoImport({ importId, by: BY, nowMs: NOW });
  });
});
