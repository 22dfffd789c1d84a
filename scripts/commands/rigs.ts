import { parseArgs } from "node:util";
import { rigBody } from "../../lib/api/wire/records.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { format } from "../../lib/core/decimal.ts";
import { changeRig, createRig, listRigs } from "../../lib/flows/rigs.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";
import { readShares } from "./shares.ts";

const BY = "Command line";
const text = { type: "string" } as const;

type Listed = Awaited<ReturnType<typeof listRigs>>[number];
const toJson = (rig: Listed) => {
  const { asset, hostingMonthly, operationsHours, operationsRate, tariffPerKwh, wallFactor } = rig.terms;
  return {
    slug: rig.slug,
    name: rig.name,
    hardware: rig.hardware,
    zone: rig.zone,
    currency: rig.currency,
    price: format(asset.price),
    inService: asset.inService,
    months: asset.months,
    salvage: format(asset.salvage),
    hostingMonthly: hostingMonthly && format(hostingMonthly),
    operationsHours: operationsHours && format(operationsHours),
    operationsRate: operationsRate && format(operationsRate),
    tariffPerKwh: tariffPerKwh && format(tariffPerKwh),
    wallFactor: format(wallFactor),
    shares: rig.shares.map((share) => ({ team: share.slug, percent: format(share.percent) })),
  };
};

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  switch (words[0]) {
    case "add":
      return write(words.slice(1), { wantsJson, isNew: true });
    case "set":
      return write(words.slice(1), { wantsJson, isNew: false });
    case undefined:
    case "list": {
      const rigs = (await listRigs()).map(toJson);
      if (wantsJson) printJson(rigs);
      else if (rigs.length === 0)
        console.log("There is no rig yet: rigs add NAME --price P --in-service DAY --zone ZONE.");
      else
        printTable(
          [
            ["slug", "name", "price", "in service", "months", "tariff", "zone"],
            ...rigs.map((rig) => [
              rig.slug,
              rig.name,
              `${rig.price} ${rig.currency}`,
              rig.inService,
              String(rig.months),
              rig.tariffPerKwh ?? "",
              rig.zone,
            ]),
          ],
          [2, 4],
        );
      return 0;
    }
    default:
      throw new AppError(
        "invalid-input",
        "rigs lists; rigs add NAME ... registers one; rigs set NAME ... enters its terms anew.",
      );
  }
}

async function write(words: string[], { wantsJson, isNew }: { wantsJson: boolean; isNew: boolean }): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      name: text,
      hardware: text,
      zone: text,
      currency: text,
      price: text,
      "in-service": text,
      months: text,
      salvage: text,
      hosting: text,
      "ops-hours": text,
      "ops-rate": text,
      tariff: text,
      "wall-factor": text,
      share: { type: "string", multiple: true },
    },
  });
  const read = rigBody.safeParse({
    name: values.name ?? positionals.join(" "),
    hardware: values.hardware ?? "",
    zone: values.zone ?? "UTC",
    currency: values.currency ?? "USD",
    price: values.price,
    inService: values["in-service"],
    months: Number(values.months ?? "24"),
    salvage: values.salvage ?? "0",
    hostingMonthly: values.hosting ?? null,
    operationsHours: values["ops-hours"] ?? null,
    operationsRate: values["ops-rate"] ?? null,
    tariffPerKwh: values.tariff ?? null,
    wallFactor: values["wall-factor"] ?? "1",
    shares: readShares(values.share ?? []),
  });
  if (!read.success) {
    const fields = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new AppError(
      "invalid-input",
      `A rig needs a name, --price and --in-service, as in: rigs add Kiln --price 5500 --in-service 2026-01-01 --zone Europe/Stockholm. ${fields}`,
    );
  }
  const rig = isNew ? await createRig(read.data, BY) : await changeRig(read.data.name, read.data, BY);
  if (wantsJson) printJson(toJson(rig));
  else console.log(isNew ? `Registered the rig ${rig.name} (${rig.slug}).` : `Changed the rig ${rig.name}.`);
  return 0;
}
