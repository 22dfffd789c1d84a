"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { TariffsPage } from "../../lib/api/wire/tariffs.ts";
import { Field } from "./rig-field.tsx";
import type { RigDraft } from "./rig-fields.ts";

/** One price per kWh; on a new rig, or a tariff there is. */
export function TariffFields({
  draft,
  isNew,
  onChange,
}: {
  draft: RigDraft;
  isNew: boolean;
  onChange(draft: RigDraft): void;
}) {
  const { data } = useQuery({
    queryKey: keys.tariffs(),
    queryFn: ({ queryKey, signal }) => fetchKey<TariffsPage>(queryKey, signal),
    enabled: isNew,
  });
  const tariffs = isNew ? (data?.tariffs ?? []) : [];
  return (
    <>
      {tariffs.length > 0 && (
        <label className="field">
          <span>Energy priced by</span>
          <select
            className="text"
            value={draft.tariffId}
            onChange={(event) => onChange({ ...draft, tariffId: event.target.value })}
          >
            <option value="">one price per kWh</option>
            {tariffs.map((tariff) => (
              <option key={tariff.id} value={String(tariff.id)}>
                {tariff.name}, {tariff.currency}
              </option>
            ))}
          </select>
        </label>
      )}
      {draft.tariffId === "" && (
        <Field
          draft={draft}
          onChange={onChange}
          field="tariffPerKwh"
          label="Tariff"
          unit="per kWh"
          note="Empty: energy has no cost yet."
        />
      )}
    </>
  );
}
