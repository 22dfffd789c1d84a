"use client";

import { useId } from "react";
import type { RigDraft } from "./rig-fields.ts";

export type TextField = Exclude<keyof RigDraft, "shares" | "kind" | "tariffId">;
export type FieldProps = {
  readonly draft: RigDraft;
  readonly field: TextField;
  readonly label: string;
  readonly unit?: string;
  readonly note?: string;
  readonly isRequired?: boolean;
  readonly type?: string;
  onChange(draft: RigDraft): void;
};

/** One field of the rig forms: text as typed, with its unit at its end. */
export function Field({ draft, field, label, unit, note, isRequired = false, type = "text", onChange }: FieldProps) {
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

/** What is paid for it: a price and its schedule, or rent by the month or by the hour. */
export function PaymentFields({ draft, onChange }: { draft: RigDraft; onChange(draft: RigDraft): void }) {
  const props = { draft, onChange };
  if (draft.kind === "owned")
    return (
      <>
        <Field {...props} field="price" label="Price paid" unit={draft.currency} isRequired />
        <Field {...props} field="months" label="Written off in" unit="months" isRequired />
      </>
    );
  if (draft.kind === "leased")
    return <Field {...props} field="rentMonthly" label="Lease" unit={`${draft.currency} a month`} isRequired />;
  return (
    <>
      <Field {...props} field="rentHourly" label="Rent" unit={`${draft.currency} an hour`} isRequired />
      <Field {...props} field="rentHours" label="For" unit="h a month" note="Empty: always on." />
    </>
  );
}
