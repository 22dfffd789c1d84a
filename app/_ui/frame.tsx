"use client";

import type { ReactNode } from "react";
import { ExplainProvider } from "./explain-context.tsx";
import { MonthBar, type MonthFacts } from "./month-bar.tsx";
import { useShell } from "./shell-context.tsx";

/** The right-hand side of every page: bar, main, and the drawer when a figure is asked. */
export function Frame({ facts = null, children }: { facts?: MonthFacts | null; children: ReactNode }) {
  const { isDemo } = useShell();
  return (
    <div className="content">
      <header className="top">
        <MonthBar facts={facts} />
        {isDemo && (
          <p className="demo-line">
            These are the demo company’s figures: generated files, read like your own would be.
          </p>
        )}
      </header>
      <ExplainProvider>
        <main id="main" className="page" tabIndex={-1}>
          {children}
        </main>
      </ExplainProvider>
    </div>
  );
}
