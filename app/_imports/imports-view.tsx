"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsInteger, useQueryState } from "nuqs";
import { useCallback, useRef } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { ImportPreview, ImportSummary } from "../../lib/api/wire/records.ts";
import { Frame } from "../_ui/frame.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { DropZone } from "./drop-zone.tsx";
import { PostReady } from "./post-ready.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { Queue } from "./queue.tsx";
import { SavedMappings } from "./saved-mappings.tsx";
import { uploadQueue } from "./upload-queue.ts";
import { useUploads } from "./uploads.ts";

const BUSY = new Set<ImportSummary["state"]>(["receiving", "parsing", "posting"]);
const LOOK_AGAIN_MS = 1500;

/** Files in, what they say out: nothing reaches the ledger before it is posted. */
export function ImportsView({ mayImport }: { mayImport: boolean }) {
  const [chosen, setChosen] = useQueryState("import", parseAsInteger.withOptions({ history: "push" }));
  const picker = useRef<HTMLInputElement>(null);
  const open = useCallback((id: number) => void setChosen(id), [setChosen]);
  const uploads = useUploads(open);
  const isSending = uploads.some((one) => one.state === "sending" || one.state === "reading");
  const list = useQuery({
    queryKey: keys.imports(),
    queryFn: ({ queryKey, signal }) => fetchKey<ImportSummary[]>(queryKey, signal),
    refetchInterval: (query) =>
      isSending || query.state.data?.some((one) => BUSY.has(one.state)) ? LOOK_AGAIN_MS : false,
  });
  const shown = chosen ?? firstToLookAt(list.data ?? []);

  return (
    <Frame>
      <div className="head">
        <div>
          <h1>Imports</h1>
          <p className="sub-line">Invoices, exports and power logs. Nothing reaches the ledger before you post it.</p>
        </div>
        {mayImport && (
          <div className="push">
            <PostReady imports={list.data ?? []} />
            <button type="button" className="btn main" onClick={() => picker.current?.click()}>
              <Icon name="upload" />
              Upload files
            </button>
          </div>
        )}
      </div>
      <div className="grid">
        <div className="s4 stack">
          {mayImport && <DropZone picker={picker} onFiles={uploadQueue.add} />}
          <Loaded query={list} whatFailed="The imports could not be read.">
            {(imports) => (
              <Queue
                imports={imports}
                uploads={uploads}
                chosen={shown}
                onChoose={open}
                onDismiss={uploadQueue.dismiss}
              />
            )}
          </Loaded>
          {mayImport && <SavedMappings />}
        </div>
        <div className={chosen === null ? "s8 stack" : "s8 stack first-when-narrow"}>
          {shown === null ? (
            <Panel id="preview" title="Preview">
              <Empty title="No file chosen">
                Choose a file from the queue to see what it is, what it says, who it goes to and what is wrong in it.
              </Empty>
            </Panel>
          ) : (
            <Preview key={shown} id={shown} mayImport={mayImport} onGone={() => void setChosen(null)} />
          )}
        </div>
      </div>
    </Frame>
  );
}

/** What waits for a person, the newest first; else the newest file. */
function firstToLookAt(imports: readonly ImportSummary[]): number | null {
  const waiting = imports.find((one) => one.state === "needs-you" || one.state === "ready");
  return (waiting ?? imports[0])?.id ?? null;
}

function Preview({ id, mayImport, onGone }: { id: number; mayImport: boolean; onGone(): void }) {
  const query = useQuery({
    queryKey: keys.importPreview(id),
    queryFn: ({ queryKey, signal }) => fetchKey<ImportPreview>(queryKey, signal),
    refetchInterval: (state) => (state.state.data && BUSY.has(state.state.data.state) ? LOOK_AGAIN_MS : false),
  });
  return (
    <Loaded query={query} whatFailed="This import could not be read.">
      {(preview) => <PreviewPanel preview={preview} mayImport={mayImport} onGone={onGone} />}
    </Loaded>
  );
}
