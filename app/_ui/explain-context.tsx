"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import type { ExplainRequest } from "../../lib/api/query-keys.ts";

const ExplainDrawer = dynamic(() => import("./explain-drawer.tsx").then((module) => module.ExplainDrawer), {
  ssr: false,
});

type Explaining = {
  readonly asked: string | null;
  open(request: ExplainRequest, from: HTMLElement | SVGElement): void;
};
const Context = createContext<Explaining | null>(null);

export const requestId = (request: ExplainRequest): string => JSON.stringify(Object.entries(request).sort());

/** Lays the drawer beside the page and gives the focus back to the figure that asked. */
export function ExplainProvider({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<ExplainRequest | null>(null);
  const origin = useRef<HTMLElement | SVGElement | null>(null);

  const open = useCallback((next: ExplainRequest, from: HTMLElement | SVGElement) => {
    origin.current = from;
    setRequest(next);
  }, []);
  const close = useCallback(() => {
    setRequest(null);
    origin.current?.focus();
  }, []);
  const asked = request === null ? null : requestId(request);
  const value = useMemo(() => ({ asked, open }), [asked, open]);

  return (
    <Context.Provider value={value}>
      <div className={request === null ? undefined : "with-drawer"}>
        {children}
        {request !== null && <ExplainDrawer request={request} onAsk={setRequest} onClose={close} />}
      </div>
    </Context.Provider>
  );
}

export function useExplain(): Explaining {
  const explaining = useContext(Context);
  if (explaining === null) throw new Error("A figure needs an ExplainProvider around it");
  return explaining;
}
