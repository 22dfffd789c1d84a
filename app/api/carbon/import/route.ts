import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { AppError } from "../../../../lib/core/app-error.ts";
import { importIntensities } from "../../../../lib/flows/carbon.ts";

/** The body is the file itself: a history of Electricity Maps. */
export const POST = route({
  access: "admin",
  query: z.object({ name: z.string().trim().min(1).max(200).default("history.json") }),
  handle: ({ request, query, principal }) => {
    if (!request.body) throw new AppError("invalid-input", "The request holds no file.");
    // The web and the Node type of the same stream differ only by name.
    const bytes = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
    return importIntensities({ fileName: query.name, bytes, by: principal.name });
  },
});
