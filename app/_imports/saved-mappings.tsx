"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { SavedMapping } from "../../lib/api/wire/mapping.ts";
import { plural } from "../../lib/core/display.ts";
import { useChange } from "../_settings/use-change.ts";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";

/** Tables that an admin named the columns of: files of their header are recognised until the mapping is ended. */
export function SavedMappings() {
  const query = useQuery({
    queryKey: keys.mappings(),
    queryFn: ({ queryKey, signal }) => fetchKey<SavedMapping[]>(queryKey, signal),
  });
  const end = useChange();
  const mappings = query.data ?? [];
  if (mappings.length === 0) return null;
  return (
    <Panel id="mappings" title="Tables you named" note="recognised by their header">
      {end.isError && (
        <div className="body">
          <Notice kind="bad">
            <b>Nothing was ended.</b> {end.error.message}
          </Notice>
        </div>
      )}
      <ul className="queue">
        {mappings.map((mapping) => (
          <li key={mapping.id}>
            <span className="file" title={mapping.columns.join(", ")}>
              {mapping.name}
            </span>
            <span className="row-acts">
              <a
                className="btn tiny bare"
                href={`data:application/json,${encodeURIComponent(JSON.stringify(mapping.spec, null, 2))}`}
                download={`${mapping.name}.json`}
                aria-label={`${mapping.name} as JSON`}
              >
                JSON
              </a>
              <button
                type="button"
                className="btn tiny"
                aria-label={`End ${mapping.name}`}
                disabled={end.isPending}
                onClick={() => end.mutate({ method: "DELETE", path: `/api/mappings/${mapping.id}` })}
              >
                End
              </button>
            </span>
            <p className="meta">
              {mapping.provider}, {mapping.basis}. {plural(mapping.imports, "import")} read by it. {mapping.by}.
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
