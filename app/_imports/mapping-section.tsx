"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { fetchKey, send } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { MappingPreview, MappingStart } from "../../lib/api/wire/mapping.ts";
import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { count, plural } from "../../lib/core/display.ts";
import type { EnergyMapping } from "../../lib/core/energy-mapping.ts";
import type { TableMapping } from "../../lib/core/mapping.ts";
import { Loaded } from "../_ui/loaded.tsx";
import { Notice } from "../_ui/notice.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { type EnergyDraft, energyDraftOf, energyMappingOf } from "./energy-draft.ts";
import { EnergyFields } from "./energy-fields.tsx";
import { type Draft, draftOf, mappingOf } from "./mapping-draft.ts";
import { MoneyFields, UsageFields } from "./mapping-fields.tsx";
import { MappingResult } from "./mapping-result.tsx";

/** A table in no known format: an admin says once which column is what. */
export function MappingSection({ importId }: { importId: number }) {
  const query = useQuery({
    queryKey: keys.importMapping(importId),
    queryFn: ({ queryKey, signal }) => fetchKey<MappingStart>(queryKey, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={query} whatFailed="The rows of this file could not be read.">
      {(start) => <MappingForm start={start} />}
    </Loaded>
  );
}

function MappingForm({ start }: { start: MappingStart }) {
  // The suggestion is a part of a mapping as lib/core makes it; the server sends it as it is.
  const [costs, setCosts] = useState<Draft>(() => draftOf(start.suggestion as Partial<TableMapping>, start.fileName));
  // As above, of an energy mapping.
  const [energy, setEnergy] = useState<EnergyDraft>(() =>
    energyDraftOf(start.energySuggestion as Partial<EnergyMapping> | null, start.fileName),
  );
  const [kind, setKind] = useState<MappingStart["kind"]>(start.kind);
  const said = kind === "energy" ? energyMappingOf(energy) : mappingOf(costs);
  const mapping = useDeferredValue(said);
  const text = JSON.stringify(mapping);
  const tried = useQuery({
    queryKey: [`/api/imports/${start.importId}/mapping/preview`, { mapping: text }],
    queryFn: () => send<MappingPreview>("POST", `/api/imports/${start.importId}/mapping/preview`, { mapping }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { header } = start;
  const costForm = {
    draft: costs,
    header,
    onChange: (field: keyof Draft, value: string) => setCosts((now) => ({ ...now, [field]: value })),
  };
  const energyForm = {
    draft: energy,
    header,
    onChange: (field: keyof EnergyDraft, value: string) => setEnergy((now) => ({ ...now, [field]: value })),
  };
  return (
    <>
      <FirstRows start={start} />
      <form className="section mapping-form" onSubmit={(event) => event.preventDefault()}>
        <KindQuestion kind={kind} onKind={setKind} />
        {kind === "energy" ? (
          <EnergyFields {...energyForm} />
        ) : (
          <>
            <MoneyFields {...costForm} />
            <UsageFields {...costForm} />
          </>
        )}
      </form>
      <Loaded query={tried} whatFailed="The first rows could not be read by this mapping.">
        {(result) => <MappingResult result={result} />}
      </Loaded>
      <SaveMapping start={start} mapping={said} problem={tried.data?.problem ?? null} />
    </>
  );
}

function FirstRows({ start }: { start: MappingStart }) {
  return (
    <>
      <div className="section-head">
        <h3>First rows</h3>
        <span className="note">{plural(start.header.length, "column")}, as the file has them</span>
      </div>
      <ScrollTable label="First rows">
        <table className="dense first-rows">
          <thead>
            <tr>
              <th className="num">Row</th>
              {start.header.map((name, index) => (
                <th key={index} className="mono">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {start.rows.map(({ row, cells }) => (
              <tr key={row}>
                <td className="num mono">{count(row)}</td>
                {start.header.map((_, index) => (
                  <td key={index} className="mono nowrap">
                    {cells[index] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </>
  );
}

const KINDS = [
  ["cost", "Costs"],
  ["energy", "Power or energy"],
] as const;

function KindQuestion({ kind, onKind }: { kind: MappingStart["kind"]; onKind(kind: MappingStart["kind"]): void }) {
  return (
    <fieldset className="mapping-group">
      <legend>What is in this table?</legend>
      <div className="checkboxes">
        {KINDS.map(([value, words]) => (
          <label key={value}>
            <input type="radio" name="mapping-kind" checked={kind === value} onChange={() => onKind(value)} />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type Saving = { start: MappingStart; mapping: Readonly<Record<string, unknown>>; problem: string | null };

function SaveMapping({ start, mapping, problem }: Saving) {
  const client = useQueryClient();
  const router = useRouter();
  const save = useMutation({
    mutationFn: () => send<ImportPreview>("POST", `/api/imports/${start.importId}/mapping`, { mapping }),
    onSuccess: async (preview) => {
      client.setQueryData(keys.importPreview(preview.id), preview);
      await client.invalidateQueries();
      router.refresh();
    },
  });
  const others = start.alike.length;
  return (
    <>
      {save.isError && (
        <div className="section">
          <Notice kind="bad">
            <b>Nothing was saved.</b> {save.error.message}
          </Notice>
        </div>
      )}
      <div className="act">
        <span className="small soft">
          {problem ??
            `Files with this header are recognised from now on.${others > 0 ? ` ${others === 1 ? "Another file of this header waits and is" : `${others} other files of this header wait and are`} read with it.` : ""}`}
        </span>
        <span className="push">
          <button
            type="button"
            className="btn main"
            disabled={save.isPending || problem !== null}
            onClick={() => save.mutate()}
          >
            {save.isPending ? "Reading" : others > 0 ? `Save and read ${others + 1} files` : "Save and read the file"}
          </button>
        </span>
      </div>
    </>
  );
}
