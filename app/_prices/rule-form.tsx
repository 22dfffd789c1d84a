"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { RuleTrial } from "../../lib/api/wire/rules.ts";
import { add, decimal, equals, format, parseDecimal } from "../../lib/core/decimal.ts";
import { plural } from "../../lib/core/display.ts";
import { monthName } from "../../lib/core/display-dates.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Amount, Change } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { useShell } from "../_ui/shell-context.tsx";

const KINDS = ["provider", "account", "project", "workspace", "key", "user", "model"] as const;
const MOST_CONDITIONS = 3;
type How = "shares" | "usage";
type Teams = ReturnType<typeof useShell>["teams"];

/** A new rule: conditions, and either shares that sum to 100 % or division by measured usage. It can be tried first. */
export function RuleForm({ onDone }: { onDone(): void }) {
  const { teams } = useShell();
  const form = useRef<HTMLFormElement>(null);
  const [how, setHow] = useState<How>("shares");
  const [trouble, setTrouble] = useState<Error | null>(null);
  const save = useChange(onDone);
  const trial = useMutation({ mutationFn: (body: object) => send<RuleTrial>("POST", "/api/rules/try", body) });

  function withBody(act: (body: object) => void) {
    if (form.current === null || !form.current.reportValidity()) return;
    const body = bodyOf(new FormData(form.current), { how, teams });
    setTrouble(body instanceof Error ? body : null);
    if (!(body instanceof Error)) act(body);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    withBody((body) => save.mutate({ method: "POST", path: "/api/rules", body }));
  }
  return (
    <form ref={form} className="body stack" onSubmit={submit} onChange={() => trial.reset()} aria-label="Add a rule">
      <Refusal error={trouble ?? save.error ?? trial.error} />
      {Array.from({ length: MOST_CONDITIONS }, (_, index) => (
        <ConditionFields key={`condition-${KINDS[index]}`} index={index} />
      ))}
      <fieldset className="seg how" aria-label="How it is divided">
        <button type="button" aria-pressed={how === "shares"} onClick={() => setHow("shares")}>
          By shares
        </button>
        <button type="button" aria-pressed={how === "usage"} onClick={() => setHow("usage")}>
          By measured usage
        </button>
      </fieldset>
      {how === "shares" ? <ShareFields teams={teams} /> : <UsageFields />}
      <DateFields />
      {trial.data !== undefined && <TrialResult trial={trial.data} />}
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button
          type="button"
          className="btn tiny"
          disabled={trial.isPending}
          onClick={() => withBody((body) => trial.mutate(body))}
        >
          {trial.isPending ? "Trying" : "Try it"}
        </button>
        <button type="submit" className="btn tiny main" disabled={save.isPending}>
          {save.isPending ? "Moving open months" : "Add the rule"}
        </button>
      </div>
    </form>
  );
}

/** The form as the request, or what is wrong with it. */
function bodyOf(form: FormData, { how, teams }: { how: How; teams: Teams }): object | Error {
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const match: Record<string, string> = {};
  for (let index = 0; index < MOST_CONDITIONS; index += 1) {
    const kind = text(`kind-${index}`);
    const value = text(`value-${index}`);
    if (value !== "") match[kind === "tag" ? `tag:${text(`tag-${index}`).toLowerCase()}` : kind] = value;
  }
  const dated = { from: text("from") || null, to: text("to") || null, note: text("note") };
  if (how === "usage") {
    const splitBy = {
      ...(text("family") !== "" && { family: text("family") }),
      ...(text("usage-provider") !== "" && { provider: text("usage-provider") }),
    };
    return { match, shares: [], splitBy, ...dated };
  }
  const shares = teams
    .map((team) => ({ team: team.slug, percent: text(`share-${team.slug}`) }))
    .filter((share) => share.percent !== "");
  const total = shares.reduce((sum, share) => add(sum, parseDecimal(share.percent) ?? decimal("0")), decimal("0"));
  if (!equals(total, decimal("100"))) return new Error(`The shares are ${format(total)} %. They must be 100 %.`);
  return { match, shares, splitBy: null, ...dated };
}

function ShareFields({ teams }: { teams: Teams }) {
  return (
    <fieldset className="team-shares">
      <legend className="strong small">Percent to each team; together 100</legend>
      <div className="share-fields">
        {teams.map((team) => (
          <label key={team.slug} className="field">
            <span className="ellipsis" title={team.name}>
              {team.name}
            </span>
            <input
              className="text"
              name={`share-${team.slug}`}
              inputMode="decimal"
              defaultValue={teams.length === 1 ? "100" : ""}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function UsageFields() {
  return (
    <>
      <p className="note">
        Each billed line is divided by the tokens × price of the usage feed or of a gateway’s log, by day and model. The
        usage goes to teams by the other rules; without any usage the line stays unassigned.
      </p>
      <div className="fields">
        <label className="field">
          <span>Which feed</span>
          <input className="text" name="family" placeholder="every feed that explains the provider" />
        </label>
        <label className="field">
          <span>Whose usage, where not the bill’s own provider</span>
          <input className="text" name="usage-provider" />
        </label>
      </div>
    </>
  );
}

function DateFields() {
  return (
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

function TrialResult({ trial }: { trial: RuleTrial }) {
  if (trial.moves.length === 0)
    return (
      <Notice kind="info">
        <b>It would move no money.</b> No open line matches it, or they go there already.
      </Notice>
    );
  return (
    <Notice kind="info">
      <b>It would post {plural(trial.entries, "entry", "entries")} anew.</b> Nothing is kept yet.
      <table className="dense trial">
        <thead>
          <tr>
            <th>Month</th>
            <th>Goes to</th>
            <th className="num">Now</th>
            <th className="num">Then</th>
            <th className="num">Change</th>
          </tr>
        </thead>
        <tbody>
          {trial.moves.map(({ month, bearer, name, currency, before, after, change }) => (
            <tr key={`${month} ${bearer} ${currency}`}>
              <td className="nowrap">{monthName(month)}</td>
              <td>{name}</td>
              <td className="num">
                <Amount value={before} />
              </td>
              <td className="num">
                <Amount value={after} />
              </td>
              <td className="num">
                <Change change={change} /> {currency}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Notice>
  );
}
