"use client";

import { percentText } from "../../lib/core/display.ts";
import { Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { plain } from "./rig-fields.ts";
import { Dated, firstNote, minOf } from "./supply-panels.tsx";
import { TermForm, useOpen } from "./term-form.tsx";
import { inForceOn, type TermsProps } from "./terms-props.ts";

/** Fixed shares of the month, from when; what is left of 100 % is idle. */
export function SharesPanel({ rig: { slug, terms }, mayChange, today }: TermsProps) {
  const { teams } = useShell();
  const { isOpen, close, button } = useOpen();
  const now = inForceOn(terms.shares, today);
  const heldBy = (team: string): string => now?.shares.find((share) => share.team === team)?.percent ?? "";
  return (
    <Panel
      id="shares"
      title="Shares"
      note={terms.splitBy === "shares" ? "they decide the split" : "kept; use decides the split"}
      span="s6"
      aside={mayChange ? button("Set shares") : undefined}
    >
      {isOpen && (
        <TermForm
          label="Set shares"
          submit="Set the shares"
          onDone={close}
          note="What is left of 100 % is idle."
          fields={[
            ...teams.map((team) => ({ name: team.slug, label: team.name, unit: "%", value: heldBy(team.slug) })),
            { name: "from-day", label: "From", type: "date", note: firstNote(terms.shares), ...minOf(terms.openFrom) },
          ]}
          request={({ text, maybe }) => ({
            method: "PUT",
            path: `/api/rigs/${slug}/shares`,
            body: {
              from: maybe("from-day"),
              shares: teams.flatMap((team) => {
                const percent = plain(text(team.slug));
                return percent === "" ? [] : [{ team: team.slug, percent }];
              }),
            },
          })}
        />
      )}
      {terms.shares.length === 0 ? (
        <p className="empty">
          {terms.splitBy === "shares"
            ? "No team has a share, so all of its month is idle."
            : "No fixed shares: its use decides who bears it."}
        </p>
      ) : (
        <Dated
          label="Shares"
          rows={terms.shares.map((each) => ({
            from: each.from,
            isNow: each === now,
            text:
              each.shares.map(({ name, percent }) => `${name} ${percentText(percent)} %`).join(", ") ||
              "no team has a share",
          }))}
        />
      )}
    </Panel>
  );
}
