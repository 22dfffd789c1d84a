"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Role } from "../../lib/auth/principal.ts";

export type ShellFacts = {
  readonly organisation: string;
  readonly currency: string;
  readonly zone: string;
  readonly months: readonly string[];
  readonly teams: readonly { readonly slug: string; readonly name: string }[];
  readonly rigs: readonly { readonly slug: string; readonly name: string }[];
  readonly importsNeedingYou: number;
  readonly isDemo: boolean;
  readonly latestMonth: string | null;
  readonly reader: { readonly name: string; readonly role: Role };
};

const Context = createContext<ShellFacts | null>(null);

export function ShellProvider({ facts, children }: { facts: ShellFacts; children: ReactNode }) {
  return <Context.Provider value={facts}>{children}</Context.Provider>;
}

/** What every page of the product knows about its organisation and reader. */
export function useShell(): ShellFacts {
  const facts = useContext(Context);
  if (facts === null) throw new Error("useShell needs the product's layout around it");
  return facts;
}
