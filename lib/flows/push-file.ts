import type { PushAnswer, PushedFile } from "../api/wire/tokens.ts";
import { AppError } from "../core/app-error.ts";
import { filesOf } from "../importers/source/containers/files-of.ts";
import { importById } from "./imports.ts";
import { type Ingested, ingestFile } from "./ingest.ts";
import { metered, receiveFile } from "./receive-file.ts";

export type PushInput = {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly rig?: string | undefined;
  readonly zone?: string | undefined;
  readonly account?: string | undefined;
  /** False: left for a person to review, whatever it says. */
  readonly posts: boolean;
  readonly by: string;
};
const ISSUES_TOLD = 100;

/**
 * Receives what a machine pushed, as an upload, and posts it when nothing stands against it: no machine presses a button.
 * What needs a person waits on the Imports page. An archive becomes one import for each of its files.
 * @returns the answer, and whether all of it was here already.
 * @throws AppError as `receiveFile`
 */
export async function pushFile(input: PushInput): Promise<{ answer: PushAnswer; isKnown: boolean }> {
  const pushed: PushedFile[] = [];
  const refused: { fileName: string; message: string }[] = [];
  for await (const { fileName, bytes, isInArchive } of filesOf({ ...input, bytes: metered(input.bytes, () => {}) })) {
    try {
      pushed.push(await pushOne({ ...input, fileName, bytes }));
    } catch (error) {
      if (!isInArchive || !(error instanceof AppError)) throw error;
      refused.push({ fileName, message: error.message });
    }
  }
  const [first] = pushed;
  if (!first)
    throw new AppError("unreadable-file", refused[0]?.message ?? `${input.fileName} holds no files.`, { refused });
  const isArchive = pushed.length + refused.length > 1;
  const answer = isArchive ? { ...first, files: pushed, refused } : first;
  return { answer, isKnown: refused.length === 0 && pushed.every((file) => file.sameAs !== null) };
}

async function pushOne({ posts, ...input }: PushInput): Promise<PushedFile> {
  const file = { ...input, rig: input.rig ?? null, zone: input.zone ?? null, account: input.account ?? null };
  const received = posts
    ? await ingestFile({ ...file, keepsUnknown: true })
    : await receiveFile({ ...file, keepsUnknown: true, replacesPreview: true });
  const { importId, sameAs, summary } = received;
  const { state, message } = await importById(sameAs ?? importId);
  const issues = (summary?.issues ?? []).slice(0, ISSUES_TOLD);
  const kWh = summary?.energy?.kWh;
  return {
    fileName: input.fileName,
    importId: sameAs ?? importId,
    state: sameAs === null ? state : "unchanged",
    message: messageOf({ sameAs, message, refusal: refusalOf(received) }),
    sameAs,
    ...(kWh ? { kWh } : {}),
    issues: issues.map(({ severity, row, column, code, message: text }) => ({
      ...{ severity, code, message: text },
      row: row ?? null,
      column: column ?? null,
    })),
  };
}

const refusalOf = (received: Ingested | object): string | null => ("refusal" in received ? received.refusal : null);

function messageOf({
  sameAs,
  message,
  refusal,
}: {
  sameAs: number | null;
  message: string;
  refusal: string | null;
}): string {
  if (sameAs !== null) return `The same bytes as import ${sameAs}. Nothing was done.`;
  return refusal === null ? message : `${refusal} It waits on the Imports page.`;
}
