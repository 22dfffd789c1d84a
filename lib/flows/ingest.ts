import { AppError } from "../core/app-error.ts";
import { importById } from "./imports.ts";
import { type PostResult, postImport } from "./post-import.ts";
import { type Received, type ReceiveInput, receiveFile } from "./receive-file.ts";
import { discardImport } from "./undo-import.ts";

export type IngestInput = ReceiveInput & { readonly replace?: boolean };
export type Ingested = Received & {
  readonly entries: number;
  readonly replaced: readonly number[];
  readonly isPosted: boolean;
  /** Why a file that could be read was not posted: another import counts the same money. Null otherwise. */
  readonly refusal: string | null;
};

/**
 * Receives a file and posts it when nothing stands against it. What needs a person is left as a preview and said by
 * its state; reading the same bytes again takes the place of such a preview. @throws AppError as `receiveFile` and
 * `postImport`, but for an overlap, which is a refusal
 */
export async function ingestFile({ replace = false, ...input }: IngestInput): Promise<Ingested> {
  const received = await receiveFile({ ...input, replacesPreview: true });
  const notPosted = { ...received, entries: 0, replaced: [], isPosted: false };
  if (received.state !== "ready") return { ...notPosted, refusal: null };
  try {
    const posted = await post(received.importId, { replace, by: input.by, nowMs: input.nowMs });
    return { ...received, ...posted, isPosted: true, refusal: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "overlap") return { ...notPosted, refusal: error.message };
    if (typeof error.details.sameAs !== "number") throw error;
    // Another process posted the same bytes while these were read.
    const { state } = await importById(received.importId);
    if (state !== "discarded") await discardImport({ importId: received.importId, by: input.by });
    return { ...notPosted, state: "discarded", sameAs: error.details.sameAs, summary: null, refusal: null };
  }
}

const post = (
  importId: number,
  { nowMs, ...how }: { replace: boolean; by: string; nowMs: number | undefined },
): Promise<PostResult> => postImport({ importId, ...how, ...(nowMs === undefined ? {} : { nowMs }) });
