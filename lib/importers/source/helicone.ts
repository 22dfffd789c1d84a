import { type Decimal, isZero } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { Sample } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { jsonInCell } from "./cell-json.ts";
import { GatewayLines } from "./gateway-lines.ts";
import { about } from "./headed-table.ts";
import { keysWith, TupleMemo } from "./keys.ts";
import { providerOfModel } from "./model-provider.ts";
import { isOwnServer, providerOfName } from "./provider-name.ts";
import { RowCells } from "./row-cells.ts";
import type { OpenRows } from "./row-source.ts";
import { SeenIds } from "./seen-ids.ts";
import { labelsOf, tagsOf } from "./tags.ts";

/** Prompts, answers, addresses and people: never kept. */
export const HELICONE_SECRETS = [
  "request_body",
  "response_body",
  "request_user_id",
  "user_id",
  "signed_body_url",
  "request_ip",
  "request_prompt",
  "response_prompt",
  "assets",
  "asset_urls",
];
const ONE: Decimal = { units: 1n, scale: 0 };
/** Helicone's table holds costs as whole billionths of a dollar. */
const BILLIONTHS = 9;

/** One request a row; Helicone's price of it in US dollars, or in billionths where the file is a dump of its table. */
export const openHelicone: OpenRows = (source, sink, options, sample) => {
  const cells = new RowCells(sink, options);
  const lines = new GatewayLines("Helicone", sink, options);
  const ids = new SeenIds(sink, "request_id");
  const sellers = new TupleMemo(([provider = "", model = ""]) => ({
    model: textOrNull(model),
    provider: isOwnServer(provider)
      ? "local"
      : /^(?:|custom|other)$/i.test(provider)
        ? providerOfModel(model)
        : providerOfName(provider),
  }));
  const keys = new TupleMemo(readKeys);
  const isDump =
    source.has("proxy_key_id") || (source.has("organization_id") && source.has("target_url")) || hasRawCosts(sample);
  const id = source.column("request_id", "response_id");
  const created = source.column("request_created_at", "response_created_at");
  const cost = source.column("cost", "costUSD", "cost_usd");
  const model = source.column("model", "request_model", "response_model", "model_override");
  const provider = source.column("provider");
  const prompt = source.column("prompt_tokens");
  const completion = source.column("completion_tokens");
  const cacheRead = source.column("prompt_cache_read_tokens");
  const cacheWrite = source.column("prompt_cache_write_tokens");
  const user = source.column("request_user_id", "user_id");
  const properties = source.column("request_properties", "properties");
  const cachedFrom = source.column("cache_reference_id");
  return {
    read(row) {
      const at = cells.day({ row, column: "request_created_at", text: created() });
      const written = at && cells.money({ row, column: "cost", text: cost() });
      const input = at && cells.count({ row, column: "prompt_tokens", text: prompt() });
      const output = at && cells.count({ row, column: "completion_tokens", text: completion() });
      const read = at && cells.count({ row, column: "prompt_cache_read_tokens", text: cacheRead() });
      const write = at && cells.count({ row, column: "prompt_cache_write_tokens", text: cacheWrite() });
      if (!at || written === undefined || input === undefined || output === undefined) return;
      if (read === undefined || write === undefined) return;
      if (ids.isRepeat({ id: id(), row, content: `${created()} ${cost()} ${prompt()} ${completion()}` })) return;
      const seller = sellers.get(provider(), model());
      lines.put({
        row,
        at,
        provider: seller.provider,
        model: seller.model,
        service: "Helicone",
        amount:
          written && isDump && !isZero(written) ? { units: written.units, scale: written.scale + BILLIONTHS } : written,
        tokens: [
          ["input", input],
          ["cacheRead", read],
          ["cacheWrite5m", write],
          ["output", output],
        ],
        requests: ONE,
        isFromCache: !/^(?:|0{8}-0{4}-0{4}-0{4}-0{12})$/.test(cachedFrom()),
        keys: keys.get(user(), properties()),
      });
    },
    end() {
      if (isDump) sink.issue(IN_BILLIONTHS);
      ids.report();
      lines.end();
      sink.groupedBy(["model", "property", "request", "user"]);
    },
  };
};

const IN_BILLIONTHS = about(
  "notice",
  "costs-in-billionths",
  "The file is taken from Helicone's own table, where costs are billionths of a dollar; they are shown in dollars.",
);

/** Costs that are all whole, some in the thousands: no single request costs that many dollars. */
function hasRawCosts(sample: Sample | null): boolean {
  const [header, ...rows] = (sample?.records ?? []).filter((cells) => cells.some((cell) => cell !== ""));
  const position = header?.findIndex((cell) => cell.toLowerCase() === "cost") ?? -1;
  const costs = rows.map((cells) => cells[position] ?? "").filter((cell) => cell !== "" && cell !== "0");
  return costs.every((cell) => /^\d+$/.test(cell)) && costs.some((cell) => cell.length >= 4);
}

function readKeys([user = "", properties = ""]: readonly string[]): Keys {
  const labels = Object.entries(labelsOf(jsonInCell(properties))).filter(([name]) => !/session|^helicone-/i.test(name));
  return keysWith({ user: user === "" ? null : hashPerson(user), tags: tagsOf(Object.fromEntries(labels)) });
}
