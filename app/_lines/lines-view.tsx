"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys, type LinesRequest } from "../../lib/api/query-keys.ts";
import type { LinesPage } from "../../lib/api/wire/explain.ts";
import { shiftMonth } from "../../lib/core/display-dates.ts";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { ViewSwitches } from "../_ui/view-switches.tsx";
import { EntriesPanel } from "./entries-panel.tsx";
import { FILTERS, type FilterName, type Grouping, linesRequest } from "./filters.ts";
import { GroupsPanel } from "./groups-panel.tsx";

const parsers = Object.fromEntries(["month", "cost", "monthBy", "by", ...FILTERS].map((name) => [name, parseAsString]));

export type LinesChange = Partial<Record<FilterName | "by", string | null>>;

/** Every entry of the ledger, grouped and narrowed; the address holds all of it. */
export function LinesView() {
  const { latestMonth } = useShell();
  const [given, setGiven] = useQueryStates(parsers, { history: "push" });
  const request = useMemo<LinesRequest>(() => linesRequest(given), [given]);
  const query = useQuery({
    queryKey: keys.lines(request),
    queryFn: ({ queryKey, signal }) => fetchKey<LinesPage>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  const onChange = (change: LinesChange) => void setGiven(change);
  const month = query.data?.month ?? request.month;
  // A request's grouping is one of ours: linesRequest made it so.
  const grouping = request.by as Grouping;
  return (
    <Frame
      facts={
        month === undefined ? null : { month, state: null, previousMonth: shiftMonth(month, -1), previousState: null }
      }
    >
      <div className="head">
        <div>
          <h1>Lines</h1>
          <p className="sub-line">
            Every entry of the ledger, grouped and filtered as you like. The address says it all.
          </p>
        </div>
        <div className="push">
          <ViewSwitches cost={request.cost} monthBy={request.monthBy} />
        </div>
      </div>
      {latestMonth === null ? (
        <Panel id="lines" title="Ledger lines">
          <Empty title="No lines yet">An imported file becomes lines as soon as it is posted.</Empty>
        </Panel>
      ) : (
        <Loaded query={query} whatFailed="The lines could not be read.">
          {(page) => (
            <>
              <GroupsPanel page={page} request={request} grouping={grouping} onChange={onChange} />
              <EntriesPanel key={JSON.stringify([page.month, request])} page={page} request={request} />
            </>
          )}
        </Loaded>
      )}
    </Frame>
  );
}
