"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { Notice } from "../_ui/notice.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { ZoneField } from "../_ui/zone-field.tsx";

const OPEN = new Set<ImportPreview["state"]>(["ready", "needs-you"]);

/** Which rig a file is of and which clock its stamps are on: named there and then, and the file is read by it again. */
export function RigChoice({ preview }: { preview: ImportPreview }) {
  const { rigs } = useShell();
  const client = useQueryClient();
  const router = useRouter();
  const [rig, setRig] = useState(preview.rigSlug ?? "");
  const read = useMutation({
    mutationFn: (body: { rig: string | null; zone: string | null }) =>
      send("POST", `/api/imports/${preview.id}/read-again`, body),
    onSuccess: async () => {
      await client.invalidateQueries();
      router.refresh();
    },
  });
  if (!preview.isOfRig || preview.needsMapping || !OPEN.has(preview.state)) return null;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const zone = String(new FormData(event.currentTarget).get("zone") ?? "").trim();
    read.mutate({ rig: rig === "" ? null : rig, zone: zone === (preview.zone ?? "") || zone === "" ? null : zone });
  };
  return (
    <form className="section rig-choice" onSubmit={onSubmit} aria-label="Rig and zone of this file">
      {read.isError && (
        <Notice kind="bad">
          <b>It was not read again.</b> {read.error.message}
        </Notice>
      )}
      <div className="fields">
        <label className="field">
          <span>Rig</span>
          <select className="text" value={rig} onChange={(event) => setRig(event.target.value)}>
            {preview.rigSlug === null && <option value="">choose a rig</option>}
            {rigs.map((one) => (
              <option key={one.slug} value={one.slug}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <ZoneField
          key={preview.zone ?? ""}
          name="zone"
          label="Zone of its clock"
          initial={preview.zone ?? ""}
          isRequired={false}
        />
        <div className="field read-again">
          <button
            type="submit"
            className={preview.rigSlug === null ? "btn main" : "btn"}
            disabled={read.isPending || rig === ""}
          >
            {read.isPending ? "Reading" : "Read it again"}
          </button>
        </div>
      </div>
      <p className="note">
        {rigs.length === 0
          ? "No rig is registered yet. Add one on the Rigs page, then read the file again."
          : "Stamps that name no zone are read on this clock. Left empty, it is the rig’s own."}
      </p>
    </form>
  );
}
