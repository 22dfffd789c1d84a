import { z } from "zod";
import { importPreview, importSummary } from "./records.ts";

/** The answer to an upload: the preview of its (first) import, every import it became, and what could not be read. */
export const uploadAnswer = importPreview.extend({
  files: z.array(z.object({ importId: z.number().int(), fileName: z.string(), state: importSummary.shape.state })),
  refused: z.array(z.object({ fileName: z.string(), message: z.string() })),
});
export type UploadAnswer = z.infer<typeof uploadAnswer>;
