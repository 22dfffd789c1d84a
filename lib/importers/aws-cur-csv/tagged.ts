import type { Keys } from "../../core/usage-line.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { readJsonMap } from "../source/json-map.ts";
import { keysWith } from "../source/keys.ts";
import { tagName } from "./columns.ts";

/** Between the tags of a row, and between the name and the value of one, when they are handed on as one text. */
export const BETWEEN = "\u0001";
export const EQUALS = "\u0002";

export type Tagged = { readonly keys: Keys; readonly isReadable: boolean };

/** Keys from the usage account, its name, the principal, the row's tags as one text, and tier and routing as one text. */
export function readKeys([account, accountName, principal = "", tagTexts = "", extra = ""]: readonly string[]): Tagged {
  const tags = new Map<string, string>();
  let isReadable = true;
  const put = (written: string, value: string) => {
    const name = tagName(written);
    if (name !== null && value !== "" && !tags.has(name)) tags.set(name, value);
  };
  // Said first: what the price depends on is not for a customer's tag of the same name to say.
  const [tier = "", routing = ""] = extra.split(EQUALS);
  put("tier", tier);
  put("routing", routing);
  for (const text of tagTexts.split(BETWEEN)) {
    const split = text.indexOf(EQUALS);
    if (split > 0) {
      put(text.slice(0, split), textOrNull(text.slice(split + 1)) ?? "");
      continue;
    }
    const map = readJsonMap(text);
    isReadable &&= map.isReadable;
    for (const [name, value] of Object.entries(map.values)) put(name, value);
  }
  const keys = keysWith({
    project: textOrNull(account),
    projectName: textOrNull(accountName),
    user: principal === "" ? null : hashPerson(principal),
    tags: Object.fromEntries(tags),
  });
  return { keys, isReadable };
}
