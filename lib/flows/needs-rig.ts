import type { Importer } from "../importers/importer.ts";

type Yields = Importer["yields"] | null;

/** What a file is of one rig by: power, use or a load test. */
export const isOfRig = (yields: Yields): boolean =>
  yields === "energy" || yields === "local-use" || yields === "load-test";

/** What a person is asked of a file that is of one rig while none is named; null when there is nothing to ask. */
export function askedForRig({ yields, rigId }: { yields: Yields; rigId: number | null }): string | null {
  if (rigId !== null) return null;
  if (yields === "energy") return "Say which rig drew this power.";
  if (yields === "local-use") return "Say which rig served this.";
  return yields === "load-test" ? "Say which rig was tested." : null;
}
