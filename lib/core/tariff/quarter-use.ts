import type { Decimal } from "../decimal.ts";

/** A UTC quarter hour that begins at `atMs`: energy at the wall, and for how much of it that is known. */
export type QuarterUse = { readonly atMs: number; readonly wallMicrojoules: Decimal; readonly coveredMs: number };

/** Mean of a dynamic tariff's prices per kWh over a stretch of time, without tax; null: not known for all of it. */
export type PriceAt = (fromMs: number, toMs: number) => Decimal | null;
