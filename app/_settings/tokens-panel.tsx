"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fetchKey, send } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { ApiTokenWire, MadeToken, NewTokenBody } from "../../lib/api/wire/tokens.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Icon } from "../_ui/icon.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { Refusal } from "./refusal.tsx";
import { useChange } from "./use-change.ts";

/** Keys by which machines push files; each is told once. */
export function TokensPanel({ zone }: { zone: string }) {
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeToken | null>(null);
  const query = useQuery({
    queryKey: keys.tokens(),
    queryFn: ({ queryKey, signal }) => fetchKey<readonly ApiTokenWire[]>(queryKey, signal),
  });
  return (
    <Panel
      id="tokens"
      title="API tokens"
      note="machines push files with them"
      aside={
        <span className="push">
          <button type="button" className="btn tiny" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            <Icon name="add" size={14} />
            Make a token
          </button>
        </span>
      }
    >
      {isAdding && <NewToken onMade={setMade} onDone={() => setAdding(false)} />}
      {made !== null && <MadeNotice made={made} onClose={() => setMade(null)} />}
      <Loaded query={query} whatFailed="The tokens could not be read.">
        {(tokens) =>
          tokens.length === 0 ? (
            <p className="empty">No token yet. With one, cron can push a power log: docs/push.md has the two lines.</p>
          ) : (
            <TokensTable tokens={tokens} zone={zone} />
          )
        }
      </Loaded>
      <p className="foot">A token pushes files and reads nothing. Revoked, it opens nothing from that moment on.</p>
    </Panel>
  );
}

function TokensTable({ tokens, zone }: { tokens: readonly ApiTokenWire[]; zone: string }) {
  const revoke = useChange();
  return (
    <>
      <Refusal error={revoke.error} />
      <ScrollTable label="API tokens">
        <table className="dense">
          <thead>
            <tr>
              <th>Name</th>
              <th>Holds until</th>
              <th>Last used, {zone}</th>
              <th>
                <span className="sr">Revoke</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <tr key={token.id} className={token.state === "active" ? undefined : "part"}>
                <td>
                  {token.name}
                  <span className="note part-note">
                    {token.prefix}…, by {token.createdBy}
                  </span>
                </td>
                <td className="nowrap">{holdsUntil(token, zone)}</td>
                <td className="nowrap">{token.lastUsedAt === null ? "never" : instantShort(token.lastUsedAt, zone)}</td>
                <td className="num">
                  {token.state === "active" && (
                    <button
                      type="button"
                      className="link quiet small"
                      disabled={revoke.isPending}
                      onClick={() => revoke.mutate({ method: "DELETE", path: `/api/tokens/${token.id}` })}
                    >
                      Revoke<span className="sr"> {token.name}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </>
  );
}

function holdsUntil({ state, expiresAt }: ApiTokenWire, zone: string): string {
  if (state === "revoked") return "revoked";
  if (expiresAt === null) return "no last day";
  return state === "expired" ? `expired, ${instantShort(expiresAt, zone)}` : instantShort(expiresAt, zone);
}

function MadeNotice({ made, onClose }: { made: MadeToken; onClose(): void }) {
  return (
    <div className="body">
      <Notice kind="good">
        <b>This is the token {made.name}. It is shown only now.</b>
        <code className="token-text">{made.token}</code>
        <button type="button" className="link" onClick={onClose}>
          I have kept it
        </button>
      </Notice>
    </div>
  );
}

function NewToken({ onMade, onDone }: { onMade(made: MadeToken): void; onDone(): void }) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (body: NewTokenBody) => send<MadeToken>("POST", "/api/tokens", body),
    onSuccess: async (made) => {
      onMade(made);
      onDone();
      await client.invalidateQueries();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    make.mutate({ name: String(form.get("name")), expires: String(form.get("expires")) || null });
  }
  return (
    <form className="body stack" method="post" onSubmit={submit} aria-label="Make a token">
      <Refusal error={make.error} />
      <div className="fields">
        <label className="field">
          <span>Name</span>
          <input className="text" name="name" required maxLength={80} autoComplete="off" />
          <span className="note">Which machine has it, such as kiln-cron.</span>
        </label>
        <label className="field">
          <span>Last day</span>
          <input className="text" name="expires" type="date" />
          <span className="note">Empty: it holds until it is revoked.</span>
        </label>
      </div>
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={make.isPending}>
          Make the token
        </button>
      </div>
    </form>
  );
}
