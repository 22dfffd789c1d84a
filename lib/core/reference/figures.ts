/**
 * Every figure of the two published comparisons, computed from their own inputs by the functions that serve the product,
 * beside what they print, with a sentence wherever the two disagree.
 */
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  format,
  formatFixed,
  round,
  subtract,
} from "../decimal.ts";
import { fixed, moneyText } from "../display.ts";
import {
  billForHybridSaving,
  cloudCost,
  electricityMonthly,
  hardwareMonthly,
  paybackMonths,
  rentedMonthly,
  tokensMonthly,
} from "./local-cost.ts";
import {
  COMPARISON_A,
  COMPARISON_B,
  COMPARISON_ROWS,
  MODELS_B,
  type PublishedModel,
  type PublishedRig,
  RENTED_B,
  RIGS_B,
} from "./published.ts";

export type ReferenceRow = {
  readonly source: "A" | "B";
  readonly group: string;
  readonly figure: string;
  /** As printed; null where the publication gives inputs only. */
  readonly published: string | null;
  /** From the inputs: decimal text, at most 4 places; null = it never pays back. */
  readonly exact: string | null;
  readonly unit: "USD" | "USD a month" | "months";
  /** Does the printed figure follow from its inputs, allowing for its own rounding; null where nothing is printed. */
  readonly agrees: boolean | null;
  readonly note: string;
};

const PLACES = 4;
const exactText = (value: Decimal): string => format(round(value, PLACES));

/** Within half a step of the printed value: 48.60 is "about 50" to the nearest ten. */
function isRoundedFrom({ printed, exact, step }: { printed: Decimal; exact: Decimal; step: number }): boolean {
  return compare(absolute(subtract(printed, exact)), divide(decimal(step), decimal(2))) <= 0;
}

type RowInput = {
  source: "A" | "B";
  group: string;
  figure: string;
  printed: Decimal;
  /** "~" where the publication says about. */
  about?: boolean;
  exact: Decimal;
  /** To what the publication rounds. */
  step: number;
  unit?: ReferenceRow["unit"];
  note?: string;
};

function row(input: RowInput): ReferenceRow {
  return {
    source: input.source,
    group: input.group,
    figure: input.figure,
    published: `${input.about ? "~" : ""}${fixed(input.printed, 0)}`,
    exact: exactText(input.exact),
    unit: input.unit ?? "USD a month",
    agrees: isRoundedFrom(input),
    note: input.note ?? "",
  };
}

function comparisonA(): ReferenceRow[] {
  const a = COMPARISON_A;
  const group = "10,000 requests a day, gpt-4o against 2x RTX 4090";
  const daily = (tokensPerRequest: Decimal) =>
    tokensMonthly({ requestsPerDay: a.requestsPerDay, tokensPerRequest, days: decimal(1) });
  const cost = (inputTokens: Decimal, outputTokens: Decimal) => cloudCost({ ...a, inputTokens, outputTokens });
  const none = decimal(0);
  const input = daily(a.inputTokensPerRequest);
  const output = daily(a.outputTokensPerRequest);
  const monthly = cost(
    tokensMonthly({ requestsPerDay: a.requestsPerDay, tokensPerRequest: a.inputTokensPerRequest, days: a.days }),
    tokensMonthly({ requestsPerDay: a.requestsPerDay, tokensPerRequest: a.outputTokensPerRequest, days: a.days }),
  );
  const hardware = hardwareMonthly({ price: a.price, salvage: none, months: a.months });
  const electricity = electricityMonthly(a);
  const local = add(hardware, electricity);
  const payback = paybackMonths({ price: a.price, cloudMonthly: monthly, runningMonthly: electricity });
  const line = (figure: string, printed: number, exact: Decimal, extra: Partial<RowInput> = {}) =>
    row({ source: "A", group, figure, printed: decimal(printed), exact, step: 1, ...extra });
  return [
    line("Input tokens a day", 50, cost(input, none), { unit: "USD" }),
    line("Output tokens a day", 75, cost(none, output), { unit: "USD" }),
    line("Cloud a day", 125, cost(input, output), { unit: "USD" }),
    line("Cloud a month", 3_750, monthly, { about: true }),
    line("Hardware a month", 230, hardware, { about: true, step: 10 }),
    line("Electricity a month", 43, electricity, { about: true }),
    line("Local a month", 273, local, {
      about: true,
      note: "The printed figure adds rounded parts, 230 and 43. The inputs give 272.37.",
    }),
    {
      source: "A",
      group,
      figure: "Payback",
      published: "< 2",
      exact: payback && exactText(payback),
      unit: "months",
      agrees: payback !== null && compare(payback, decimal(2)) < 0,
      note: "5,500 / (3,750 − 43.20). Labour is not in it.",
    },
  ];
}

