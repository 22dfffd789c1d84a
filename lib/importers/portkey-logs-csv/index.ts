import type { TableImporter } from "../importer.ts";
import { openPortkey, PORTKEY_SECRETS } from "../source/portkey.ts";
import { tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";

/** Portkey's logs as a table: its own export is JSON lines, some tools write them on as CSV. */
const portkeyLogsCsv: TableImporter = {
  id: "portkey-logs-csv",
  label: "Portkey logs, CSV",
  lookedFor: "a header with created_at, ai_model and cost",
  yields: "cost",
  basis: "estimated",
  family: "portkey-logs",
  secrets: PORTKEY_SECRETS,
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return ["created_at", "ai_model", "cost"].every((name) => header.includes(name));
  },
  open: tableOf(
    {
      required: ["created_at", "ai_model", "cost"],
      known: null,
      amount: "cost",
      date: ["created_at"],
      currency: "USD",
      basis: "estimated",
    },
    openPortkey,
  ),
};
export default portkeyLogsCsv;
