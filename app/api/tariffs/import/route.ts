import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { route } from "../../../../lib/api/route.ts";
import { importTariffQuery } from "../../../../lib/api/wire/tariffs.ts";
import { AppError } from "../../../../lib/core/app-error.ts";
import { importTariff } from "../../../../lib/flows/import-tariff.ts";

/** The body is the file itself: a rate of OpenEI, Octopus' unit rates, a table of prices, or terms as JSON. */
export const POST = route({
  access: "admin",
  query: importTariffQuery,
  handle: ({ request, query, principal }) => {
    if (!request.body) throw new AppError("invalid-input", "The request holds no file.");
    // The web and the Node type of the same stream differ only by name.
    const bytes = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
    return importTariff({ ...query, bytes, by: principal.name });
  },
});