/** Cost of `tokens` a month on a model, half of them input and half output. */
export function halfAndHalf(model: PublishedModel, tokens: Decimal): Decimal {
  const half = divide(tokens, decimal(2));
  return cloudCost({ ...model, inputTokens: half, outputTokens: half });
}

function modelRows(): ReferenceRow[] {
  const group = "50M tokens a month, half input, half output";
  return MODELS_B.map((model) => {
    const exact = halfAndHalf(model, COMPARISON_B.tokensMonthly);
    if (model.published !== null) {
      return row({ source: "B", group, figure: model.name, printed: model.published, about: true, exact, step: 1 });
    }
    const note = "Named with its price only.";
    const base = { source: "B", group, figure: model.name, published: null } as const;
    return { ...base, exact: exactText(exact), unit: "USD a month", agrees: null, note } satisfies ReferenceRow;
  });
}

/** Electricity of a published rig for a month of 30 days at 0.15 per kWh. */
export function rigElectricity(rig: PublishedRig, hoursPerDay: Decimal): Decimal {
  return electricityMonthly({ watts: rig.watts, hoursPerDay, days: COMPARISON_B.days, perKwh: COMPARISON_B.perKwh });
}

function rigRows(): ReferenceRow[] {
  const group = "Electricity of a rig at 0.15 a kWh, 30 days";
  return RIGS_B.flatMap((rig) => {
    const atEight = rigElectricity(rig, COMPARISON_B.claimedHoursPerDay);
    const always = rigElectricity(rig, COMPARISON_B.alwaysOnHoursPerDay);
    const shared = { source: "B", group, printed: rig.published, about: true, step: 10 } as const;
    return [
      row({
        ...shared,
        figure: `${rig.name}, 8 hours a day`,
        exact: atEight,
        note:
          `Printed as the cost of 8 hours a day, but ${formatFixed(rig.watts, 0)} W for 8 hours give ` +
          `${moneyText(atEight)}; the column is the 24-hour figure.`,
      }),
      row({ ...shared, figure: `${rig.name}, 24 hours a day`, exact: always }),
    ];
  });
}

function rentedRows(): ReferenceRow[] {
  const group = "Rented GPUs, always on, 30 days";
  const b = COMPARISON_B;
  const note =
    "The printed range is for both GPUs together, 1,500 to 6,000; 30 days of 24 hours give 1,440 for the cheapest A100 " +
    "and 5,760 for the dearest H100.";
  return RENTED_B.flatMap((gpu, index) =>
    (["low", "high"] as const).map((end): ReferenceRow => {
      const perHour = end === "low" ? gpu.lowPerHour : gpu.highPerHour;
      const exact = rentedMonthly({ perHour, hoursPerDay: b.alwaysOnHoursPerDay, days: b.days });
      const figure = `${gpu.name} at ${formatFixed(perHour, 0)} an hour`;
      const isEnd = (index === 0 && end === "low") || (index === RENTED_B.length - 1 && end === "high");
      if (isEnd) {
        const printed = b.rentedPublished[end];
        return row({ source: "B", group, figure, printed, about: true, exact, step: 500, note });
      }
      const base = { source: "B", group, figure, published: null, agrees: null, note: "" } as const;
      return { ...base, exact: exactText(exact), unit: "USD a month" };
    }),
  );
}

function findModel(name: string): PublishedModel {
  const found = MODELS_B.find((model) => model.name === name);
  if (!found) throw new RangeError(`${name} is not in the published model table`);
  return found;
}

