import type { LineScope } from "../../core/usage-line.ts";
import { textOrNull } from "../person.ts";
import { scopeOf } from "../source/cloud-scope.ts";
import { cellAt } from "../source/headed-table.ts";
import { readJsonMap } from "../source/json-map.ts";
import { type BedrockUsage, isBedrock, readBedrock } from "./bedrock.ts";

export type Sku = BedrockUsage & { readonly service: string; readonly scope: LineScope };

const NO_TOKENS: BedrockUsage = { model: null, kind: "other", tokensPerUnit: null, tags: {} };

/** The cell's text; "" when it is null in any spelling. */
export function known(cells: readonly string[], position: number): string {
  const cell = cellAt(cells, position);
  return cell === "NULL" || cell === "null" || cell === "\\N" ? "" : cell;
}

/** What a row is for, from its product code, its product (a name or a map), usage type, unit and size. */
export function readSku([
  productCode = "",
  named = "",
  usageType = "",
  unit = "",
  instanceType = "",
]: readonly string[]): Sku {
  const productName = named.startsWith("{") || named.startsWith("[") ? nameInMap(named) : named;
  const bedrock = isBedrock(productCode, productName)
    ? readBedrock({ productCode, productName, usageType, unit })
    : NO_TOKENS;
  const scope = scopeOf({
    provider: "aws",
    service: `${productCode} ${productName}`,
    detail: `${usageType} ${instanceType}`,
  });
  const name = productName || productCode || "AWS";
  const service = scope === "other" || usageType === "" ? name : `${name}, ${usageType}`;
  return { ...bedrock, service: textOrNull(service) ?? "AWS", scope };
}

function nameInMap(text: string): string {
  const { values } = readJsonMap(text);
  return values.product_name ?? values.productname ?? values.servicename ?? "";
}
