import { parseArgs } from "node:util";
import { rigBody } from "../../lib/api/wire/rigs.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { utcDay } from "../../lib/core/calendar.ts";
import { changeRig } from "../../lib/flows/change-rig.ts";
import { rigSettings } from "../../lib/flows/rig-settings.ts";
import { createRig, showRig } from "../../lib/flows/rigs.ts";
import { printJson } from "./output.ts";
import { readShares } from "./shares.ts";

const BY = "Command line";
const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const OPTIONS = {
  ...{ name: text, hardware: text, zone: text, currency: text, price: text, "in-service": text, months: text },
  ...{ salvage: text, hosting: text, "ops-hours": text, "ops-rate": text, tariff: text, "wall-factor": text },
  ...{ share: texts, kind: text, "rent-monthly": text, "rent-hourly": text, "rent-hours": text },
  ...{ maintenance: text, licences: text, owner: text, idle: text, split: text, serves: texts, replaces: text },
  ...{ grid: text, catalogue: text, "base-watts": text, pue: text },
} as const;

/** `rigs add` and `rigs set`: the whole of a rig's terms as flags. */
export async function writeRig(
  words: string[],
  { wantsJson, isNew }: { wantsJson: boolean; isNew: boolean },
): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: OPTIONS });
  const named = positionals.join(" ");
  const target = named || (values.name ?? "");
  if (target === "") throw needs("");
  const name = values.name ?? (isNew ? named : (await showRig(target)).name);
  const read = rigBody.safeParse({
    name,
    hardware: values.hardware ?? "",
    zone: values.zone ?? "UTC",
    currency: values.currency ?? "USD",
    price: values.price ?? null,
    inService: values["in-service"],
    months: Number(values.months ?? "24"),
    salvage: values.salvage ?? "0",
    hostingMonthly: values.hosting ?? null,
    operationsHours: values["ops-hours"] ?? null,
    operationsRate: values["ops-rate"] ?? null,
    tariffPerKwh: values.tariff ?? null,
    wallFactor: values["wall-factor"] ?? "1",
    shares: readShares(values.share ?? []),
    kind: values.kind,
    rentMonthly: values["rent-monthly"],
    rentHourly: values["rent-hourly"],
    rentHours: values["rent-hours"],
    maintenanceMonthly: values.maintenance,
    licencesMonthly: values.licences,
    owner: values.owner,
    idleBearer: values.idle,
    splitBy: values.split,
    serves: values.serves,
    replaces: values.replaces,
    gridZone: values.grid,
    catalogueId: values.catalogue,
    baseWatts: values["base-watts"],
    pue: values.pue,
  });
  if (!read.success)
    throw needs(read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
  const { rig, from } = isNew
    ? { rig: await createRig(read.data, BY), from: null }
    : await changeRig(target, read.data, BY);
  if (wantsJson) printJson({ slug: rig.slug, ...rigSettings(rig, utcDay(Date.now())), ...(from && { message: from }) });
  else {
    console.log(isNew ? `Registered the rig ${rig.name} (${rig.slug}).` : `Changed the rig ${rig.name}.`);
    if (from) console.log(from);
  }
  return 0;
}

const needs = (fields: string): AppError =>
  new AppError(
    "invalid-input",
    `A rig needs a name, --price and --in-service, as in: rigs add Kiln --price 5500 --in-service 2026-01-01 --zone Europe/Stockholm. One that is leased or rented needs its rent instead, as in: rigs add Loft --kind rented --rent-hourly 2.5 --in-service 2026-01-01. ${fields}`.trim(),
  );
