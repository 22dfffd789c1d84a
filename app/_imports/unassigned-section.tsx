"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { RuleWire } from "../../lib/api/wire/rules.ts";
import type { UnassignedKey } from "../../lib/api/wire/statement.ts";
import { Amount } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { useShell } from "../_ui/shell-context.tsx";

/** Keys that no rule catches; assigning one writes a rule. */
export function UnassignedSection({
  unassigned,
  from,
  mayAssign,
  hasHeading = true,
}: {
  unassigned: readonly UnassignedKey[];
  /** Where the assignment was made, for the rule's note. */
  from: string;
  mayAssign: boolean;
  hasHeading?: boolean;
}) {
  const client = useQueryClient();
  const assign = useMutation({
    mutationFn: ({ key, team }: { key: UnassignedKey; team: string }) =>
      send<RuleWire>("POST", "/api/rules", {
        match:
          key.keyKind === "provider" ? { provider: key.provider } : { provider: key.provider, [key.keyKind]: key.key },
        shares: [{ team, percent: "100" }],
        note: `Assigned from ${from}`,
      }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <>
      {hasHeading && (
        <div className="section-head">
          <h3>Unassigned keys</h3>
          <span className="note">Assigning writes a rule; the settings list it, and it can be removed.</span>
        </div>
      )}
      {assign.isError && (
        <div className="section">
          <Notice kind="bad">
            <b>No rule was written.</b> {assign.error.message}
          </Notice>
        </div>
      )}
      <table className="dense cards">
        <thead>
          <tr>
            <th>Key</th>
            <th>What is known</th>
            <th className="num">Amount</th>
            {mayAssign && <th className="num">Assign to</th>}
          </tr>
        </thead>
        <tbody>
          {unassigned.map((key) => (
            <tr key={`${key.provider} ${key.keyKind} ${key.key} ${key.currency}`}>
              <td className="mono" title={key.keyKind}>
                {key.key}
              </td>
              <td className="note full c3">{key.known}</td>
              <td className="num">
                <Amount value={key.amount} /> {key.currency}
              </td>
              {mayAssign && (
                <td className="num full c4">
                  <AssignControl
                    name={key.key}
                    isBusy={assign.isPending}
                    onAssign={(team) => assign.mutate({ key, team })}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function AssignControl({ name, isBusy, onAssign }: { name: string; isBusy: boolean; onAssign(team: string): void }) {
  const { teams } = useShell();
  const [team, setTeam] = useState(teams[0]?.slug ?? "");
  if (teams.length === 0) return <span className="note">— no team yet; add one in the settings</span>;
  return (
    <span className="assign">
      <select
        className="text tiny"
        aria-label={`Team for ${name}`}
        value={team}
        onChange={(event) => setTeam(event.target.value)}
      >
        {teams.map((one) => (
          <option key={one.slug} value={one.slug}>
            {one.name}
          </option>
        ))}
      </select>
      <button type="button" className="btn tiny" disabled={isBusy} onClick={() => onAssign(team)}>
        Assign
      </button>
    </span>
  );
}
