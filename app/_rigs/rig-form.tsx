"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { RigBody } from "../../lib/api/wire/records.ts";
import { MaybeAmount } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { bodyOf, draftOf, monthPreview, type RigDraft, sharesSum } from "./rig-fields.ts";

type TextField = Exclude<keyof RigDraft, "shares">;
type FieldProps = {
  readonly draft: RigDraft;
  readonly field: TextField;
  readonly label: string;
  readonly unit?: string;
  readonly note?: string;
  readonly isRequired?: boolean;
  readonly type?: string;
  onChange(draft: RigDraft): void;
};

function Field({ draft, field, label, unit, note, isRequired = false, type = "text", onChange }: FieldProps) {
  const id = useId();
  const input = (
    <input
      id={id}
      className="text"
      type={type}
      value={draft[field]}
      required={isRequired}
      inputMode={unit === undefined ? undefined : "decimal"}
      onChange={(event) => onChange({ ...draft, [field]: event.target.value })}
    />
  );
  return (
    <label className="field" htmlFor={id}>
      <span>{label}</span>
      {unit === undefined ? (
        input
      ) : (
        <span className="unit">
          {input}
          <em>{unit}</em>
        </span>
      )}
      {note !== undefined && <span className="note">{note}</span>}
    </label>
  );
}

/** Registers a rig, or changes one when `slug` is given. What is left empty is not counted, and the page says so. */
export function RigForm({
  slug,
  initial,
  start,
  onDone,
}: {
  slug?: string;
  initial: RigBody | null;
  /** Fields to begin with when nothing is registered yet. */
  start?: Partial<RigDraft>;
  onDone(): void;
}) {
  const { currency, zone, teams } = useShell();
  const client = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState<RigDraft>({ ...draftOf(initial, { currency, zone }), ...start });
  const save = useMutation({
    mutationFn: async () =>
      slug === undefined
        ? send("POST", "/api/rigs", bodyOf(draft))
        : send("PUT", `/api/rigs/${encodeURIComponent(slug)}`, bodyOf(draft)),
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries();
      router.refresh();
    },
  });
  const shares = sharesSum(draft);
  const props = { draft, onChange: setDraft };

  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="body">
        {save.isError && (
          <Notice kind="bad">
            <b>Nothing was saved.</b> {save.error.message}
          </Notice>
        )}
        <div className="fields rig-fields">
          <Field {...props} field="name" label="Name" isRequired />
          <Field {...props} field="hardware" label="Hardware" />
          <Field {...props} field="price" label="Price paid" unit={draft.currency} isRequired />
          <Field {...props} field="inService" label="In service" type="date" isRequired />
          <Field {...props} field="months" label="Written off in" unit="months" isRequired />
          <Field {...props} field="salvage" label="Salvage value" unit={draft.currency} isRequired />
          <Field {...props} field="hostingMonthly" label="Hosting" unit="a month" note="Empty: not counted." />
          <Field
            {...props}
            field="tariffPerKwh"
            label="Tariff"
            unit="per kWh"
            note="Empty: energy costs nothing yet."
          />
          <Field {...props} field="operationsHours" label="Operations" unit="h a month" />
          <Field {...props} field="operationsRate" label="Their rate" unit="an hour" />
          <Field
            {...props}
            field="wallFactor"
            label="Wall over GPU"
            unit="times"
            note="1.25 if the host draws a quarter more."
          />
          <Field {...props} field="zone" label="Zone of its clock" isRequired />
        </div>
        <Shares draft={draft} teams={teams} sum={shares} onChange={setDraft} />
        <MonthPreview draft={draft} />
      </div>
      <div className="act">
        <span className="small soft">{shares.isTooMuch ? "The shares are more than 100 %." : ""}</span>
        <span className="push">
          <button type="button" className="btn" onClick={onDone}>
            Cancel
          </button>
          <button type="submit" className="btn main" disabled={save.isPending || shares.isTooMuch}>
            {slug === undefined ? `Add ${draft.name === "" ? "the rig" : draft.name}` : `Save ${draft.name}`}
          </button>
        </span>
      </div>
    </form>
  );
}

function Shares({
  draft,
  teams,
  sum,
  onChange,
}: {
  draft: RigDraft;
  teams: readonly { slug: string; name: string }[];
  sum: { text: string; isWhole: boolean };
  onChange(draft: RigDraft): void;
}) {
  if (teams.length === 0) return null;
  return (
    <fieldset className="team-shares">
      <legend className="label">Shares of the month, percent; the rest is idle</legend>
      <div className="share-fields">
        {teams.map((team) => (
          <label key={team.slug} className="field">
            <span className="ellipsis" title={team.name}>
              {team.name}
            </span>
            <span className="unit">
              <input
                className="text"
                inputMode="decimal"
                value={draft.shares[team.slug] ?? ""}
                onChange={(event) =>
                  onChange({ ...draft, shares: { ...draft.shares, [team.slug]: event.target.value } })
                }
              />
              <em>%</em>
            </span>
          </label>
        ))}
      </div>
      <p className={sum.isWhole ? "note sum-whole" : "note"}>= {sum.text} %</p>
    </fieldset>
  );
}

function MonthPreview({ draft }: { draft: RigDraft }) {
  const preview = monthPreview(draft);
  return (
    <table className="dense month-preview">
      <thead>
        <tr>
          <th>A whole month will show, {draft.currency}</th>
          <th className="num">Month</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>Depreciation, straight line</td>
          <td className="num">
            <MaybeAmount value={preview.depreciation} why="price or months not entered" />
          </td>
        </tr>
        <tr>
          <td>Hosting</td>
          <td className="num">
            <MaybeAmount value={preview.hosting} why="not entered" />
          </td>
        </tr>
        <tr>
          <td>Operations labour</td>
          <td className="num">
            <MaybeAmount value={preview.labour} why="hours or rate not entered" />
          </td>
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <td>Without energy, which its power logs will bring</td>
          <td className="num">
            <MaybeAmount value={preview.total} why="nothing entered" />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
