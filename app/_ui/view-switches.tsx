"use client";

import type { CostView, MonthView } from "../../lib/api/wire/statement.ts";
import { useView } from "./view.ts";

type Choice<Value extends string> = { readonly value: Value; readonly label: string; readonly title: string };

function Segments<Value extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  label: string;
  choices: readonly Choice<Value>[];
  chosen: Value;
  onChoose(value: Value): void;
}) {
  return (
    <fieldset className="seg" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === chosen}
          title={choice.title}
          onClick={() => onChoose(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

const COSTS: readonly Choice<CostView>[] = [
  { value: "effective", label: "Effective", title: "Amortised cost where the source has it, else what was billed" },
  { value: "billed", label: "Billed", title: "What the invoices say" },
];
const MONTHS: readonly Choice<MonthView>[] = [
  { value: "billed", label: "Month billed", title: "A cost belongs to the month it was billed for" },
  { value: "used", label: "Month used", title: "A cost belongs to the month it was used in" },
];

/** The two choices a whole page makes at once: which money, and which month a cost belongs to. */
export function ViewSwitches({ cost, monthBy }: { cost: CostView; monthBy: MonthView }) {
  const { setView } = useView();
  return (
    <>
      <Segments label="Cost" choices={COSTS} chosen={cost} onChoose={(value) => void setView({ cost: value })} />
      <Segments
        label="Which month a cost belongs to"
        choices={MONTHS}
        chosen={monthBy}
        onChoose={(value) => void setView({ monthBy: value })}
      />
    </>
  );
}
