import type { Sink } from "../importer.ts";

/** What one meter used between two instants, by register: day and night add up, a total stands for both. */
type Slot = { readonly row: number; readonly toMs: number; parts: number | null; total: number | null };
type Meter = { readonly slots: Map<number, Slot>; readonly seen: Map<string, number>; isGas: boolean };
export type SlotReading = {
  readonly device: string;
  readonly register: string;
  readonly row: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly microjoules: number;
};

/** Slots of all meters of a file, whatever the order of its registers; handed over at the end. */
export class MeterSlots {
  readonly #meters = new Map<string, Meter>();
  /** Rows that say the same register and slot again with the same figure. */
  repeats = 0;
  /** ... and with another one: row and count. */
  conflicts = 0;
  firstConflict = 0;
  negatives = 0;

  #meter(device: string): Meter {
    let meter = this.#meters.get(device);
    if (!meter) {
      meter = { slots: new Map(), seen: new Map(), isGas: false };
      this.#meters.set(device, meter);
    }
    return meter;
  }

  /** Its readings in kWh are heat, not electricity. */
  markGas(device: string): void {
    this.#meter(device).isGas = true;
  }

  add({ device, register, row, fromMs, toMs, microjoules }: SlotReading): void {
    const meter = this.#meter(device);
    const key = `${register}|${fromMs}`;
    const before = meter.seen.get(key);
    if (before !== undefined) {
      if (before === microjoules) this.repeats += 1;
      else if (this.conflicts++ === 0) this.firstConflict = row;
      return;
    }
    meter.seen.set(key, microjoules);
    if (microjoules < 0) this.negatives += 1;
    let slot = meter.slots.get(fromMs);
    if (!slot) {
      slot = { row, toMs, parts: null, total: null };
      meter.slots.set(fromMs, slot);
    }
    if (/tota|acti(?:ef|ve)$/i.test(register)) slot.total = microjoules;
    else slot.parts = (slot.parts ?? 0) + microjoules;
  }

  /** @returns readings handed over, and whether a meter was left out as one of gas */
  hand(sink: Sink): { readings: number; gas: boolean } {
    let readings = 0;
    for (const [device, { slots, isGas }] of this.#meters) {
      if (isGas || slots.size === 0) continue;
      sink.energy({ is: "series", key: device, device, scope: "wall", kind: "interval" });
      for (const [fromMs, { row, toMs, parts, total }] of slots) {
        sink.energy({ is: "interval", row, series: device, fromMs, toMs, microjoules: total ?? parts ?? 0 });
        readings += 1;
      }
    }
    return { readings, gas: [...this.#meters.values()].some(({ isGas }) => isGas) };
  }
}
