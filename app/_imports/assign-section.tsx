"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { ImportPreview } from "../../lib/api/wire/records.ts";
import type { RuleWire } from "../../lib/api/wire/rules.ts";
import { plural } from "../../lib/core/display.ts";
import { daySpan } from "../../lib/core/display-dates.ts";
import { Amount } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { useShell } from "../_ui/shell-context.tsx";

type Key = ImportPreview["unassigned"][number];
type Days = { readonly from: string; readonly to: string };

/** Keys that no rule catches: one click gives each to the team it probably is, for always or for this file's days. */
export function AssignSection({ preview, mayAssign }: { preview: ImportPreview; mayAssign: boolean }) {
  const client = useQueryClient();
  const days = preview.from !== null && preview.to !== null ? { from: preview.from, to: preview.to } : null;
  const [isForAlways, setForAlways] = useState(true);
  const assign = useMutation({
    mutationFn: ({ key, team }: { key: Key; team: string }) =>
      send<{ rule: RuleWire }>("POST", "/api/rules", {
        match: key.match,
        shares: [{ team, percent: "100" }],
        ...(isForAlways || days === null ? {} : days),
        note: `Assigned from import ${preview.id}`,
      }),
    onSuccess: () => client.invalidateQueries(),
  });
  const { unassigned } = preview;
  if (unassigned.length === 0) return null;
  return (
    <>
      <div className="section-head">
        <h3>Unassigned keys</h3>
        <span className="note">
          {plural(unassigned.length, "key")}. Assigning writes a rule; it can be withdrawn in the settings.
        </span>
        {mayAssign && days !== null && <HowLong days={days} isForAlways={isForAlways} onChange={setForAlways} />}
      </div>
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
              <td className="note full c3">
                {key.known}
                {key.suggested && `; ${key.suggested.because}`}
              </td>
              <td className="num nowrap">
                <Amount value={key.amount} /> {key.currency}
              </td>
              {mayAssign && (
                <td className="num full c4">
                  <AssignTo of={key} isBusy={assign.isPending} onAssign={(team) => assign.mutate({ key, team })} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function HowLong({
  days,
  isForAlways,
  onChange,
}: {
  days: Days;
  isForAlways: boolean;
  onChange(isForAlways: boolean): void;
}) {
  return (
    <fieldset className="seg push">
      <legend className="sr">How long an assignment holds</legend>
      <button type="button" aria-pressed={isForAlways} onClick={() => onChange(true)}>
        Always
      </button>
      <button type="button" aria-pressed={!isForAlways} onClick={() => onChange(false)}>
        {daySpan(days.from, days.to)} only
      </button>
    </fieldset>
  );
}

function AssignTo({ of: key, isBusy, onAssign }: { of: Key; isBusy: boolean; onAssign(team: string): void }) {
  const { teams } = useShell();
  const { suggested } = key;
  const [isOther, setOther] = useState(suggested === null);
  const [team, setTeam] = useState(teams[0]?.slug ?? "");
  if (teams.length === 0) return <span className="note">— no team yet; add one in the settings</span>;
  return (
    <span className="assign">
      {suggested && (
        <button
          type="button"
          className="btn tiny"
          disabled={isBusy}
          aria-label={`Assign ${key.key} to ${suggested.name}`}
          onClick={() => onAssign(suggested.team)}
        >
          {suggested.name}
        </button>
      )}
      {!isOther && (
        <button
          type="button"
          className="btn tiny bare"
          aria-label={`Another team for ${key.key}`}
          onClick={() => setOther(true)}
        >
          Other…
        </button>
      )}
      {isOther && (
        <>
          <select
            className="text tiny"
            aria-label={`Team for ${key.key}`}
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
        </>
      )}
    </span>
  );
}
