"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { SettingsPage } from "../../lib/api/wire/records.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { DemoPanel } from "./demo-panel.tsx";
import { OrganisationPanel, ThresholdsPanel } from "./organisation-panels.tsx";
import { PeoplePanel } from "./people-panel.tsx";
import { TeamsPanel } from "./teams-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** Who may see what, which teams there are, and where the lines are drawn. */
export function SettingsView({ readerId }: { readerId: string }) {
  const { reader } = useShell();
  const query = useQuery({
    queryKey: keys.settings(),
    queryFn: ({ queryKey, signal }) => fetchKey<SettingsPage>(queryKey, signal),
  });
  const mayChange = reader.role === "admin";
  return (
    <Frame>
      <div className="head">
        <div>
          <h1>Settings</h1>
          <p className="sub-line">Who may see what, which teams there are, and where the lines are drawn</p>
        </div>
      </div>
      <Loaded query={query} whatFailed="The settings could not be read.">
        {(settings) => (
          <div className="grid">
            <div className="s7 stack">
              <PeoplePanel settings={settings} mayChange={mayChange} readerId={readerId} />
              <TeamsPanel settings={settings} mayChange={mayChange} />
              <AuditPanel settings={settings} />
            </div>
            <div className="s5 stack">
              <OrganisationPanel settings={settings} mayChange={mayChange} />
              <ThresholdsPanel settings={settings} mayChange={mayChange} />
              {mayChange && <TokensPanel zone={settings.organisation.zone} />}
              {settings.organisation.isDemo && mayChange && <DemoPanel />}
            </div>
          </div>
        )}
      </Loaded>
    </Frame>
  );
}

const AUDIT_STEP = 10;

function AuditPanel({ settings }: { settings: SettingsPage }) {
  const { zone } = settings.organisation;
  const [shown, setShown] = useState(AUDIT_STEP);
  return (
    <Panel id="audit" title="Audit log" note={`times in ${zone}; nothing can be removed from it`}>
      {settings.audit.length === 0 ? (
        <p className="empty">Nothing has been changed yet.</p>
      ) : (
        <ScrollTable label="Audit log">
          <table className="dense">
            <thead>
              <tr>
                <th>When</th>
                <th>Who</th>
                <th>What</th>
              </tr>
            </thead>
            <tbody>
              {settings.audit.slice(0, shown).map((entry) => (
                <tr key={`${entry.at} ${entry.who} ${entry.what}`}>
                  <td className="nowrap">{instantShort(entry.at, zone)}</td>
                  <td className="nowrap">{entry.who}</td>
                  <td>{entry.what}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      {settings.audit.length > shown && (
        <p className="foot">
          Showing {shown} of the latest {settings.audit.length}.{" "}
          <button type="button" className="link" onClick={() => setShown(shown + AUDIT_STEP)}>
            Older
          </button>
        </p>
      )}
    </Panel>
  );
}
