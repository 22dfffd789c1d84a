import type { RigTermsWire } from "../../lib/api/wire/rigs.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { format } from "../../lib/core/decimal.ts";
import { HARDWARE, type Hardware } from "../../lib/core/rig/catalogue.ts";
import { hardwareWire } from "../../lib/flows/hardware.ts";
import { listRigSettings, showRig } from "../../lib/flows/rigs.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";
import { runRigCapacity } from "./rig-capacity.ts";
import { runRigFill } from "./rig-fill.ts";
import { runRigTerms } from "./rig-terms.ts";
import { writeRig } from "./write-rig.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const [verb, ...rest] = words;
  switch (verb) {
    case "add":
    case "set":
      return writeRig(rest, { wantsJson, isNew: verb === "add" });
    case "show":
      return show(rest.join(" "), wantsJson);
    case "catalogue":
      return catalogue(wantsJson);
    case "capacity":
      return runRigCapacity(rest, wantsJson);
    case "fill":
      return runRigFill(rest, wantsJson);
    case "asset":
    case "charge":
    case "wall":
    case "share":
    case "tariff":
      return runRigTerms(verb, rest, wantsJson);
    case undefined:
    case "list":
      return list(wantsJson);
    default:
      throw new AppError(
        "invalid-input",
        "rigs lists; rigs add NAME ... registers one; rigs set NAME ... enters its terms anew; rigs show, catalogue, capacity, asset, charge, wall, share, tariff and fill do the rest.",
      );
  }
}

async function list(wantsJson: boolean): Promise<number> {
  const rigs = await listRigSettings();
  if (wantsJson) printJson(rigs);
  else if (rigs.length === 0) console.log("There is no rig yet: rigs add NAME --price P --in-service DAY --zone ZONE.");
  else
    printTable(
      [
        ["slug", "name", "kind", "price", "in service", "months", "tariff", "zone"],
        ...rigs.map((rig) => [
          rig.slug,
          rig.name,
          rig.kind,
          rig.price === null ? "" : `${rig.price} ${rig.currency}`,
          rig.inService,
          rig.price === null ? "" : String(rig.months),
          rig.tariffPerKwh ?? "",
          rig.zone,
        ]),
      ],
      [3, 5],
    );
  return 0;
}

async function show(name: string, wantsJson: boolean): Promise<number> {
  if (name === "") throw new AppError("invalid-input", "Name the rig: rigs show Kiln.");
  const rig = await showRig(name);
  if (wantsJson) printJson(rig);
  else print(rig);
  return 0;
}

function print(rig: RigTermsWire): void {
  console.log(`${rig.name} (${rig.slug}), ${rig.kind}, in service ${rig.inService}, ${rig.currency}, ${rig.zone}`);
  const section = (title: string, rows: readonly (readonly string[])[], right: readonly number[] = []) => {
    console.log(`\n${title}`);
    if (rows.length < 2) console.log("  none");
    else printTable(rows, right);
  };
  section(
    "Purchases",
    [
      ["id", "name", "price", "from", "months", "disposed", "book value"],
      ...rig.assets.map((asset) => [
        String(asset.id),
        asset.name,
        asset.price,
        asset.inService,
        String(asset.months),
        asset.disposedOn ?? "",
        asset.bookValue,
      ]),
    ],
    [0, 2, 4, 6],
  );
  section(
    "Charges",
    [
      ["id", "kind", "from", "to", "a month", "an hour", "hours", "covers"],
      ...rig.charges.map((charge) => [
        String(charge.id),
        charge.kind,
        charge.from,
        charge.to ?? "",
        charge.monthly ?? "",
        charge.hourly ?? "",
        charge.hourly === null ? "" : (charge.hours ?? "every"),
        charge.covers,
      ]),
    ],
    [0, 4, 5, 6],
  );
  section("Tariff", [["from", "tariff"], ...rig.tariffs.map((tariff) => [tariff.from, tariff.name])]);
  section(
    "To the wall",
    [
      ["from", "factor", "base W", "PUE", "note"],
      ...rig.walls.map((wall) => [wall.from, wall.factor, wall.baseWatts, wall.pue, wall.note]),
    ],
    [1, 2, 3],
  );
  section("Shares", [
    ["from", "teams"],
    ...rig.shares.map((each) => [
      each.from,
      each.shares.map((share) => `${share.team}=${share.percent}`).join(" ") || "none",
    ]),
  ]);
}

function catalogue(wantsJson: boolean): number {
  if (wantsJson) printJson(HARDWARE.map(hardwareWire));
  else printTable([["id", "name", "price", "memory", "draw", "runs"], ...HARDWARE.map(cells)]);
  return 0;
}

const cells = (hardware: Hardware): string[] => [
  hardware.id,
  hardware.name,
  `${format(hardware.priceLow)} to ${format(hardware.priceHigh)} USD`,
  `${hardware.memoryGb} GB`,
  hardware.watts === null ? "not stated" : `${format(hardware.watts)} W`,
  hardware.runs,
];
