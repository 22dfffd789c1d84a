import { AppError } from "../core/app-error.ts";
import { type Decimal, format } from "../core/decimal.ts";
import { HARDWARE, type Hardware, hardwareOf } from "../core/rig/catalogue.ts";

/** An entry of the hardware catalogue with its amounts as text, in US dollars. */
export function hardwareWire(hardware: Hardware) {
  const { id, name, memoryGb, isUpTo, priceLow, priceHigh, watts, runs, rent, publishedMonthly, source } = hardware;
  const text = (value: Decimal | null): string | null => value && format(value);
  return {
    ...{ id, name, memoryGb, isUpTo, runs, source },
    currency: "USD",
    priceLow: format(priceLow),
    priceHigh: format(priceHigh),
    watts: text(watts),
    rentPerHour: rent && { low: format(rent.lowPerHour), high: format(rent.highPerHour) },
    publishedMonthly: publishedMonthly && { amount: format(publishedMonthly.amount), what: publishedMonthly.what },
  };
}

/** @throws AppError not-found naming the entries there are */
export function hardwareNamed(id: string): Hardware {
  const hardware = hardwareOf(id);
  if (hardware) return hardware;
  const ids = HARDWARE.map((each) => each.id).join(", ");
  throw new AppError("not-found", `The catalogue has no hardware "${id}". It has ${ids}.`);
}
