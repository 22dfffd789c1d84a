"use client";

import { type FormEvent, useState } from "react";
import { Refusal } from "../_settings/refusal.tsx";
import { TeamChecks } from "../_settings/team-checks.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Notice } from "../_ui/notice.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { ZoneField } from "../_ui/zone-field.tsx";
import { hourText, ordinal, type Subscription, WEEKDAYS } from "./schedule-words.ts";

const DAYS = Array.from({ length: 28 }, (_, index) => index + 1);
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Adds a subscription, or changes, ends and tests the one given. */
export function SubscriptionForm({ subscription, onDone }: { subscription: Subscription | null; onDone(): void }) {
  const { zone, teams } = useShell();
  const [cadence, setCadence] = useState<Subscription["cadence"]>(subscription?.cadence ?? "monthly");
  const [chosen, setChosen] = useState<readonly string[]>(subscription?.teams ?? []);
  const save = useChange(subscription === null ? onDone : undefined);
  const path = subscription === null ? "/api/digests" : `/api/digests/${subscription.id}`;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    save.mutate({
      method: subscription === null ? "POST" : "PATCH",
      path,
      body: {
        name: text("name"),
        email: text("email"),
        teams: [...chosen],
        cadence,
        dayOfMonth: Number(form.get("dayOfMonth") ?? subscription?.dayOfMonth ?? 5),
        weekday: Number(form.get("weekday") ?? subscription?.weekday ?? 0),
        hour: Number(form.get("hour") ?? 8),
        zone: text("zone"),
      },
    });
  }

  return (
    <form onSubmit={submit} aria-label={subscription === null ? "Add a subscription" : "Change the subscription"}>
      <div className="body stack">
        <Refusal error={save.error} />
        <div className="fields">
          <label className="field">
            <span>Name</span>
            <input className="text" name="name" defaultValue={subscription?.name} required maxLength={120} />
          </label>
          <label className="field">
            <span>E-mail</span>
            <input className="text" name="email" type="email" defaultValue={subscription?.email} required />
          </label>
          <ScheduleFields subscription={subscription} cadence={cadence} onCadence={setCadence} />
          <ZoneField name="zone" label="Time zone" initial={subscription?.zone ?? zone} />
          <TeamChecks teams={teams} chosen={chosen} onChange={setChosen} label="Teams; none ticked means all" />
        </div>
      </div>
      {subscription === null ? (
        <div className="act">
          <span className="push">
            <button type="button" className="btn" onClick={onDone}>
              Cancel
            </button>
            <button type="submit" className="btn main" disabled={save.isPending}>
              Add the subscription
            </button>
          </span>
        </div>
      ) : (
        <ExistingActs subscription={subscription} path={path} isSaving={save.isPending} />
      )}
    </form>
  );
}

function ScheduleFields({
  subscription,
  cadence,
  onCadence,
}: {
  subscription: Subscription | null;
  cadence: Subscription["cadence"];
  onCadence(cadence: Subscription["cadence"]): void;
}) {
  return (
    <>
      <label className="field">
        <span>How often</span>
        <select
          className="text"
          value={cadence}
          onChange={(event) => onCadence(event.target.value === "weekly" ? "weekly" : "monthly")}
        >
          <option value="monthly">Monthly</option>
          <option value="weekly">Weekly</option>
        </select>
      </label>
      {cadence === "monthly" ? (
        <label className="field">
          <span>Day</span>
          <select className="text" name="dayOfMonth" defaultValue={subscription?.dayOfMonth ?? 5}>
            {DAYS.map((day) => (
              <option key={day} value={day}>
                {ordinal(day)} of the month
              </option>
            ))}
          </select>
        </label>
      ) : (
        <label className="field">
          <span>Day</span>
          <select className="text" name="weekday" defaultValue={subscription?.weekday ?? 0}>
            {WEEKDAYS.map((name, day) => (
              <option key={name} value={day}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field">
        <span>Hour</span>
        <select className="text" name="hour" defaultValue={subscription?.hour ?? 8}>
          {HOURS.map((hour) => (
            <option key={hour} value={hour}>
              {hourText(hour)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function ExistingActs({
  subscription,
  path,
  isSaving,
}: {
  subscription: Subscription;
  path: string;
  isSaving: boolean;
}) {
  const [isSure, setSure] = useState(false);
  const change = useChange(() => setSure(false));
  const test = useChange();
  return (
    <>
      {test.isSuccess && (
        <div className="section act-error">
          <Notice kind="good">
            <b>A test was handed over.</b> {resultOf(test.data)}
          </Notice>
        </div>
      )}
      {(change.isError || test.isError) && (
        <div className="section act-error">
          <Refusal error={change.error ?? test.error} />
        </div>
      )}
      <div className="act">
        <button
          type="button"
          className="btn"
          disabled={change.isPending}
          onClick={() => change.mutate({ method: "PATCH", path, body: { isActive: !subscription.isActive } })}
        >
          {subscription.isActive ? "End it" : "Start it again"}
        </button>
        {isSure ? (
          <button
            type="button"
            className="btn danger"
            disabled={change.isPending}
            onClick={() => change.mutate({ method: "DELETE", path })}
          >
            Remove it now
          </button>
        ) : (
          <button type="button" className="btn danger" onClick={() => setSure(true)}>
            Remove
          </button>
        )}
        <span className="push">
          <button
            type="button"
            className="btn"
            disabled={test.isPending}
            onClick={() => test.mutate({ method: "POST", path: `${path}/test` })}
          >
            {test.isPending ? "Sending" : "Send a test"}
          </button>
          <button type="submit" className="btn main" disabled={isSaving}>
            Save
          </button>
        </span>
      </div>
    </>
  );
}

const resultOf = (answer: unknown): string =>
  typeof answer === "object" && answer !== null && "result" in answer ? String(answer.result) : "";
