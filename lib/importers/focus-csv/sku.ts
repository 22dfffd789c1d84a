import type { CostKind, Keys, LineScope } from "../../core/usage-line.ts";
import { textOrNull } from "../person.ts";
import { scopeOf } from "../source/cloud-scope.ts";
import { readJsonMap } from "../source/json-map.ts";
import { keysWith } from "../source/keys.ts";
import { modelOf, tokenKind } from "./tokens.ts";

type Sku = {
  readonly model: string | null;
  readonly service: string;
  readonly kind: CostKind;
  readonly isReadable: boolean;
};
type Tagged = { readonly keys: Keys; readonly isReadable: boolean };

export function readSku([service = "", meter = "", detailsText = "", description = ""]: readonly string[]): Sku {
  const details = readJsonMap(detailsText);
  const named = [service || description || "unnamed service", meter].filter((part) => part !== "").join(", ");
  return {
    model: modelOf({ details: details.values, meter, service }),
    service: textOrNull(named) ?? "unnamed service",
    kind: tokenKind({ details: details.values, meter }),
    isReadable: details.isReadable,
  };
}

export function readKeys([project, projectName, tagsText = "", principal, credential]: readonly string[]): Tagged {
  const tags = readJsonMap(tagsText);
  const keys = keysWith({
    project: textOrNull(project),
    projectName: textOrNull(projectName),
    apiKey: textOrNull(credential),
    user: textOrNull(principal),
    tags: tags.values,
  });
  return { keys, isReadable: tags.isReadable };
}

/** What kind of spend a row of a cloud's bill is, from its service, the service's category, the meter and the size. */
export function readScope([
  provider = "",
  service = "",
  serviceCategory = "",
  meter = "",
  more = "",
]: readonly string[]): LineScope {
  return scopeOf({ provider, service, serviceCategory, detail: `${meter} ${more}` });
}
