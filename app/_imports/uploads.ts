"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { keys } from "../../lib/api/query-keys.ts";
import { type Upload, uploadQueue } from "./upload-queue.ts";

const NONE: readonly Upload[] = [];

/** The files on their way, and what to do with one that was read: it is opened when it came alone. */
export function useUploads(open: (importId: number) => void): readonly Upload[] {
  const client = useQueryClient();
  const uploads = useSyncExternalStore(uploadQueue.subscribe, uploadQueue.snapshot, () => NONE);
  useEffect(() => {
    uploadQueue.onRead = (preview, { isAlone }) => {
      client.setQueryData(keys.importPreview(preview.id), preview);
      if (isAlone) open(preview.id);
    };
    uploadQueue.onSettled = () => void client.invalidateQueries({ queryKey: keys.imports() });
    return () => {
      uploadQueue.onRead = null;
      uploadQueue.onSettled = null;
    };
  }, [client, open]);
  return uploads;
}
