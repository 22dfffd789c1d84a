import type { RigCarbon } from "../api/wire/carbon.ts";
import type { RigMonth } from "../api/wire/rig-pages.ts";
import { type Decimal, decimal, divide, format, isZero } from "../core/decimal.ts";
import { energyText } from "../core/display.ts";
import type { Statement } from "./statement/load.ts";

const THOUSAND = decimal(1000);
const kilograms = (grams: string): Decimal => divide(decimal(grams), THOUSAND, { scale: 9, rounding: "half-up" });

/** A rig's emissions as its page shows them: kilograms, with a sentence about what they rest on. */
export function carbonWire(statement: Statement, carbon: RigCarbon): NonNullable<RigMonth["carbon"]> {
  const { grams, bearers, label } = carbon;
  return {
    kilograms: grams === null ? null : format(kilograms(grams)),
    gramsPerMillion: carbon.gramsPerMillion,
    isEstimated: label === "estimated" || label === "partly-estimated",
    text: carbonText(carbon),
    teams: (bearers ?? []).map((bearer) => ({
      slug: statement.teams.some((team) => team.slug === bearer.slug) ? bearer.slug : null,
      name: bearer.name,
      kilograms: format(kilograms(bearer.grams)),
    })),
  };
}

function carbonText({ grams, zone, label, sources, unknownKwh, estimatedGrams }: RigCarbon): string {
  if (zone === null) return "The rig does not say in which grid it stands. Enter its grid zone in its terms.";
  const unknown = `No intensity of the grid ${zone} is known for ${energyText(unknownKwh)} kWh. Enter it under Prices.`;
  if (grams === null)
    return isZero(decimal(unknownKwh)) ? "Nothing was measured, so nothing is said of what it emitted." : unknown;
  const basis =
    label === "measured"
      ? `Measured energy times the intensity of the grid ${zone}`
      : label === "estimated"
        ? `Estimated: energy times a mean of the grid ${zone}`
        : `Energy times the intensity of the grid ${zone}, ${energyText(kilogramsText(estimatedGrams))} kg of it estimated`;
  const parts = [`${basis} (${sources.join("; ")}).`];
  if (!isZero(decimal(unknownKwh))) parts.push(unknown);
  return parts.join(" ");
}

const kilogramsText = (grams: string): string => format(kilograms(grams));
