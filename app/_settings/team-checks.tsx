"use client";

/** Teams to tick; what is ticked is theirs. */
export function TeamChecks({
  teams,
  chosen,
  onChange,
  label = "Teams",
}: {
  teams: readonly { readonly slug: string; readonly name: string }[];
  chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
  label?: string;
}) {
  return (
    <fieldset className="field wide">
      <legend className="strong">{label}</legend>
      <div className="checkboxes">
        {teams.map((team) => (
          <label key={team.slug}>
            <input
              type="checkbox"
              checked={chosen.includes(team.slug)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, team.slug] : chosen.filter((slug) => slug !== team.slug))
              }
            />
            {team.name}
          </label>
        ))}
        {teams.length === 0 && <span className="note">No team yet.</span>}
      </div>
    </fieldset>
  );
}
