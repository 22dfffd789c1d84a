import type { Decimal } from "../../core/decimal.ts";
import type { Keys, LineScope } from "../../core/usage-line.ts";
import { textOrNull } from "../person.ts";
import { scopeOf } from "../source/cloud-scope.ts";
import { readJsonMap } from "../source/json-map.ts";
import { keysWith } from "../source/keys.ts";
import { type MeterUsage, readMeter, tokensPerUnit } from "./meters.ts";

export type Sku = MeterUsage & {
  readonly service: string;
  readonly scope: LineScope;
  readonly tokensPerUnit: Decimal | null;
};

const NO_METER: MeterUsage = { model: null, kind: "other", tags: {} };

/** What a row is for, from its meter's category, subcategory and name, its unit, and whatever else names the thing. */
export function readSku([category = "", subCategory = "", meter = "", unit = "", more = ""]: readonly string[]): Sku {
  const scope = scopeOf({ provider: "azure", service: `${category} ${subCategory}`, detail: `${meter} ${more}` });
  const usage = scope === "ai" ? readMeter(meter) : NO_METER;
  const names = scope === "other" ? [category] : [category, subCategory, meter];
  const service = names.filter((name, position) => name !== "" && names.indexOf(name) === position).join(", ");
  return {
    ...usage,
    service: textOrNull(service) ?? "Azure",
    scope,
    tokensPerUnit: usage.kind === "other" ? null : tokensPerUnit(unit, meter),
  };
}

/** The size of a machine in the column AdditionalInfo, with or without braces. */
export const sizeIn = (additional: string): string => /"ServiceType"\s*:\s*"([^"]{1,80})"/i.exec(additional)?.[1] ?? "";

export type Tagged = { readonly keys: Keys; readonly isReadable: boolean };

/** Keys from subscription, its name, resource group and cost centre, the tags' text, and what the price depends on. */
export function readKeys([subscription, name, groups = "", tagText = "", priced = ""]: readonly string[]): Tagged {
  const [resourceGroup = "", costCenter = ""] = groups.split("\u0001");
  const [tier = "", routing = "", context = ""] = priced.split("\u0001");
  const tags = readJsonMap(tagText);
  const own: Record<string, string> = {
    tier,
    routing,
    context,
    "resource group": textOrNull(resourceGroup) ?? "",
    "cost center": textOrNull(costCenter) ?? "",
  };
  const named = Object.entries(own).filter(([, value]) => value !== "");
  const keys = keysWith({
    project: textOrNull(subscription),
    projectName: textOrNull(name),
    tags: Object.fromEntries([...Object.entries(tags.values).filter(([, value]) => value !== ""), ...named]),
  });
  return { keys, isReadable: tags.isReadable };
}
