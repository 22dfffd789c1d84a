"use client";

import { useState } from "react";
import { Panel } from "../_ui/panel.tsx";
import { Refusal } from "./refusal.tsx";
import { useChange } from "./use-change.ts";

/** Removes the demo company, so that real files can come in. Asks once more before it does. */
export function DemoPanel() {
  const [isSure, setSure] = useState(false);
  const remove = useChange(() => window.location.assign("/imports"));
  return (
    <Panel id="demo" title="Demo company">
      <div className="body stack">
        <Refusal error={remove.error} />
        <p className="soft small">
          Removing it takes away its files, lines, teams, rules, rigs and sign-ins. You stay, and so do your settings.
        </p>
        <div className="row-acts">
          {isSure ? (
            <>
              <button type="button" className="btn tiny" onClick={() => setSure(false)}>
                Keep it
              </button>
              <button
                type="button"
                className="btn tiny danger"
                disabled={remove.isPending}
                onClick={() => remove.mutate({ method: "DELETE", path: "/api/demo" })}
              >
                {remove.isPending ? "Removing" : "Remove all of it now"}
              </button>
            </>
          ) : (
            <button type="button" className="btn tiny danger" onClick={() => setSure(true)}>
              Remove the demo company
            </button>
          )}
        </div>
      </div>
    </Panel>
  );
}
