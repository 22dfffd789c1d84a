import { pool } from "../lib/db/client.ts";
import { rebuildRollups } from "../lib/db/rollups.ts";
import { inTransaction } from "../lib/db/transaction.ts";
import { overviewOf } from "../lib/flows/overview.ts";
import { OPERATOR } from "../lib/flows/report.ts";
import { teamMonthOf } from "../lib/flows/team-month.ts";
import { createTeam } from "../lib/flows/teams.ts";
import { percentile } from "./measure.ts";

const CALLS = 60;
const TEAMS = 12;

/** Ledger entries straight into the table: what is measured is reading, not posting. */
async function fill(from: number, to: number): Promise<void> {
  await inTransaction(async ({ client }) => {
    // References are right by construction; checking ten million of them would only measure the checking.
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query(
      `INSERT INTO ledger_entry (day, billed_month, used_month, bearer, team_id, class, provider, model, service, cost_kind, category, is_correction, basis, currency, billed, effective, tokens, because)
     SELECT d, to_char(d, 'YYYY-MM'), to_char(d, 'YYYY-MM'), 'team', 1 + n % ${TEAMS}, 'cloud', (ARRAY['openai', 'anthropic', 'google'])[1 + n % 3], 'model-' || (n / 3) % 12, 'service', (ARRAY['input', 'cacheRead', 'output'])[1 + (n / 7) % 3], 'usage', false, 'billed', 'USD', (n % 1000) / 997.0, (n % 1000) / 997.0, n % 100000, 'bench'
     FROM (SELECT n, date '2025-10-01' + (n % 395)::int AS d FROM generate_series($1::bigint, $2::bigint) n) s`,
      [from, to],
    );
    await rebuildRollups(client);
  });
  await pool.query("VACUUM ANALYZE ledger_entry");
  await pool.query("VACUUM ANALYZE rollup");
}

async function p95(call: () => Promise<unknown>): Promise<number> {
  for (let warm = 0; warm < 5; warm += 1) await call();
  const times: number[] = [];
  for (let index = 0; index < CALLS; index += 1) {
    const begun = performance.now();
    await call();
    times.push(performance.now() - begun);
  }
  return percentile(
    times.sort((a, b) => a - b),
    0.95,
  );
}

/** Server time of the overview and of a team's month, with many lines against few. */
export async function benchOverview(lines: number): Promise<string[]> {
  for (let index = 1; index <= TEAMS; index += 1) await createTeam({ name: `Team ${index}` }, "bench");
  const few = 100_000;
  const query = { month: "2026-10" };
  const overview = () => overviewOf(query, OPERATOR);
  const team = () => teamMonthOf("team-3", query, OPERATOR);
  await fill(1, few);
  const before = { overview: await p95(overview), team: await p95(team) };
  await fill(few + 1, lines);
  const after = { overview: await p95(overview), team: await p95(team) };
  const line = (name: "overview" | "team") =>
    `${name}: p95 ${after[name].toFixed(1)} ms with ${lines} lines, ${before[name].toFixed(1)} ms with ${few}; ratio ${(after[name] / before[name]).toFixed(2)} (goals <= 50 ms, <= 1.20)`;
  return [line("overview"), line("team")];
}
