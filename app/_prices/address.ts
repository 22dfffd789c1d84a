import type { BookShow } from "../../lib/api/wire/prices.ts";

export const SHOWN = ["used", "own", "all"] as const satisfies readonly BookShow[];

/** The address's values as the request of the price book they stand for. */
export function bookRequest({
  month,
  show,
  find,
}: {
  month?: string | undefined;
  show?: string | null | undefined;
  find?: string | null | undefined;
}): { month?: string; show?: BookShow; find?: string } {
  const chosen = SHOWN.find((one) => one === show);
  return {
    ...(month === undefined ? {} : { month }),
    ...(chosen === undefined || chosen === "used" ? {} : { show: chosen }),
    ...(find ? { find: find.slice(0, 100) } : {}),
  };
}
