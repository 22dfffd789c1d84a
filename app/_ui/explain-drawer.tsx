"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { type ExplainRequest, keys } from "../../lib/api/query-keys.ts";
import type { Explanation } from "../../lib/api/wire/explain.ts";
import { count, fixed } from "../../lib/core/display.ts";
import { Amount, Missing } from "./amount.tsx";
import { EntriesStep, FilesStep, RulesStep } from "./explain-steps.tsx";
import { Icon } from "./icon.tsx";
import { Bones } from "./loaded.tsx";
import { Notice } from "./notice.tsx";

type Props = {
  readonly request: ExplainRequest;
  onAsk(request: ExplainRequest): void;
  onClose(): void;
};

/** How a figure came about: its sum, its entries, the rows of the files, the rule, and a check. */
export function ExplainDrawer({ request, onAsk, onClose }: Props) {
  const drawer = useRef<HTMLElement>(null);
  const query = useQuery({
    queryKey: keys.explain(request),
    queryFn: ({ queryKey, signal }) => fetchKey<Explanation>(queryKey, signal),
  });

  useEffect(() => {
    drawer.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose]);

  return (
    <aside className="drawer" aria-labelledby="explain-head" ref={drawer} tabIndex={-1}>
      <header>
        <h2 className="label" id="explain-head">
          How this figure came about
        </h2>
        <button type="button" className="btn bare square" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
        {query.data !== undefined && <DrawerFigure explanation={query.data} />}
      </header>
      {query.isPending && <Bones rows={4} label="Reading the ledger" />}
      {query.isError && (
        <div className="body">
          <Notice kind="bad">
            <b>The working could not be read.</b> {query.error.message}{" "}
            <button type="button" className="link" onClick={() => void query.refetch()}>
              Read it again
            </button>
          </Notice>
        </div>
      )}
      {query.data !== undefined && <Steps explanation={query.data} request={request} onAsk={onAsk} />}
    </aside>
  );
}

function DrawerFigure({ explanation }: { explanation: Explanation }) {
  const { figure, unit, missing, title } = explanation;
  return (
    <>
      <p className="figure">
        {figure === null ? (
          <Missing why={missing ?? "not known"} isShown />
        ) : (
          <>
            <FigureInUnit figure={figure} unit={unit} /> <span className="unit-word">{unit}</span>
          </>
        )}
      </p>
      <p className="small soft title">{title}</p>
    </>
  );
}

/** Money to the cent; percent one decimal; unit cost three; counts exactly. */
function FigureInUnit({ figure, unit }: { figure: string; unit: string }) {
  if (unit === "%") return <>{fixed(figure, 1)}</>;
  if (unit.startsWith("Wh")) return <>{fixed(figure, 0)}</>;
  if (unit.includes("per 1M")) return <>{fixed(figure, 3)}</>;
  if (/token|hour|row|entr/i.test(unit)) return <>{count(figure)}</>;
  return <Amount value={figure} />;
}

function Steps({ explanation, request, onAsk }: { explanation: Explanation } & Pick<Props, "request" | "onAsk">) {
  const steps = [];
  if (explanation.working.length > 0) {
    steps.push({ id: "working", node: <WorkingStep explanation={explanation} request={request} onAsk={onAsk} /> });
  }
  if (explanation.entryCount > 0) {
    steps.push({ id: "entries", node: <EntriesStep explanation={explanation} request={request} /> });
  }
  if (explanation.files.length > 0) steps.push({ id: "files", node: <FilesStep files={explanation.files} /> });
  if (explanation.rules.length > 0) steps.push({ id: "rules", node: <RulesStep rules={explanation.rules} /> });
  return (
    <>
      <ol className="steps">
        {steps.map((step, index) => (
          <li key={step.id} data-n={index + 1}>
            {step.node}
          </li>
        ))}
      </ol>
      <p className={explanation.check.holds ? "proof" : "proof broken"}>
        <b>{explanation.check.holds ? "Checked." : "Does not agree."}</b> {explanation.check.text}
      </p>
    </>
  );
}

const FIRST_LINES = 12;

function WorkingStep({ explanation, request, onAsk }: { explanation: Explanation } & Pick<Props, "request" | "onAsk">) {
  const [showsAll, setShowsAll] = useState(false);
  const { working } = explanation;
  const isLong = working.length > FIRST_LINES + 2 && !showsAll;
  const shown = isLong ? [...working.slice(0, FIRST_LINES), ...working.slice(-1)] : working;
  return (
    <>
      <h3>The working</h3>
      <dl className="working">
        {shown.map((line, index) => {
          const isResult = index === shown.length - 1 && shown.length > 1;
          const { filter } = line;
          return (
            // The working is fixed text in a fixed order; its place is its identity.
            <div key={index} style={{ display: "contents" }}>
              <dt className={isResult ? "result" : undefined}>
                {filter === null ? (
                  line.label
                ) : (
                  <button
                    type="button"
                    className="link quiet"
                    onClick={() => onAsk({ ...filter, aspect: request.aspect === "tokens" ? "tokens" : "amount" })}
                  >
                    {line.label}
                  </button>
                )}
              </dt>
              <dd className={isResult ? "result" : undefined}>{line.value}</dd>
            </div>
          );
        })}
      </dl>
      {isLong && (
        <button type="button" className="link small" onClick={() => setShowsAll(true)}>
          {working.length - FIRST_LINES - 1} more lines
        </button>
      )}
      <p className="small rows-note">
        <Link href={linesAddress(request)}>The same in Lines</Link>
      </p>
    </>
  );
}

/** The lines page, narrowed to what this figure is the sum of. */
export function linesAddress(request: ExplainRequest): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) {
    if (name !== "aspect" && name !== "part" && value !== undefined) search.set(name, value);
  }
  return `/lines?${search}`;
}
