"use client";

import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { IDLE_BEARERS, SPLITS } from "../../lib/core/rig/terms.ts";
import { Missing } from "../_ui/amount.tsx";
import { Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { IDLE_NAMES, SPLIT_NAMES } from "./rig-words.ts";
import { TermForm, useOpen } from "./term-form.tsx";
import type { TermsProps } from "./terms-props.ts";

/** How the month is split and judged: these hold for all its months alike. */
export function ReckoningPanel({ rig, mayChange }: TermsProps) {
  const { isOpen, close, button } = useOpen();
  const { terms } = rig;
  const { latency } = terms;
  return (
    <Panel
      id="reckoning"
      title="How it is reckoned"
      note="for all its months alike"
      span="s6"
      aside={mayChange ? button("Change") : undefined}
    >
      {isOpen && <ReckoningForm rig={rig} onDone={close} />}
      <dl className="body pairs">
        <dt>Split by</dt>
        <dd>{SPLIT_NAMES[terms.splitBy]}</dd>
        <dt>Idle time is borne by</dt>
        <dd>{IDLE_NAMES[terms.idleBearer]}</dd>
        <dt>Owned by</dt>
        <dd>{terms.owner?.name ?? <Missing why="no team" isShown />}</dd>
        <dt>Serves</dt>
        <dd>
          {terms.serves.length === 0 ? <Missing why="no host or model named" isShown /> : terms.serves.join(", ")}
        </dd>
        <dt>Replaces</dt>
        <dd>{terms.replaces ?? <Missing why="no cloud model named" isShown />}</dd>
        <dt>Grid zone</dt>
        <dd>{terms.gridZone ?? <Missing why="not entered" isShown />}</dd>
        <dt>Latency objective</dt>
        <dd>
          {latency === null ? (
            <Missing why="none; capacity is where the throughput ends" isShown />
          ) : (
            `${latency.quantile} of 100 ${latency.of === "duration" ? "answers" : "first tokens"} within ${latency.ms} ms`
          )}
        </dd>
      </dl>
    </Panel>
  );
}

function ReckoningForm({ rig, onDone }: { rig: RigMonth; onDone(): void }) {
  const { teams } = useShell();
  const { settings } = rig;
  return (
    <TermForm
      label="Change how it is reckoned"
      submit="Save"
      onDone={onDone}
      note="The split and who bears idle time hold for every month, so they cannot change while one of its months is closed."
      fields={[
        {
          name: "splitBy",
          label: "Split by",
          value: settings.splitBy,
          options: SPLITS.map((value) => ({ value, label: SPLIT_NAMES[value] })),
        },
        {
          name: "idleBearer",
          label: "Idle time is borne by",
          value: settings.idleBearer,
          options: IDLE_BEARERS.map((value) => ({ value, label: IDLE_NAMES[value] })),
        },
        {
          name: "owner",
          label: "Owned by",
          value: settings.owner ?? "",
          options: [{ value: "", label: "no team" }, ...teams.map(({ slug, name }) => ({ value: slug, label: name }))],
        },
        {
          name: "serves",
          label: "Hosts and models it serves",
          value: settings.serves.join(", "),
          note: "Use of these in other files is known to be its own.",
        },
        {
          name: "replaces",
          label: "Cloud model it replaces",
          value: settings.replaces ?? "",
          placeholder: "openai/gpt-4.1",
        },
        { name: "gridZone", label: "Grid zone", value: settings.gridZone ?? "", placeholder: "SWE" },
      ]}
      request={({ text, maybe }) => ({
        method: "PUT",
        path: `/api/rigs/${rig.slug}`,
        body: {
          ...settings,
          splitBy: text("splitBy"),
          idleBearer: text("idleBearer"),
          owner: maybe("owner"),
          serves: text("serves")
            .split(",")
            .map((each) => each.trim())
            .filter((each) => each !== ""),
          replaces: maybe("replaces"),
          gridZone: maybe("gridZone"),
        },
      })}
    />
  );
}