function breakEvenRows(): ReferenceRow[] {
  const { price, months, electricity, tokensMonthly: tokens } = COMPARISON_B.breakEven;
  const group = "2x RTX 4090 (4,000 over 24 months, 100 electricity) against 100M tokens a month";
  const local = add(hardwareMonthly({ price, salvage: decimal(0), months }), electricity);
  const flash = halfAndHalf(findModel("DeepSeek V4 Flash"), tokens);
  const gpt = halfAndHalf(findModel("GPT-4.1"), tokens);
  const payback = (cloudMonthly: Decimal) => paybackMonths({ price, cloudMonthly, runningMonthly: electricity });
  const flashPayback = payback(flash);
  const gptPayback = payback(gpt);
  const line = (figure: string, printed: number, exact: Decimal, step: number, note = "") =>
    row({ source: "B", group, figure, printed: decimal(printed), about: true, exact, step, note });
  return [
    line(
      "Local a month",
      267,
      local,
      1,
      "With the printed 100 for electricity, which is the 24-hour figure rounded up.",
    ),
    line("DeepSeek V4 Flash", 20, flash, 10),
    {
      source: "B",
      group,
      figure: "Payback against DeepSeek V4 Flash",
      published: "never",
      exact: flashPayback && exactText(flashPayback),
      unit: "months",
      agrees: flashPayback === null,
      note: "The rig's electricity alone costs more than the 21.00 it would replace.",
    },
    line("GPT-4.1", 500, gpt, 1),
    {
      source: "B",
      group,
      figure: "Payback against GPT-4.1",
      published: "10",
      exact: gptPayback && exactText(gptPayback),
      unit: "months",
      agrees: gptPayback !== null && compare(gptPayback, decimal(10)) === 0,
      note: "4,000 / (500 − 100). At 8 hours a day of electricity, 32.40, it would be 8.55 months.",
    },
  ];
}

function hybridRows(): ReferenceRow[] {
  const { price, months, electricity } = COMPARISON_B.breakEven;
  const localMonthly = add(hardwareMonthly({ price, salvage: decimal(0), months }), electricity);
  const { localLow, localHigh, savingLow, savingHigh } = COMPARISON_B.hybrid;
  const group = "Hybrid: the cloud bill from which the printed saving is reached with fixed costs counted";
  const ends = [
    { localShare: localLow, savingShare: savingLow, figure: "70 % of the bill moved, 50 % saved" },
    { localShare: localHigh, savingShare: savingLow, figure: "80 % of the bill moved, 50 % saved" },
    { localShare: localHigh, savingShare: savingHigh, figure: "80 % of the bill moved, 70 % saved" },
    { localShare: localLow, savingShare: savingHigh, figure: "70 % of the bill moved, 70 % saved" },
  ];
  return ends.map(({ figure, ...shares }) => {
    const bill = billForHybridSaving({ localMonthly, ...shares });
    return {
      source: "B",
      group,
      figure,
      published: null,
      exact: bill && exactText(bill),
      unit: "USD a month",
      agrees: null,
      note: bill
        ? `Below ${moneyText(bill)} a month the rig's fixed 266.67 eats the saving. Prices of both kinds of work are taken as equal.`
        : "Not reachable at any bill: a rig is not free, so the saving stays below the share moved.",
    } satisfies ReferenceRow;
  });
}

/** Statements of the publications that their own tables contradict. */
export const DISAGREEMENTS: readonly string[] = [
  "The electricity column of the second comparison is the 24-hour figure, not the 8-hour one it claims: 900 W for 8 hours a " +
    "day cost 32.40 a month at 0.15 a kWh, for 24 hours 97.20; it prints about 100.",
  "The first comparison's 273 a month for local use adds rounded parts; its inputs give 272.37.",
  "The second comparison's estimator starts at 0.14 a million tokens, yet its own table has Llama 4 Scout and GPT-4.1 nano " +
    "at 0.10.",
  "The two comparisons price the same rig, 2x RTX 4090, at 5,500 and at 3,200 to 4,000, and its draw at 800 and 900 W. The " +
    "first is a whole computer, the second the cards.",
  "Neither counts labour, hosting or the rig's idle hours.",
];

/** Every published figure beside the exact one. Pure: no arguments, same answer always. */
export function referenceFigures(): {
  rows: ReferenceRow[];
  comparison: typeof COMPARISON_ROWS;
  disagreements: typeof DISAGREEMENTS;
} {
  return {
    rows: [...comparisonA(), ...modelRows(), ...rigRows(), ...rentedRows(), ...breakEvenRows(), ...hybridRows()],
    comparison: COMPARISON_ROWS,
    disagreements: DISAGREEMENTS,
  };
}
