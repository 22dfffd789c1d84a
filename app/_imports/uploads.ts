"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { ApiError } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import { type UploadOptions, uploadFile } from "../../lib/api/upload.ts";

export type Upload = {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
  readonly state: "waiting" | "sending" | "reading" | "refused";
  readonly refusal: string | null;
};

/** Files on their way, one after the other: two cores read one file faster than five at once. */
export function useUploads(onRead: (importId: number) => void) {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const nextId = useRef(1);
  const line = useRef<Promise<void>>(Promise.resolve());

  const change = useCallback((id: number, changes: Partial<Upload>) => {
    setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  }, []);

  const dismiss = useCallback((id: number) => setUploads((all) => all.filter((one) => one.id !== id)), []);
  const add = useCallback(
    (files: readonly File[], options: UploadOptions) => {
      for (const file of files) {
        const id = nextId.current++;
        setUploads((all) => [
          ...all,
          { id, name: file.name, bytes: file.size, sent: 0, state: "waiting", refusal: null },
        ]);
        line.current = line.current.then(async () => {
          try {
            change(id, { state: "sending" });
            const preview = await uploadFile(file, options, (sent) =>
              change(id, { sent, state: sent >= file.size ? "reading" : "sending" }),
            );
            client.setQueryData(keys.importPreview(preview.id), preview);
            setUploads((all) => all.filter((one) => one.id !== id));
            onRead(preview.id);
          } catch (error) {
            // A file that arrived but could not be read is kept as a failed import, which the list shows.
            if (error instanceof ApiError && error.status === 422) dismiss(id);
            else change(id, { state: "refused", refusal: error instanceof Error ? error.message : String(error) });
          }
          await client.invalidateQueries({ queryKey: keys.imports() });
        });
      }
    },
    [change, client, dismiss, onRead],
  );
  return { uploads, add, dismiss };
}
