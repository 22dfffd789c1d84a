import type { FigureFilter } from "../../lib/api/wire/statement.ts";
import { moneyText } from "../../lib/core/display.ts";
import { FigureButton } from "./figure-button.tsx";

/** Under a headline: how much of it nobody billed, and the way to those entries. */
export function OfWhichEstimated({
  estimated,
  currency,
  filter,
}: {
  estimated: string | null;
  currency: string;
  filter: FigureFilter;
}) {
  if (estimated === null) return null;
  return (
    <span className="of-which">
      of which{" "}
      <FigureButton filter={{ ...filter, basis: "estimated" }} name="what is estimated">
        <span className="estimated">≈ {moneyText(estimated)}</span>
      </FigureButton>{" "}
      {currency} estimated: nobody billed it
    </span>
  );
}
