import { parseArgs } from "node:util";
import { fillBody } from "../../lib/api/wire/rigs.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { stateFill, withdrawFill } from "../../lib/flows/energy-fills.ts";
import { printJson, readId } from "./output.ts";

const BY = { by: "Command line" };
const EXAMPLE =
  "Write rigs fill add Kiln --from 2026-05-17T04:00:00Z --to 2026-05-19T11:00:00Z --rule off|idle|hour-of-week, or rigs fill end 3.";

/** `rigs fill`: what a rig drew while nothing was measured, as a statement that stays marked as an estimate. */
export async function runRigFill(words: string[], wantsJson: boolean): Promise<number> {
  const [act, ...rest] = words;
  if (act === "end") {
    const id = readId(rest[0], EXAMPLE);
    await withdrawFill(id, BY);
    if (wantsJson) printJson({ id });
    else console.log(`Statement ${id} holds no more.`);
    return 0;
  }
  if (act !== "add") throw new AppError("invalid-input", EXAMPLE);
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      from: { type: "string" },
      to: { type: "string" },
      rule: { type: "string" },
      note: { type: "string", default: "" },
      "even-below-half": { type: "boolean", default: false },
    },
  });
  const { "even-below-half": evenBelowHalf, ...given } = values;
  const read = fillBody.safeParse({ ...given, evenBelowHalf });
  if (!read.success || positionals.length === 0) throw new AppError("invalid-input", EXAMPLE);
  const done = await stateFill(positionals.join(" "), read.data, BY);
  if (wantsJson) printJson(done);
  else console.log(`Stated as ${done.id}; its energy counts as estimated, and gives way to a log that comes later.`);
  return 0;
}
