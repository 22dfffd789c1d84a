import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { z } from "zod";
import { route } from "../../../lib/api/route.ts";
import { AppError } from "../../../lib/core/app-error.ts";
import { listImports, previewOf } from "../../../lib/flows/imports.ts";
import { MAX_UPLOAD_BYTES } from "../../../lib/flows/receive-file.ts";
import { receiveUpload } from "../../../lib/flows/receive-upload.ts";

const optional = z.string().trim().min(1).max(200).optional();
const fileNameHeader = z.string().min(1).max(600);

export const GET = route({ access: "finance", handle: ({ principal }) => listImports(principal) });

/**
 * The body is the file itself, streamed: nothing between here and the reader holds it whole. An archive becomes one import
 * for each of its files; the answer is the preview of the first, and the list of all.
 */
export const POST = route({
  access: "admin",
  query: z.object({ rig: optional, zone: optional, account: optional }),
  status: 201,
  handle: async ({ request, query, principal }) => {
    const fileName = fileNameOf(request);
    const length = Number(request.headers.get("content-length") ?? "0");
    if (length > MAX_UPLOAD_BYTES)
      throw new AppError("too-large", "A file may hold 2 GB at most. Export shorter periods.");
    if (!request.body) throw new AppError("invalid-input", "The request holds no file.");
    // The web and the Node type of the same stream differ only by name.
    const bytes = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
    const upload = { fileName, bytes, by: principal.name, keepsUnknown: true, ...query };
    const { received, refused } = await receiveUpload(upload);
    const [first] = received;
    if (!first) throw new AppError("unreadable-file", `${fileName} holds no files.`);
    const files = received.map(({ importId, fileName: name, state }) => ({ importId, fileName: name, state }));
    return { ...(await previewOf(first.importId, principal)), files, refused };
  },
});

/** Names travel percent-encoded, for headers carry ASCII only; a path is cut to its last part. */
function fileNameOf(request: Request): string {
  const header = fileNameHeader.safeParse(request.headers.get("x-file-name") ?? "");
  if (!header.success) throw new AppError("invalid-input", "Name the file in the header x-file-name, percent-encoded.");
  try {
    return decodeURIComponent(header.data).split(/[\\/]/).at(-1)?.trim().slice(0, 200) || "upload";
  } catch (error) {
    throw new AppError("invalid-input", "The header x-file-name is not percent-encoded text.", {
      cause: String(error),
    });
  }
}
