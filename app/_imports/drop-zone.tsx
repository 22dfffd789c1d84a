"use client";

import { type RefObject, useRef, useState } from "react";
import type { UploadOptions } from "../../lib/api/upload.ts";
import { count } from "../../lib/core/display.ts";
import { useShell } from "../_ui/shell-context.tsx";
import { droppedFiles, MOST_FILES, pickedFiles } from "./dropped-files.ts";

/** Where files and folders are dropped or chosen, with what a file may not say of itself: account, rig, zone. */
export function DropZone({
  picker,
  onFiles,
}: {
  picker: RefObject<HTMLInputElement | null>;
  onFiles(files: readonly File[], options: UploadOptions): void;
}) {
  const folderPicker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [options, setOptions] = useState<UploadOptions>({});
  const take = (files: readonly File[]) => {
    const isTooMany = files.length > MOST_FILES;
    setProblem(isTooMany ? `More than ${count(MOST_FILES)} files at once. Drop fewer of them, or a zip.` : null);
    if (!isTooMany) onFiles(files, options);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the buttons inside are the keyboard's
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
        droppedFiles(event.dataTransfer).then(take, () =>
          setProblem("The browser could not read what was dropped. Choose the files with the button instead."),
        );
      }}
    >
      <b>Drop files or folders here</b> or{" "}
      <button type="button" className="link" onClick={() => picker.current?.click()}>
        choose files
      </button>{" "}
      or{" "}
      <button type="button" className="link" onClick={() => folderPicker.current?.click()}>
        a folder
      </button>
      <Picker reference={picker} label="Files to upload" onFiles={take} />
      <Picker
        reference={(element) => {
          // React knows no attribute of this name; browsers take the property.
          if (element) element.webkitdirectory = true;
          folderPicker.current = element;
        }}
        label="Folder to upload"
        onFiles={take}
      />
      <p className="note">
        CSV, JSON, XLSX, PDF, Parquet, zip or gz, up to 2 GB each. Any table with a header can be read.
      </p>
      {problem !== null && (
        <p className="note bad-text" role="alert">
          {problem}
        </p>
      )}
      <Unsaid options={options} onChange={setOptions} />
    </div>
  );
}

function Picker({
  reference,
  label,
  onFiles,
}: {
  reference: React.Ref<HTMLInputElement>;
  label: string;
  onFiles(files: readonly File[]): void;
}) {
  return (
    <input
      ref={reference}
      className="sr"
      type="file"
      multiple
      tabIndex={-1}
      aria-label={label}
      onChange={(event) => {
        onFiles(pickedFiles(event.target.files));
        event.target.value = "";
      }}
    />
  );
}

/** What a person must say where the files do not. */
function Unsaid({ options, onChange }: { options: UploadOptions; onChange(options: UploadOptions): void }) {
  const { rigs } = useShell();
  const set = (name: keyof UploadOptions, value: string) => onChange({ ...options, [name]: value.trim() });
  return (
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
  );
}
