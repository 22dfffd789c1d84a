"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Refusal } from "../_settings/refusal.tsx";
import { type ChangeRequest, useChange } from "../_settings/use-change.ts";
import { plain } from "./rig-fields.ts";

export type TermField = {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "date";
  /** Stands inside the field; the field then takes a number. */
  readonly unit?: string;
  readonly note?: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  /** The first day that can be given, as months before are closed. */
  readonly min?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
};
/** The fields as typed; an empty one is null where `maybe` reads it. */
export type Typed = {
  readonly text: (name: string) => string;
  readonly number: (name: string) => string;
  readonly maybe: (name: string) => string | null;
  readonly maybeNumber: (name: string) => string | null;
};

function typedIn(form: FormData): Typed {
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const number = (name: string): string => plain(text(name));
  return { text, number, maybe: (name) => text(name) || null, maybeNumber: (name) => number(name) || null };
}

/** One change of a rig's terms. The server says in a sentence why it is refused. */
export function TermForm({
  label,
  fields,
  request,
  submit,
  note,
  children,
  onDone,
}: {
  label: string;
  fields: readonly TermField[];
  request(typed: Typed): ChangeRequest;
  submit: string;
  note?: ReactNode;
  children?: ReactNode;
  onDone(): void;
}) {
  const save = useChange(onDone);
  return (
    <form
      className="body stack term-form"
      aria-label={label}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        save.mutate(request(typedIn(new FormData(event.currentTarget))));
      }}
    >
      <Refusal error={save.error} />
      <div className="fields term-fields">
        {fields.map((field) => (
          <TermInput key={field.name} field={field} />
        ))}
      </div>
      {children}
      {note !== undefined && <p className="note">{note}</p>}
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={save.isPending}>
          {save.isPending ? "Reckoning open months" : submit}
        </button>
      </div>
    </form>
  );
}

function TermInput({ field }: { field: TermField }) {
  const { label, unit, note } = field;
  const id = useId();
  return (
    <label className="field" htmlFor={id}>
      <span>{label}</span>
      {unit === undefined ? (
        <Control id={id} field={field} />
      ) : (
        <span className="unit">
          <Control id={id} field={field} />
          <em>{unit}</em>
        </span>
      )}
      {note !== undefined && <span className="note">{note}</span>}
    </label>
  );
}

function Control({ id, field }: { id: string; field: TermField }) {
  const { name, options, value = "", isRequired = false } = field;
  if (options !== undefined)
    return (
      <select id={id} className="text" name={name} defaultValue={value}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  return (
    <input
      id={id}
      className="text"
      name={name}
      type={field.type ?? "text"}
      defaultValue={value}
      required={isRequired}
      min={field.min}
      placeholder={field.placeholder}
      autoComplete="off"
      {...(field.unit === undefined ? {} : { inputMode: "decimal" as const })}
    />
  );
}

/** A head button that shows a form, for those who may change. */
export function useOpen() {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const button = (label: string) => (
    <span className="push">
      <button type="button" className="btn tiny" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label}
      </button>
    </span>
  );
  return { isOpen, close, button };
}

/** Ends something on a day: one date and one button, opened in its row. */
export function EndOn({
  what,
  act,
  min,
  request,
}: {
  what: string;
  act: string;
  min: string;
  request(on: string): ChangeRequest;
}) {
  const [isOpen, setOpen] = useState(false);
  const [on, setOn] = useState("");
  const save = useChange(() => setOpen(false));
  if (!isOpen)
    return (
      <button type="button" className="btn tiny" onClick={() => setOpen(true)}>
        {act}
        <span className="sr"> {what}</span>
      </button>
    );
  return (
    <form
      className="end-on"
      aria-label={`${act} ${what}`}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(request(on));
      }}
    >
      <Refusal error={save.error} />
      <label className="small">
        Last day{" "}
        <input
          className="text tiny"
          type="date"
          value={on}
          min={min}
          required
          onChange={(event) => setOn(event.target.value)}
        />
      </label>
      <button type="submit" className="btn tiny" disabled={save.isPending}>
        {act}
      </button>
      <button type="button" className="link small" onClick={() => setOpen(false)}>
        Leave it
      </button>
    </form>
  );
}
