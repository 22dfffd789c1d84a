import { moneyText } from "../../lib/core/display.ts";

/** Stands before an amount of which some was never billed; what is spoken says how much. */
export function EstimatedMark({ estimated }: { estimated: string | null }) {
  if (estimated === null) return null;
  const words = `of which ${moneyText(estimated)} estimated`;
  return (
    <span className="estimated" title={`${words}: nobody billed it`}>
      <span aria-hidden="true">≈{"\u00a0"}</span>
      <span className="sr">{words}: </span>
    </span>
  );
}
