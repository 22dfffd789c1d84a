import { parseArgs } from "node:util";
import type { z } from "zod";
import {
  assetBody,
  type ChangedTerms,
  chargeBody,
  rigTariffBody,
  sharesBody,
  wallBody,
} from "../../lib/api/wire/rigs.ts";
import { AppError } from "../../lib/core/app-error.ts";
import * as terms from "../../lib/flows/rig-terms.ts";
import { printJson, readId } from "./output.ts";
import { readShares } from "./shares.ts";

const WHO = { by: "Command line" };
const text = { type: "string" } as const;

export type TermVerb = "asset" | "charge" | "wall" | "share" | "tariff";

/** `rigs asset add`, `rigs charge end`, `rigs wall set` and the like: one dated term each. */
export async function runRigTerms(verb: TermVerb, words: string[], wantsJson: boolean): Promise<number> {
  const [act = "", ...rest] = words;
  const change = ACTS[`${verb} ${act}`];
  if (!change) throw new AppError("invalid-input", `rigs ${verb} ${act} is not known. ${EXAMPLES[verb]}`);
  const done = await change(rest);
  if (wantsJson) printJson(done);
  else console.log(done.message);
  return 0;
}

const EXAMPLES: Readonly<Record<TermVerb, string>> = {
  asset:
    "Write rigs asset add Kiln --name GPU --price 1800 --in-service 2026-06-01, or rigs asset dispose Kiln 3 --on 2026-08-31.",
  charge: "Write rigs charge add Kiln --kind hosting --monthly 40, or rigs charge end Kiln 3 --on 2026-08-31.",
  wall: "Write rigs wall set Kiln --factor 1.1 --base-watts 90 --from 2026-06-01.",
  share: "Write rigs share set Kiln search=60 apps=20 --from 2026-06-01.",
  tariff: "Write rigs tariff set Kiln 0.21 --from 2026-06-01.",
};

const ACTS: Readonly<Record<string, (words: string[]) => Promise<ChangedTerms>>> = {
  "asset add": addAsset,
  "asset dispose": disposeAsset,
  "charge add": addCharge,
  "charge end": endCharge,
  "wall set": setWall,
  "share set": setShares,
  "tariff set": setTariff,
};

/** @throws AppError invalid-input naming what does not fit, with an example */
function fit<Schema extends z.ZodType>(schema: Schema, value: unknown, verb: TermVerb): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const fields = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new AppError("invalid-input", `${fields}. ${EXAMPLES[verb]}`);
}

function rigNamed(word: string | undefined, verb: TermVerb): string {
  if (!word) throw new AppError("invalid-input", `Name the rig. ${EXAMPLES[verb]}`);
  return word;
}

async function addAsset(words: string[]): Promise<ChangedTerms> {
  const options = { name: text, price: text, "in-service": text, months: text, salvage: text };
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
  const { months, salvage, price, name } = values;
  const given = { name, price, inService: values["in-service"], salvage, months: months && Number(months) };
  return terms.addAsset(rigNamed(positionals[0], "asset"), fit(assetBody, defined(given), "asset"), WHO);
}

async function disposeAsset(words: string[]): Promise<ChangedTerms> {
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: { on: text } });
  if (!values.on) throw new AppError("invalid-input", `Say on which day. ${EXAMPLES.asset}`);
  const id = readId(positionals[1], "rigs asset dispose Kiln 3 --on 2026-08-31");
  return terms.disposeAsset(rigNamed(positionals[0], "asset"), { id, on: values.on }, WHO);
}

async function addCharge(words: string[]): Promise<ChangedTerms> {
  const options = { kind: text, monthly: text, hourly: text, hours: text, from: text, to: text, covers: text };
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
  return terms.addCharge(rigNamed(positionals[0], "charge"), fit(chargeBody, { ...values }, "charge"), WHO);
}

async function endCharge(words: string[]): Promise<ChangedTerms> {
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: { on: text } });
  if (!values.on) throw new AppError("invalid-input", `Say on which day. ${EXAMPLES.charge}`);
  const id = readId(positionals[1], "rigs charge end Kiln 3 --on 2026-08-31");
  return terms.endCharge(rigNamed(positionals[0], "charge"), { id, to: values.on }, WHO);
}

async function setWall(words: string[]): Promise<ChangedTerms> {
  const options = { factor: text, "base-watts": text, pue: text, from: text, note: text };
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
  const { "base-watts": baseWatts, ...given } = values;
  const body = fit(wallBody, defined({ ...given, baseWatts }), "wall");
  return terms.setWallTerms(rigNamed(positionals[0], "wall"), body, WHO);
}

async function setShares(words: string[]): Promise<ChangedTerms> {
  const options = { from: text, share: { type: "string", multiple: true } } as const;
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
  const [rig, ...given] = positionals;
  const shares = readShares([...given, ...(values.share ?? [])]);
  return terms.setShareTerms(
    rigNamed(rig, "share"),
    fit(sharesBody, defined({ from: values.from, shares }), "share"),
    WHO,
  );
}

async function setTariff(words: string[]): Promise<ChangedTerms> {
  const options = { from: text, "per-kwh": text };
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
  const given = defined({ from: values.from, perKwh: values["per-kwh"] ?? positionals[1] });
  return terms.setTariffPrice(rigNamed(positionals[0], "tariff"), fit(rigTariffBody, given, "tariff"), WHO);
}

/** Without what was not typed, so that the usual holds. */
const defined = (given: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
