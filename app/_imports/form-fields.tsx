"use client";

import type { ReactNode } from "react";

/** A form whose every part is a text, empty where it is not named. */
export type TextForm<Field extends string> = {
  readonly draft: Readonly<Record<Field, string>>;
  /** Columns of the table, as its header names them. */
  readonly header: readonly string[];
  onChange(field: Field, value: string): void;
};
type FieldProps<Field extends string> = TextForm<Field> & {
  readonly field: Field;
  readonly label: string;
  readonly note?: string;
};

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="mapping-group">
      <legend>{title}</legend>
      <div className="fields mapping-fields">{children}</div>
    </fieldset>
  );
}

export function Text<Field extends string>({ draft, onChange, field, label, note }: FieldProps<Field>) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="text"
        value={draft[field]}
        autoComplete="off"
        onChange={(event) => onChange(field, event.target.value)}
      />
      {note !== undefined && <span className="note">{note}</span>}
    </label>
  );
}

export function Column<Field extends string>({
  none = "no column",
  ...props
}: FieldProps<Field> & { readonly none?: string }) {
  const names = [...new Set(props.header.filter((name) => name !== ""))];
  return <Choice {...props} choices={[["", none], ...names.map((name) => [name, name] as const)]} />;
}

export function Choice<Field extends string>({
  draft,
  onChange,
  field,
  label,
  note,
  choices,
}: FieldProps<Field> & { readonly choices: readonly (readonly [value: string, words: string])[] }) {
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className={draft[field] === "" ? "text unset" : "text"}
        value={draft[field]}
        onChange={(event) => onChange(field, event.target.value)}
      >
        {choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {note !== undefined && <span className="note">{note}</span>}
    </label>
  );
}
