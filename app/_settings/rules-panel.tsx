"use client";

import { type FormEvent, useState } from "react";
import type { RuleWire, SettingsPage } from "../../lib/api/wire/records.ts";
import { add, decimal, equals, format, parseDecimal } from "../../lib/core/decimal.ts";
import { dayName } from "../../lib/core/display-dates.ts";
import { Icon } from "../_ui/icon.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { Refusal } from "./refusal.tsx";
import { useChange } from "./use-change.ts";

const KINDS = ["provider", "account", "project", "workspace", "key", "user", "model"] as const;
const MOST_CONDITIONS = 3;

/** How cost finds its team: all conditions of a rule must match; the rule with the most conditions wins. */
export function RulesPanel({ settings, mayChange }: { settings: SettingsPage; mayChange: boolean }) {
  const [isAdding, setAdding] = useState(false);
  const remove = useChange();
  return (
    <Panel
      id="rules"
      title="Rules"
      note="which cost goes to which team"
      aside={
        mayChange && settings.teams.length > 0 ? (
          <span className="push">
            <button type="button" className="btn tiny" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              <Icon name="add" size={14} />
              Add a rule
            </button>
          </span>
        ) : undefined
      }
    >
      {isAdding && <NewRule settings={settings} onDone={() => setAdding(false)} />}
      {remove.isError && (
        <div className="body">
          <Refusal error={remove.error} />
        </div>
      )}
      {settings.rules.length === 0 ? (
        <p className="empty">No rule yet. Every cost is unassigned until one catches it.</p>
      ) : (
        <ScrollTable label="Rules">
          <table className="dense">
            <thead>
              <tr>
                <th>When</th>
                <th>Goes to</th>
                <th>In force</th>
                {mayChange && (
                  <th>
                    <span className="sr">Remove</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {settings.rules.map((rule) => (
                <tr key={`${rule.id} ${rule.version}`}>
                  <td>
                    <Conditions match={rule.match} />
                    {rule.note !== "" && <span className="note part-note">{rule.note}</span>}
                  </td>
                  <td>
                    <Shares rule={rule} teams={settings.teams} />
                  </td>
                  <td className="note">{inForce(rule)}</td>
                  {mayChange && (
                    <td className="num">
                      <button
                        type="button"
                        className="link quiet small"
                        disabled={remove.isPending}
                        onClick={() => remove.mutate({ method: "DELETE", path: `/api/rules/${rule.id}` })}
                      >
                        Remove<span className="sr"> rule {rule.id}</span>
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </Panel>
  );
}

function Conditions({ match }: { match: RuleWire["match"] }) {
  return Object.entries(match).map(([kind, value], index) => (
    <span key={kind}>
      {index > 0 && <span className="muted"> and </span>}
      <span className="muted">{kind}</span> <code>{value}</code>
    </span>
  ));
}

function Shares({ rule, teams }: { rule: RuleWire; teams: SettingsPage["teams"] }) {
  const name = (slug: string) => teams.find((team) => team.slug === slug)?.name ?? slug;
  const [only] = rule.shares;
  if (rule.shares.length === 1 && only !== undefined) return <>{name(only.team)}</>;
  return (
    <span className="shares">
      {rule.shares.map((share) => (
        <span key={share.team}>
          {name(share.team)} {share.percent}
        </span>
      ))}
      <span className="sum">= 100 %</span>
    </span>
  );
}

function inForce(rule: RuleWire): string {
  if (rule.from === null && rule.to === null) return "always";
  const from = rule.from === null ? "" : `from ${dayName(rule.from)}`;
  const to = rule.to === null ? "" : `to ${dayName(rule.to)}`;
  return `${from} ${to}`.trim();
}

/** Percent typed for each team: the sum must be 100. */
function readShares(form: FormData, teams: SettingsPage["teams"]): { team: string; percent: string }[] {
  return teams
    .map((team) => ({ team: team.slug, percent: String(form.get(`share-${team.slug}`) ?? "").trim() }))
    .filter((share) => share.percent !== "");
}

function NewRule({ settings, onDone }: { settings: SettingsPage; onDone(): void }) {
  const save = useChange(onDone);
  const [trouble, setTrouble] = useState<Error | null>(null);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const match: Record<string, string> = {};
    for (let index = 0; index < MOST_CONDITIONS; index += 1) {
      const value = String(form.get(`value-${index}`) ?? "").trim();
      const kind = String(form.get(`kind-${index}`));
      const tag = String(form.get(`tag-${index}`) ?? "").trim();
      if (value !== "") match[kind === "tag" ? `tag:${tag.toLowerCase()}` : kind] = value;
    }
    const shares = readShares(form, settings.teams);
    const total = shares.reduce((sum, share) => add(sum, parseDecimal(share.percent) ?? decimal("0")), decimal("0"));
    if (!equals(total, decimal("100"))) {
      setTrouble(new Error(`The shares are ${format(total)} %. They must be 100 %.`));
      return;
    }
    setTrouble(null);
    const dayOf = (name: string) => String(form.get(name) ?? "") || null;
    save.mutate({
      method: "POST",
      path: "/api/rules",
      body: { match, shares, from: dayOf("from"), to: dayOf("to"), note: String(form.get("note") ?? "") },
    });
  }
  return (
    <form className="body stack" onSubmit={submit} aria-label="Add a rule">
      <Refusal error={trouble ?? save.error} />
      {Array.from({ length: MOST_CONDITIONS }, (_, index) => (
        <ConditionFields key={`condition-${KINDS[index]}`} index={index} />
      ))}
      <fieldset className="team-shares">
        <legend className="strong small">Percent to each team; together 100</legend>
        <div className="share-fields">
          {settings.teams.map((team, index) => (
            <label key={team.slug} className="field">
              <span className="ellipsis" title={team.name}>
                {team.name}
              </span>
              <input
                className="text"
                name={`share-${team.slug}`}
                inputMode="decimal"
                defaultValue={index === 0 && settings.teams.length === 1 ? "100" : ""}
              />
            </label>
          ))}
        </div>
      </fieldset>
      <div className="fields">
        <label className="field">
          <span>From</span>
          <input className="text" type="date" name="from" />
        </label>
        <label className="field">
          <span>To</span>
          <input className="text" type="date" name="to" />
        </label>
        <label className="field wide">
          <span>Note</span>
          <input className="text" name="note" />
        </label>
      </div>
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={save.isPending}>
          Add the rule
        </button>
      </div>
    </form>
  );
}

function ConditionFields({ index }: { index: number }) {
  const [kind, setKind] = useState<string>(KINDS[index] ?? "provider");
  return (
    <div className="condition">
      <select
        className="text"
        name={`kind-${index}`}
        aria-label={`Condition ${index + 1}: what`}
        value={kind}
        onChange={(event) => setKind(event.target.value)}
      >
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
        <option value="tag">tag</option>
      </select>
      {kind === "tag" && (
        <input
          className="text"
          name={`tag-${index}`}
          placeholder="tag name"
          aria-label={`Condition ${index + 1}: tag name`}
          required
        />
      )}
      <input
        className="text"
        name={`value-${index}`}
        placeholder={index === 0 ? "is, for example openai" : "and is (may stay empty)"}
        aria-label={`Condition ${index + 1}: value`}
        required={index === 0}
      />
    </div>
  );
}
