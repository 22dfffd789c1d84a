import { postImport } from "./post-import.ts";
import { type Received, type ReceiveInput, receiveFile } from "./receive-file.ts";

export type IngestInput = ReceiveInput & { readonly replace?: boolean };
export type Ingested = Received & {
  readonly entries: number;
  readonly replaced: readonly number[];
  readonly isPosted: boolean;
};

/**
 * Receives a file and posts it when nothing stands against it. What needs a person is left as a preview and said by
 * its state. @throws AppError as `receiveFile` and `postImport`
 */
export async function ingestFile({ replace = false, ...input }: IngestInput): Promise<Ingested> {
  const received = await receiveFile(input);
  if (received.state !== "ready") return { ...received, entries: 0, replaced: [], isPosted: false };
  const posted = await postImport({
    importId: received.importId,
    by: input.by,
    replace,
    ...(input.nowMs === undefined ? {} : { nowMs: input.nowMs }),
  });
  return { ...received, ...posted, isPosted: true };
}
