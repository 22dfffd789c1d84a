"use client";

import { type RefObject, useState } from "react";
import type { UploadOptions } from "../../lib/api/upload.ts";
import { useShell } from "../_ui/shell-context.tsx";

/** Where files are dropped or chosen, with what a file may not say of itself: account, rig, zone. */
export function DropZone({
  picker,
  onFiles,
}: {
  picker: RefObject<HTMLInputElement | null>;
  onFiles(files: readonly File[], options: UploadOptions): void;
}) {
  const { rigs } = useShell();
  const [isOver, setOver] = useState(false);
  const [options, setOptions] = useState<UploadOptions>({});
  const set = (name: keyof UploadOptions, value: string) => setOptions({ ...options, [name]: value.trim() });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button inside is the keyboard's
    <div
      className={isOver ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...event.dataTransfer.files], options);
      }}
    >
      <b>Drop files here</b> or{" "}
      <button type="button" className="link" onClick={() => picker.current?.click()}>
        choose from this computer
      </button>
      <input
        ref={picker}
        className="sr"
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to upload"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])], options);
          event.target.value = "";
        }}
      />
      <p className="note">Cost exports of OpenAI, Anthropic and FOCUS, nvidia-smi power logs; CSV, JSON or gzip</p>
      <details>
        <summary>What the files do not say themselves</summary>
        <div className="fields">
          <label className="field wide">
            <span>Account</span>
            <input className="text" value={options.account ?? ""} onChange={(e) => set("account", e.target.value)} />
            <span className="note">For exports that name none.</span>
          </label>
          <label className="field">
            <span>Rig</span>
            <select className="text" value={options.rig ?? ""} onChange={(event) => set("rig", event.target.value)}>
              <option value="">not a power log</option>
              {rigs.map((rig) => (
                <option key={rig.slug} value={rig.slug}>
                  {rig.name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>Zone of its clock</span>
            <input
              className="text"
              placeholder="the rig’s own"
              value={options.zone ?? ""}
              onChange={(event) => set("zone", event.target.value)}
            />
          </label>
        </div>
      </details>
    </div>
  );
}
