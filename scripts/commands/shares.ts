import { AppError } from "../../lib/core/app-error.ts";
import { parseDecimal } from "../../lib/core/decimal.ts";

/** `search`, or `search=60` for 60 %. A team without a number takes all, so it must stand alone. */
export function readShares(words: readonly string[]): { team: string; percent: string }[] {
  return words
    .flatMap((word) => word.split(","))
    .map((word) => {
      const [team = "", percent] = word.split("=");
      const text = (percent ?? "100").replace(/%$/, "").trim();
      if (team.trim() === "" || !parseDecimal(text))
        throw new AppError("invalid-input", `"${word}" is not a share. Write it as search=60.`);
      return { team: team.trim(), percent: text };
    });
}
