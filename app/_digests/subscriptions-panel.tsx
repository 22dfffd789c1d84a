"use client";

import type { DigestsPage } from "../../lib/api/wire/records.ts";
import { plural } from "../../lib/core/display.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Missing } from "../_ui/amount.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { type Subscription, scheduleText } from "./schedule-words.ts";

/** Who gets a digest; choosing one shows its preview and its schedule. */
export function SubscriptionsPanel({
  page,
  chosen,
  onChoose,
}: {
  page: DigestsPage;
  chosen: number | null;
  onChoose(id: number): void;
}) {
  const active = page.subscriptions.filter((one) => one.isActive).length;
  return (
    <Panel
      id="subscriptions"
      title="Who gets a digest"
      note={`${plural(page.subscriptions.length, "subscription")}, ${active} active`}
    >
      {page.subscriptions.length === 0 ? (
        <p className="empty">Nobody yet. A subscription needs a name, an address and a day.</p>
      ) : (
        <ScrollTable label="Subscriptions">
          <table className="dense">
            <thead>
              <tr>
                <th>Who</th>
                <th>Teams</th>
                <th>When</th>
                <th>Last sent</th>
                <th>Next</th>
              </tr>
            </thead>
            <tbody>
              {page.subscriptions.map((one) => (
                <Line key={one.id} subscription={one} isChosen={one.id === chosen} onChoose={onChoose} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      <p className="foot">
        One mail for each subscription and period, whatever restarts. Opening a mail is not tracked.
      </p>
    </Panel>
  );
}

function Line({
  subscription,
  isChosen,
  onChoose,
}: {
  subscription: Subscription;
  isChosen: boolean;
  onChoose(id: number): void;
}) {
  const { teams } = useShell();
  const names = subscription.teams.map((slug) => teams.find((team) => team.slug === slug)?.name ?? slug);
  return (
    <tr className={isChosen ? "chosen" : undefined}>
      <td>
        <button
          type="button"
          className="link quiet group-name"
          aria-pressed={isChosen}
          onClick={() => onChoose(subscription.id)}
        >
          {subscription.name}
        </button>
        <span className="note part-note">{subscription.email}</span>
      </td>
      <td>{names.length === 0 ? "All teams" : names.join(", ")}</td>
      <td>
        {scheduleText(subscription)}
        <span className="note part-note">{subscription.zone}</span>
      </td>
      <td>
        {subscription.lastSent === null ? (
          <Missing why="not yet" isShown />
        ) : (
          instantShort(subscription.lastSent, subscription.zone)
        )}
      </td>
      <td>
        {subscription.isActive && subscription.next !== null ? (
          instantShort(subscription.next, subscription.zone)
        ) : (
          <Missing why="ended" isShown />
        )}
      </td>
    </tr>
  );
}
