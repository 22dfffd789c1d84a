"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { RigSettings } from "../../lib/api/wire/rigs.ts";
import { utcDay } from "../../lib/core/calendar.ts";
import { fixed } from "../../lib/core/display.ts";
import { Notice } from "../_ui/notice.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import type { CatalogueRig } from "./catalogue.ts";
import { MonthPreview } from "./month-preview.tsx";
import { previewOf } from "./preview-rows.ts";
import { Field, PaymentFields } from "./rig-field.tsx";
import { bodyOf, draftOf, type RigDraft, sharesSum } from "./rig-fields.ts";
import { ShareFields } from "./share-fields.tsx";
import { TariffFields } from "./tariff-fields.tsx";

type Chosen = { readonly start: Partial<RigDraft>; readonly catalogue: CatalogueRig | null };

/** Registers a rig from what was chosen, or changes one. What is left empty is not counted, and the page says so. */
export function RigForm({
  slug,
  initial,
  chosen,
  onName,
  onDone,
}: {
  slug?: string;
  initial: RigSettings | null;
  /** Where a new rig begins: the catalogue's figures. */
  chosen?: Chosen;
  /** The name as it is typed. */
  onName?(name: string): void;
  onDone(): void;
}) {
  const { currency, zone, teams } = useShell();
  const client = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState<RigDraft>({ ...draftOf(initial, { currency, zone }), ...chosen?.start });
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
  const isNew = slug === undefined;
  const change = (next: RigDraft): void => {
    setDraft(next);
    if (next.name !== draft.name) onName?.(next.name);
  };
  const props = { draft, onChange: change };
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
          <PaymentFields {...props} />
          <Field {...props} field="inService" label="In service" type="date" isRequired />
          <TariffFields {...props} isNew={isNew} />
          <Field {...props} field="zone" label="Zone of its clock" isRequired />
        </div>
        {isNew && chosen?.catalogue && <p className="note published">{publishedText(chosen.catalogue, draft)}</p>}
        <MoreFields {...props} isOpen={!isNew}>
          <ShareFields {...props} teams={teams} sum={shares} />
        </MoreFields>
        <MonthPreview preview={previewOf(draft, utcDay(Date.now()))} name={draft.name} currency={draft.currency} />
      </div>
      <div className="act">
        <span className="small soft">{shares.isTooMuch ? "The shares are more than 100 %." : ""}</span>
        <span className="push">
          <button type="button" className="btn" onClick={onDone}>
            Cancel
          </button>
          <button type="submit" className="btn main" disabled={save.isPending || shares.isTooMuch}>
            {isNew ? `Add ${draft.name === "" ? "the rig" : draft.name}` : `Save ${draft.name}`}
          </button>
        </span>
      </div>
    </form>
  );
}

/** What can follow later: closed on a new rig, open on one that is changed. */
function MoreFields({
  draft,
  isOpen,
  onChange,
  children,
}: {
  draft: RigDraft;
  isOpen: boolean;
  onChange(draft: RigDraft): void;
  children: ReactNode;
}) {
  const props = { draft, onChange };
  return (
    <details className="more-fields" open={isOpen}>
      <summary>Hardware, hosting, labour, draw and shares</summary>
      <div className="fields rig-fields">
        <Field {...props} field="hardware" label="Hardware" />
        {draft.kind === "owned" && (
          <Field {...props} field="salvage" label="Salvage value" unit={draft.currency} isRequired />
        )}
        <Field {...props} field="hostingMonthly" label="Hosting" unit="a month" note="Empty: not counted." />
        <Field {...props} field="operationsHours" label="Operations" unit="h a month" />
        <Field {...props} field="operationsRate" label="Their rate" unit="an hour" />
        <Field
          {...props}
          field="wallFactor"
          label="Wall over GPU"
          unit="times"
          note="1.25 if the host draws a quarter more."
        />
        <Field {...props} field="watts" label="Draw" unit="W" note="For the preview below; not kept." />
        <Field {...props} field="hoursPerDay" label="Busy" unit="h a day" note="For the preview below; not kept." />
      </div>
      {children}
    </details>
  );
}

function publishedText(rig: CatalogueRig, { kind }: RigDraft): string {
  const later = "Hosting, labour and shares can follow.";
  if (kind === "owned")
    return `Published price ${fixed(rig.low, 0)} to ${fixed(rig.high, 0)} USD, ${rig.source}. ${later}`;
  if (rig.rent === null) return `No rent is published for it. ${later}`;
  return `Published rent ${rig.rent.low} to ${rig.rent.high} USD an hour, ${rig.source}. ${later}`;
}
