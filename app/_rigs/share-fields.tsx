"use client";

import type { RigDraft } from "./rig-fields.ts";

/** Percent of the rig's month by team. */
export function ShareFields({
  draft,
  teams,
  sum,
  onChange,
}: {
  draft: RigDraft;
  teams: readonly { slug: string; name: string }[];
  sum: { text: string; isWhole: boolean };
  onChange(draft: RigDraft): void;
}) {
  if (teams.length === 0) return null;
  return (
    <fieldset className="team-shares">
      <legend className="label">Shares of the month, percent; the rest is idle</legend>
      <div className="share-fields">
        {teams.map((team) => (
          <label key={team.slug} className="field">
            <span className="ellipsis" title={team.name}>
              {team.name}
            </span>
            <span className="unit">
              <input
                className="text"
                inputMode="decimal"
                value={draft.shares[team.slug] ?? ""}
                onChange={(event) =>
                  onChange({ ...draft, shares: { ...draft.shares, [team.slug]: event.target.value } })
                }
              />
              <em>%</em>
            </span>
          </label>
        ))}
      </div>
      <p className={sum.isWhole ? "note sum-whole" : "note"}>= {sum.text} %</p>
    </fieldset>
  );
}
