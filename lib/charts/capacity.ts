import type { RigMonth } from "../api/wire/rig-pages.ts";
import { coordinate, roundStep } from "./numbers.ts";

type Capacity = RigMonth["capacity"][number];
export type Tick = { readonly at: number; readonly value: number };
type Dot = { readonly x: number; readonly y: number };

/** Both lines rise, so a name above ends at its place and a name below begins there. */
type NamePlace = Dot & { readonly anchor: "start" | "end" };

/** A load test drawn: what is served a second on the left axis, how late it is on the right one. */
export type CapacityPicture = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly rate: { readonly of: "tokens" | "requests"; readonly dots: readonly Dot[] };
  readonly latency: readonly Dot[];
  /** Where each line is named: above the upper one and below the lower one, where they are furthest apart. */
  readonly names: { readonly rate: NamePlace; readonly latency: NamePlace | null };
  readonly leftTicks: readonly Tick[];
  readonly rightTicks: readonly Tick[];
  readonly bottomTicks: readonly Tick[];
  /** Where the capacity is; what lies beyond it is hatched when a larger load was late. */
  readonly limit: { readonly x: number; readonly isBounded: boolean } | null;
};

const FRAMES = { wide: { width: 540, height: 226 }, narrow: { width: 326, height: 190 } } as const;
const MARGIN = { left: 38, right: 40, top: 10, bottom: 22 };
const MOST_TICKS = 4;
const MOST_X_TICKS = 7;

/** Null where fewer than two loads were measured: one point is no curve. */
export function capacityPicture(of: Capacity, frame: keyof typeof FRAMES): CapacityPicture | null {
  const points = of.curve;
  if (points.length < 2) return null;
  const { width, height } = FRAMES[frame];
  const box = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
  const hasTokens = points.every((point) => point.outputTokensPerSecond !== null);
  const rateOf = (point: (typeof points)[number]) =>
    hasTokens ? (point.outputTokensPerSecond ?? 0) : point.requestsPerSecond;
  const last = Math.max(...points.map((point) => point.concurrency));
  const x = (value: number) => coordinate(box.left + (value / last) * (box.right - box.left));
  const rates = axisOf(points.map(rateOf), box);
  const late = points.flatMap((point) => (point.latencyMs === null ? [] : [{ ...point, ms: point.latencyMs }]));
  const delays = axisOf(
    late.map((point) => point.ms),
    box,
  );
  const dots = points.map((point) => ({ x: x(point.concurrency), y: rates.y(rateOf(point)) }));
  const latency = late.map((point) => ({ x: x(point.concurrency), y: delays.y(point.ms) }));
  return {
    ...{ width, height, ...box },
    rate: { of: hasTokens ? "tokens" : "requests", dots },
    latency,
    names: namesOf({ dots, latency }, box),
    leftTicks: rates.ticks,
    rightTicks: late.length === 0 ? [] : delays.ticks,
    bottomTicks: stepsTo(last, MOST_X_TICKS).map((value) => ({ at: x(value), value })),
    limit: of.at === null ? null : { x: x(of.at), isBounded: points.some((point) => point.isMet === false) },
  };
}

const NAMED_AT = [0.4, 0.5, 0.6];
const ABOVE = -7;
const BELOW = 14;

function namesOf(
  { dots, latency }: { dots: readonly Dot[]; latency: readonly Dot[] },
  box: { left: number; right: number; top: number; bottom: number },
): CapacityPicture["names"] {
  const places = NAMED_AT.map((share) => {
    const x = coordinate(box.left + share * (box.right - box.left));
    const rate = heightAt(dots, x);
    const late = latency.length > 1 ? heightAt(latency, x) : null;
    return { x, rate, late, apart: late === null ? 0 : Math.abs(rate - late) };
  });
  const { x, rate, late } = places.reduce((best, place) => (place.apart > best.apart ? place : best));
  const named = (height: number, isAbove: boolean): NamePlace => ({
    x,
    y: coordinate(Math.min(box.bottom - 5, Math.max(box.top + 8, height + (isAbove ? ABOVE : BELOW)))),
    anchor: isAbove ? "end" : "start",
  });
  if (late === null) return { rate: named(rate, false), latency: null };
  return { rate: named(rate, rate < late), latency: named(late, rate >= late) };
}

/** The height of a line of dots, by x in order, at a place between them. */
function heightAt(dots: readonly Dot[], x: number): number {
  const after = dots.findIndex((dot) => dot.x >= x);
  const [first] = dots;
  const to = dots[after] ?? dots.at(-1) ?? { x, y: 0 };
  const from = dots[after - 1] ?? first ?? to;
  return from.x === to.x ? to.y : from.y + ((x - from.x) / (to.x - from.x)) * (to.y - from.y);
}

function axisOf(values: readonly number[], box: { top: number; bottom: number }) {
  const highest = Math.max(0, ...values);
  const step = roundStep(highest, MOST_TICKS);
  const end = Math.max(step, Math.ceil(highest / step - 1e-9) * step);
  const y = (value: number) => coordinate(box.bottom - (value / end) * (box.bottom - box.top));
  return { y, ticks: stepsTo(end, MOST_TICKS).map((value) => ({ at: y(value), value })) };
}

function stepsTo(end: number, most: number): number[] {
  const step = Math.max(roundStep(end, most), Number.EPSILON);
  const steps = [];
  for (let value = 0; value <= end + step * 1e-9; value += step) steps.push(coordinate(value));
  return steps;
}
