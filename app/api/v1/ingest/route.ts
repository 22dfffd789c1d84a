import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { AppError } from "../../../../lib/core/app-error.ts";
import { pushFile } from "../../../../lib/flows/push-file.ts";
import { MAX_UPLOAD_BYTES } from "../../../../lib/flows/receive-file.ts";

const optional = z.string().trim().min(1).max(200).optional();
const query = z.object({
  rig: optional,
  zone: optional,
  account: optional,
  name: z.string().trim().min(1).max(200).default("pushed"),
  /** `no` leaves it for review on the Imports page. */
  post: z.enum(["yes", "no"]).default("yes"),
});

/** A machine pushes a file: the body is the file itself, streamed, as for an upload. The same bytes again answer 200. */
export const POST = route({
  access: "machine",
  query,
  handle: async ({ request, query: { name, post, ...given }, principal }) => {
    const { answer, isKnown } = await pushFile({
      ...given,
      fileName: name.split(/[\\/]/).at(-1) || "pushed",
      bytes: wholeBody(request),
      posts: post === "yes",
      by: `Token ${principal.name}`,
    });
    return Response.json(answer, { status: isKnown ? 200 : 201 });
  },
});

/** The body's bytes; one that ends before the length it announced broke off. @throws AppError too-large, invalid-input */
async function* wholeBody(request: Request): AsyncGenerator<Uint8Array> {
  const announced = Number(request.headers.get("content-length") ?? "0");
  if (announced > MAX_UPLOAD_BYTES)
    throw new AppError("too-large", "A file may hold 2 GB at most. Send shorter periods.");
  if (!request.body)
    throw new AppError("invalid-input", "The request holds no file. Send it with --data-binary @FILE.");
  let bytes = 0;
  try {
    // The web and the Node type of the same stream differ only by name.
    for await (const piece of Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>)) {
      bytes += piece.byteLength;
      yield piece;
    }
  } catch (cause) {
    throw brokenOff({ cause: String(cause) });
  }
  if (bytes < announced) throw brokenOff({ bytes, announced });
  if (bytes === 0) throw new AppError("invalid-input", "The file is empty. Nothing was kept.");
}

const brokenOff = (details: Record<string, unknown>): AppError =>
  new AppError("invalid-input", "The upload broke off before its end. Nothing was kept; send the file again.", details);
