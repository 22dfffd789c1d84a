"use client";

import { type FormEvent, useState } from "react";
import type { SettingsPage } from "../../lib/api/wire/records.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Missing } from "../_ui/amount.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { Refusal } from "./refusal.tsx";
import { TeamChecks } from "./team-checks.tsx";
import { useChange } from "./use-change.ts";

type Person = SettingsPage["people"][number];
const ROLES: readonly { value: Person["role"]; label: string }[] = [
  { value: "admin", label: "Admin" },
  { value: "finance", label: "Finance" },
  { value: "lead", label: "Team lead" },
];
const roleName = (role: Person["role"]): string => ROLES.find((one) => one.value === role)?.label ?? role;

/** Who signs in, as what, and seeing which teams. */
export function PeoplePanel({
  settings,
  mayChange,
  readerId,
}: {
  settings: SettingsPage;
  mayChange: boolean;
  readerId: string;
}) {
  const [isAdding, setAdding] = useState(false);
  const [changing, setChanging] = useState<string | null>(null);
  const active = settings.people.filter((person) => !person.isDisabled).length;
  return (
    <Panel
      id="people"
      title="People"
      note={`${active} active, ${settings.people.length - active} disabled`}
      aside={
        mayChange ? (
          <span className="push">
            <button type="button" className="btn tiny" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              <Icon name="add" size={14} />
              Add a person
            </button>
          </span>
        ) : undefined
      }
    >
      {isAdding && <NewPerson settings={settings} onDone={() => setAdding(false)} />}
      <ScrollTable label="People">
        <table className="dense people">
          <thead>
            <tr>
              <th>Name</th>
              <th>Role</th>
              <th>Sees</th>
              <th>Last seen, {settings.organisation.zone}</th>
              {mayChange && (
                <th>
                  <span className="sr">Change</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {settings.people.map((person) => (
              <PersonLine
                key={person.id}
                person={person}
                settings={settings}
                mayChange={mayChange && person.id !== readerId}
                hasActions={mayChange}
                isOpen={changing === person.id}
                onOpen={() => setChanging(changing === person.id ? null : person.id)}
              />
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <p className="foot">
        Admins import, assign and set; finance reads everything and keeps the digests; a lead reads own teams.
      </p>
    </Panel>
  );
}

function PersonLine({
  person,
  settings,
  mayChange,
  hasActions,
  isOpen,
  onOpen,
}: {
  person: Person;
  settings: SettingsPage;
  mayChange: boolean;
  hasActions: boolean;
  isOpen: boolean;
  onOpen(): void;
}) {
  const names = person.teams.map((slug) => settings.teams.find((team) => team.slug === slug)?.name ?? slug);
  return (
    <>
      <tr className={person.isDisabled ? "part" : undefined}>
        <td>
          {person.name}
          <span className="note part-note">{person.email}</span>
        </td>
        <td className="strong">{roleName(person.role)}</td>
        <td>
          {person.role === "lead" ? names.join(", ") || "no team" : person.role === "admin" ? "all" : "all, reading"}
        </td>
        <td className="nowrap">
          {person.isDisabled ? (
            <Missing why="disabled" isShown />
          ) : person.lastSeen === null ? (
            <Missing why="not yet" isShown />
          ) : (
            instantShort(person.lastSeen, settings.organisation.zone)
          )}
        </td>
        {hasActions && (
          <td className="num">
            {mayChange ? (
              <button type="button" className="link quiet small" aria-expanded={isOpen} onClick={onOpen}>
                Change<span className="sr"> {person.name}</span>
              </button>
            ) : (
              <span className="note">you</span>
            )}
          </td>
        )}
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={5}>
            <ChangePerson person={person} settings={settings} onDone={onOpen} />
          </td>
        </tr>
      )}
    </>
  );
}

function ChangePerson({ person, settings, onDone }: { person: Person; settings: SettingsPage; onDone(): void }) {
  const change = useChange(onDone);
  const [role, setRole] = useState(person.role);
  const [teams, setTeams] = useState<readonly string[]>(person.teams);
  const path = `/api/people/${encodeURIComponent(person.id)}`;
  return (
    <div className="stack inline-form">
      <Refusal error={change.error} />
      <div className="fields">
        <RoleField role={role} onChange={setRole} />
        {role === "lead" && <TeamChecks teams={settings.teams} chosen={teams} onChange={setTeams} />}
      </div>
      <div className="row-acts">
        <button
          type="button"
          className={person.isDisabled ? "btn tiny" : "btn tiny danger"}
          disabled={change.isPending}
          onClick={() => change.mutate({ method: "PATCH", path, body: { isDisabled: !person.isDisabled } })}
        >
          {person.isDisabled ? `Enable ${person.name}` : `Disable ${person.name}`}
        </button>
        <button
          type="button"
          className="btn tiny main"
          disabled={change.isPending}
          onClick={() =>
            change.mutate({ method: "PATCH", path, body: { role, teams: role === "lead" ? [...teams] : [] } })
          }
        >
          Save
        </button>
      </div>
    </div>
  );
}

function RoleField({ role, onChange }: { role: Person["role"]; onChange(role: Person["role"]): void }) {
  return (
    <label className="field">
      <span>Role</span>
      <select
        className="text"
        value={role}
        onChange={(event) => onChange(ROLES.find((one) => one.value === event.target.value)?.value ?? role)}
      >
        {ROLES.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function NewPerson({ settings, onDone }: { settings: SettingsPage; onDone(): void }) {
  const add = useChange(onDone);
  const [role, setRole] = useState<Person["role"]>("lead");
  const [teams, setTeams] = useState<readonly string[]>([]);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    add.mutate({
      method: "POST",
      path: "/api/people",
      body: {
        name: String(form.get("name")),
        email: String(form.get("email")),
        password: String(form.get("password")),
        role,
        teams: role === "lead" ? [...teams] : [],
      },
    });
  }
  return (
    <form className="body stack" method="post" onSubmit={submit} aria-label="Add a person">
      <Refusal error={add.error} />
      <div className="fields">
        <label className="field">
          <span>Name</span>
          <input className="text" name="name" required maxLength={120} autoComplete="off" />
        </label>
        <label className="field">
          <span>E-mail</span>
          <input className="text" name="email" type="email" required autoComplete="off" />
        </label>
        <label className="field">
          <span>First password</span>
          <input className="text" name="password" type="password" required minLength={12} autoComplete="new-password" />
          <span className="note">At least 12 characters. Hand it over yourself.</span>
        </label>
        <RoleField role={role} onChange={setRole} />
        {role === "lead" && <TeamChecks teams={settings.teams} chosen={teams} onChange={setTeams} />}
      </div>
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={add.isPending}>
          Add the person
        </button>
      </div>
    </form>
  );
}
