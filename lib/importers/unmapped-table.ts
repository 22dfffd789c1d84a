import type { Importer, Sample, TableImporter } from "./importer.ts";

/** Columns of a table nobody has described yet that by their name hold prompts, secrets or addresses. */
export const SECRETS = [
  ...["prompt", "prompts", "completion", "completions", "messages", "message", "content", "body", "request_body"],
  ...["response", "response_body", "input_text", "output_text", "password", "secret", "authorization"],
  ...["ip", "ip_address", "client_ip", "first_name", "last_name", "full_name"],
];

/**
 * The last resort of an upload: a table with a header that no format of `others` claims. Nothing is read from it; its
 * rows are kept so that a person can say which column is what.
 */
export function unmappedTable(others: readonly Importer[]): TableImporter {
  return {
    id: "unmapped",
    label: "Table in no known format",
    lookedFor: "a header and rows under it",
    yields: "cost",
    basis: "quantity",
    shape: "table",
    secrets: SECRETS,
    claims: (sample) => looksLikeTable(sample) && !others.some((importer) => importer.claims(sample)),
    open: () => ({ record() {}, end() {} }),
  };
}

/** A header of at least two names, no number among them, and under it a row of as many cells. */
function looksLikeTable({ text, records, jsonKeys, container }: Sample): boolean {
  if (jsonKeys !== null || container === "pdf" || text.trimStart().startsWith("<")) return false;
  const [header, ...rows] = records.filter((cells) => cells.some((cell) => cell !== ""));
  if (!header || header.some((cell) => /\p{Cc}/u.test(cell))) return false;
  const names = header.filter((cell) => cell !== "");
  const isNamed = names.length >= 2 && names.every((name) => !/^[\d.,:/\s+-]+$/.test(name));
  return isNamed && rows.some((cells) => cells.length === header.length);
}
