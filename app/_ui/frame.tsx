"use client";

import type { ReactNode } from "react";
import { ExplainProvider } from "./explain-context.tsx";
import { MonthBar, type MonthFacts, PlainBar } from "./month-bar.tsx";
import { useShell } from "./shell-context.tsx";

/** The right-hand side of every page: bar, main, and the drawer when a figure is asked. */
export function Frame({
  facts,
  children,
}: {
  /** The month the page shows; null while it is being read; left out where a page belongs to no month. */
  facts?: MonthFacts | null;
  children: ReactNode;
}) {
  const { isDemo } = useShell();
  return (
    <div className="content">
      <header className="top">
        {facts === undefined ? <PlainBar /> : <MonthBar facts={facts} />}
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
