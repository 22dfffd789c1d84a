import type { TableImporter } from "../importer.ts";
import { HELICONE_SECRETS, openHelicone } from "../source/helicone.ts";
import { tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";

/** The CSV of Helicone's export tool (12 columns, no provider), or a dump of its table with more. */
const heliconeRequestsCsv: TableImporter = {
  id: "helicone-requests-csv",
  label: "Helicone requests, CSV",
  lookedFor: "a header with request_created_at, response_id, model and cost",
  yields: "cost",
  basis: "estimated",
  family: "helicone-requests",
  secrets: HELICONE_SECRETS,
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return ["request_created_at", "response_id", "model", "cost"].every((name) => header.includes(name));
  },
  open: tableOf(
    {
      required: ["request_created_at", "model", "cost"],
      known: null,
      amount: "cost",
      date: ["request_created_at"],
      currency: "USD",
      basis: "estimated",
    },
    openHelicone,
  ),
};
export default heliconeRequestsCsv;
