import {
  arrowOf,
  currencyMark,
  DASH,
  direction,
  isLargeChange,
  MINUS,
  moneyPieces,
  percentChangeText,
} from "../../lib/core/display.ts";
import { EstimatedMark } from "./estimated-mark.tsx";

/**
 * Money with its cents set quieter. The currency stands in the header, caption or beside it.
 * @param estimated of the amount, what nobody billed: marked and spoken
 */
export function Amount({
  value,
  signed = false,
  estimated = null,
}: {
  value: string;
  signed?: boolean;
  estimated?: string | null;
}) {
  const { whole, cents } = moneyPieces(value, { signed });
  return (
    <>
      <EstimatedMark estimated={estimated} />
      {whole}
      <span className="c">{cents}</span>
    </>
  );
}

/** A headline amount: currency mark before it, minus before both. */
export function Headline({
  value,
  currency,
  estimated = null,
}: {
  value: string;
  currency: string;
  estimated?: string | null;
}) {
  const { whole, cents } = moneyPieces(value);
  const isNegative = whole.startsWith(MINUS);
  return (
    <>
      <EstimatedMark estimated={estimated} />
      {isNegative ? MINUS : ""}
      {currencyMark(currency)}
      {isNegative ? whole.slice(1) : whole}
      <span className="c">{cents}</span>
    </>
  );
}

export type Threshold = { readonly percent: string; readonly amount: string };
type Moved = { change: string | null; changePercent: string | null };

function classOf(moved: Moved, threshold: Threshold | null): string {
  const way = moved.change === null ? "flat" : direction(moved.change);
  return threshold !== null && isLargeChange(moved, threshold) ? `${way} big` : way;
}

/** A change: arrow, sign, amount. Coloured only past both limits. */
export function Change({
  change,
  changePercent = null,
  threshold = null,
  missing = "nothing to compare with in the month before",
}: {
  change: string | null;
  changePercent?: string | null;
  threshold?: Threshold | null;
  missing?: string;
}) {
  if (change === null) return <Missing why={missing} />;
  const arrow = arrowOf(direction(change));
  return (
    <span className={classOf({ change, changePercent }, threshold)}>
      {arrow !== "" && (
        <span className="arrow" aria-hidden="true">
          {arrow}
        </span>
      )}
      <Amount value={change} signed />
    </span>
  );
}

/** A change in percent, signed, one decimal; its unit stands in the header. */
export function PercentChange({
  change,
  changePercent,
  threshold = null,
  missing = "the month before was zero",
}: {
  change: string | null;
  changePercent: string | null;
  threshold?: Threshold | null;
  missing?: string;
}) {
  if (changePercent === null) return <Missing why={missing} />;
  return <span className={classOf({ change, changePercent }, threshold)}>{percentChangeText(changePercent)}</span>;
}

/** Nothing is known: a dash and its reason. */
export function Missing({ why, isShown = false }: { why: string; isShown?: boolean }) {
  return (
    <span className="muted" title={why}>
      {DASH}
      {isShown ? ` ${why}` : <span className="sr"> {why}</span>}
    </span>
  );
}

/** An amount, or a dash with the reason there is none. */
export function MaybeAmount({ value, why }: { value: string | null; why: string }) {
  return value === null ? <Missing why={why} /> : <Amount value={value} />;
}
