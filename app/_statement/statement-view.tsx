"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { StatementPrint } from "../../lib/api/wire/statement-print.ts";
import { Frame } from "../_ui/frame.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { useView, withView } from "../_ui/view.ts";
import { FiguresPage } from "./figures-page.tsx";
import { GroundsPage } from "./grounds-page.tsx";

/** A team's month on two sheets of A4: the figures, and what they rest on. */
export function StatementView({ slug }: { slug: string }) {
  const { query: view } = useView();
  const query = useQuery({
    queryKey: keys.teamStatement(slug, view),
    queryFn: ({ queryKey, signal }) => fetchKey<StatementPrint>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Frame facts={query.data?.month ?? null}>
      <Loaded query={query} whatFailed="The statement could not be worked out.">
        {(statement) => (
          <>
            <div className="head no-print">
              <div>
                <p className="crumb">
                  <Link href={withView(`/teams/${slug}`, view)}>{statement.month.team.name}</Link> / Statement
                </p>
                <h1>Statement {statement.number}</h1>
                <p className="sub-line">Two sheets of A4, as they print.</p>
              </div>
              <div className="push">
                <button type="button" className="btn main" onClick={() => window.print()}>
                  <Icon name="print" />
                  Print
                </button>
              </div>
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than a narrow screen, the sheets scroll sideways */}
            <section className="papers" aria-label="Statement" tabIndex={0}>
              <FiguresPage statement={statement} />
              <GroundsPage statement={statement} />
            </section>
          </>
        )}
      </Loaded>
    </Frame>
  );
}
