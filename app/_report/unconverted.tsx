import { moneyText } from "../../lib/core/display.ts";
import { Notice } from "../_ui/notice.tsx";

/** Money in other currencies that has no rate: named, and in no total. */
export function Unconverted({
  amounts,
  currency,
}: {
  amounts: readonly { readonly currency: string; readonly amount: string }[];
  currency: string;
}) {
  if (amounts.length === 0) return null;
  const list = amounts.map((one) => `${moneyText(one.amount)} ${one.currency}`).join(", ");
  return (
    <Notice kind="warn">
      <b>Not in these totals: {list}.</b> There is no rate to {currency}, so nothing was converted.
    </Notice>
  );
}
