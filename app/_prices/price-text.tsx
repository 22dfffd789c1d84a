import { decimal } from "../../lib/core/decimal.ts";
import { fixed } from "../../lib/core/display.ts";
import { Missing } from "../_ui/amount.tsx";

const SHORTEST = 2;

/** Two places, or as many as the price has. */
export const priceText = (value: string): string => fixed(value, placesOf(value));

const placesOf = (value: string): number => Math.max(SHORTEST, decimal(value).scale);

/** Places of the longest price of a column, so that the points stand in line. */
export const columnPlaces = (values: readonly (string | undefined)[]): number =>
  values.reduce((most, value) => (value === undefined ? most : Math.max(most, placesOf(value))), SHORTEST);

export function PriceCell({ value, places }: { value: string | undefined; places: number }) {
  if (value === undefined) return <Missing why="no such price" />;
  const rest = places - placesOf(value);
  return (
    <>
      {priceText(value)}
      {rest > 0 && (
        <span style={{ visibility: "hidden" }} aria-hidden="true">
          {"0".repeat(rest)}
        </span>
      )}
    </>
  );
}
