"use client";

import type { ReactNode } from "react";
import type { ExplainQuery } from "../../lib/api/wire/explain.ts";
import type { FigureFilter } from "../../lib/api/wire/statement.ts";
import { requestId, useExplain } from "./explain-context.tsx";

export type Aspect = NonNullable<ExplainQuery["aspect"]>;

/** A figure that opens its working beside the page. The name is read with the figure: "Search, May 2026". */
export function FigureButton({
  filter,
  aspect = "amount",
  part,
  name,
  isAlwaysMarked = false,
  children,
}: {
  filter: FigureFilter;
  aspect?: Aspect;
  part?: string;
  name: string;
  isAlwaysMarked?: boolean;
  children: ReactNode;
}) {
  const { asked, open } = useExplain();
  const request = { ...filter, aspect, ...(part === undefined ? {} : { part }) };
  const isOn = asked === requestId(request);
  return (
    <button
      type="button"
      className={`explain${isAlwaysMarked ? " always" : ""}${isOn ? " on" : ""}`}
      aria-expanded={isOn}
      title={`How ${name} came about`}
      onClick={(event) => open(request, event.currentTarget)}
    >
      {children}
      <span className="sr">, {name}: how it came about</span>
    </button>
  );
}
