"use client";

import type { FormEvent } from "react";
import type { PerMillionWire } from "../../lib/api/wire/prices.ts";
import { costKindName } from "../../lib/core/statement/names.ts";
import { TOKEN_KINDS } from "../../lib/core/usage-line.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Panel } from "../_ui/panel.tsx";

/** What the form begins with. */
export type PriceDraft = {
  readonly provider?: string;
  readonly model?: string;
  readonly currency?: string;
  readonly perMillion?: PerMillionWire;
};

/** A dated price of one model. Open months are rated anew when it is saved. */
export function PriceForm({ draft, onDone }: { draft: PriceDraft; onDone(): void }) {
  const save = useChange(onDone);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    const kinds = TOKEN_KINDS.flatMap((kind) => (text(kind) === "" ? [] : [[kind, text(kind)]]));
    save.mutate({
      method: "POST",
      path: "/api/prices",
      body: {
        provider: text("provider"),
        model: text("model"),
        from: text("from"),
        to: text("to") || null,
        currency: text("currency"),
        perMillion: Object.fromEntries(kinds),
        source: text("source"),
        note: text("note"),
      },
    });
  }
  return (
    <Panel id="add-a-price" title="Add a price" note="per 1,000,000 tokens, from a day on">
      <form className="body stack" aria-label="Add a price" onSubmit={submit}>
        <Refusal error={save.error} />
        <div className="fields price-fields">
          <Text name="provider" label="Provider" value={draft.provider} isRequired />
          <Text name="model" label="Model, as the exports name it" value={draft.model} isRequired />
          <label className="field">
            <span>From</span>
            <input className="text" type="date" name="from" required />
          </label>
          <label className="field">
            <span>Last day</span>
            <input className="text" type="date" name="to" />
            <span className="note">Empty: until another price.</span>
          </label>
          {TOKEN_KINDS.map((kind) => (
            <Text key={kind} name={kind} label={costKindName(kind)} value={draft.perMillion?.[kind]} isNumber />
          ))}
          <Text name="currency" label="Currency" value={draft.currency ?? "USD"} isRequired />
          <Text name="source" label="Source" placeholder="the agreement’s number" isRequired />
          <Text name="note" label="Note" />
        </div>
        <p className="note">
          A kind left empty keeps the catalogue’s price in the same currency. Zero is a price; empty is none.
        </p>
        <div className="row-acts">
          <button type="button" className="btn tiny" onClick={onDone}>
            Cancel
          </button>
          <button type="submit" className="btn tiny main" disabled={save.isPending}>
            {save.isPending ? "Rating open months" : "Add the price"}
          </button>
        </div>
      </form>
    </Panel>
  );
}

function Text({
  name,
  label,
  value,
  placeholder,
  isRequired = false,
  isNumber = false,
}: {
  name: string;
  label: string;
  value?: string | undefined;
  placeholder?: string;
  isRequired?: boolean;
  isNumber?: boolean;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="text"
        name={name}
        defaultValue={value ?? ""}
        placeholder={placeholder}
        required={isRequired}
        {...(isNumber && { inputMode: "decimal" as const })}
      />
    </label>
  );
}
