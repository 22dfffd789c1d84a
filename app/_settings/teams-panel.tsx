"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import type { SettingsPage } from "../../lib/api/wire/records.ts";
import { Missing } from "../_ui/amount.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Panel } from "../_ui/panel.tsx";
import { Refusal } from "./refusal.tsx";
import { useChange } from "./use-change.ts";

/** The teams cost can go to. */
export function TeamsPanel({ settings, mayChange }: { settings: SettingsPage; mayChange: boolean }) {
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel
      id="teams"
      title="Teams"
      note={`${settings.teams.length}`}
      aside={
        mayChange ? (
          <span className="push">
            <button type="button" className="btn tiny" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              <Icon name="add" size={14} />
              Add a team
            </button>
          </span>
        ) : undefined
      }
    >
      {isAdding && <NewTeam onDone={() => setAdding(false)} />}
      {settings.teams.length === 0 ? (
        <p className="empty">No team yet. Without one every cost stays unassigned.</p>
      ) : (
        <table className="dense">
          <thead>
            <tr>
              <th>Team</th>
              <th>Owner</th>
              <th>Cost centre</th>
            </tr>
          </thead>
          <tbody>
            {settings.teams.map((team) => (
              <tr key={team.slug}>
                <td>
                  <Link className="bearer" href={`/teams/${team.slug}`}>
                    {team.name}
                  </Link>
                </td>
                <td>{team.owner ?? <Missing why="not named" isShown />}</td>
                <td>{team.costCentre ?? <Missing why="not given" isShown />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function NewTeam({ onDone }: { onDone(): void }) {
  const add = useChange(onDone);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    add.mutate({
      method: "POST",
      path: "/api/teams",
      body: { name: text("name"), owner: text("owner") || null, costCentre: text("costCentre") || null },
    });
  }
  return (
    <form className="body stack" onSubmit={submit} aria-label="Add a team">
      <Refusal error={add.error} />
      <div className="fields">
        <label className="field wide">
          <span>Name</span>
          <input className="text" name="name" required maxLength={120} />
        </label>
        <label className="field">
          <span>Owner</span>
          <input className="text" name="owner" />
        </label>
        <label className="field">
          <span>Cost centre</span>
          <input className="text" name="costCentre" />
        </label>
      </div>
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={add.isPending}>
          Add the team
        </button>
      </div>
    </form>
  );
}
