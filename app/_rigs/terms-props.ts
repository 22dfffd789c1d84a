import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";

/** What every terms panel needs: the terms, who may change them, the day they are read on. */
export type TermsProps = {
  readonly rig: RigMonth;
  readonly mayChange: boolean;
  /** The day the page was read: what is in force is marked by it. */
  readonly today: string;
};

/** Of dated terms, oldest first, the one that holds on a day. */
export const inForceOn = <Term extends { readonly from: string }>(terms: readonly Term[], day: string): Term | null =>
  terms.findLast((term) => term.from <= day) ?? null;
