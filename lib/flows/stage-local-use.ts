import type { PoolClient } from "pg";
import { type Decimal, format } from "../core/decimal.ts";
import { type HourlyUse, UseHours } from "../core/local-use/hours.ts";
import type { LocalUse } from "../core/local-use/local-use.ts";
import { hourOf } from "../core/local-use/split-at-hours.ts";
import {
  type BusyHourWrite,
  copyLocalUse,
  FIRST_LOCAL_KEY,
  type LocalKey,
  type LocalUseWrite,
} from "../db/local-use.ts";

const HOUR_MS = 3_600_000;

/** Collects what a file says local servers did and stages it by hour, model and key: one server after the other. */
export class LocalUseStage {
  readonly #servers = new Map<string, { readonly hours: UseHours; readonly seen: SeenHours }>();

  add(use: LocalUse): void {
    const endpoint = use.endpoint ?? "";
    const server = this.#servers.get(endpoint) ?? { hours: new UseHours(), seen: new SeenHours() };
    this.#servers.set(endpoint, server);
    server.hours.add(use);
    server.seen.add(use);
  }

  async write(client: PoolClient, { importId, rigId }: { importId: number; rigId: number | null }): Promise<void> {
    const keys = new LocalKeys();
    const uses: LocalUseWrite[] = [];
    const busy: BusyHourWrite[] = [];
    for (const [endpoint, { hours, seen }] of this.#servers) {
      const result = hours.result();
      for (const use of result.uses) uses.push(toWrite(use, keys.numberOf(use)));
      for (const hour of seen.with(result.busyMs)) busy.push({ endpoint, ...hour });
    }
    if (uses.length > 0) await copyLocalUse(client, { importId, rigId, keys: keys.all, uses, busy });
  }
}

class LocalKeys {
  readonly #numbers = new Map<string, number>();
  readonly all: LocalKey[] = [];

  numberOf({ keys, model, endpoint }: HourlyUse): number {
    const name = JSON.stringify([keys, model, endpoint]);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const no = FIRST_LOCAL_KEY + this.all.length;
    this.#numbers.set(name, no);
    this.all.push({ no, keys, model, endpoint });
    return no;
  }
}

const text = (value: Decimal | null): string | null => value && format(value);

const toWrite = (use: HourlyUse, keyNo: number): LocalUseWrite => ({
  keyNo,
  hourMs: use.hourMs,
  model: use.model,
  endpoint: use.endpoint,
  requests: use.requests,
  failed: use.failed,
  input: text(use.input),
  cacheRead: text(use.cacheRead),
  output: text(use.output),
  requestMs: use.requestMs,
  prefillMs: use.prefillMs,
  decodeMs: use.decodeMs,
  isEstimated: use.isEstimated,
});

/** Hours of a server with the offsets of its first and last use in them, by which files that overlap are known. */
class SeenHours {
  readonly #seen = new Map<number, { first: number; last: number }>();

  add({ fromMs, toMs }: LocalUse): void {
    const last = toMs > fromMs ? toMs - 1 : toMs;
    for (let hourMs = hourOf(fromMs); hourMs <= last; hourMs += HOUR_MS) {
      const from = Math.max(fromMs, hourMs) - hourMs;
      const to = Math.min(toMs, hourMs + HOUR_MS) - hourMs;
      const known = this.#seen.get(hourMs);
      if (!known) this.#seen.set(hourMs, { first: from, last: to });
      else {
        known.first = Math.min(known.first, from);
        known.last = Math.max(known.last, to);
      }
    }
  }

  with(busyMs: ReadonlyMap<number, number>): Omit<BusyHourWrite, "endpoint">[] {
    return [...this.#seen].map(([hourMs, { first, last }]) => ({
      hourMs,
      firstMs: Math.round(first),
      lastMs: Math.round(last),
      busyMs: busyMs.has(hourMs) ? Math.round(busyMs.get(hourMs) ?? 0) : null,
    }));
  }
}
