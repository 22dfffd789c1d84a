import type { Decimal } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { centsToUnits } from "./amount.ts";
import { jsonInCell } from "./cell-json.ts";
import { GatewayLines, type GatewayRow } from "./gateway-lines.ts";
import { about } from "./headed-table.ts";
import { keysWith, TupleMemo } from "./keys.ts";
import { providerOfModel } from "./model-provider.ts";
import { type CostUnit, unitByList } from "./portkey-unit.ts";
import { isOwnServer, providerOfName } from "./provider-name.ts";
import { RowCells } from "./row-cells.ts";
import type { OpenRows } from "./row-source.ts";
import { SeenIds } from "./seen-ids.ts";
import { labelsOf, tagsOf } from "./tags.ts";

/** Prompts, answers, addresses and people: never kept. */
export const PORTKEY_SECRETS = [
  "request",
  "response",
  "request.body",
  "response.body",
  "requestbody",
  "responsebody",
  "request_body",
  "response_body",
  "request_headers",
  "response_headers",
  "metadata",
  "user",
  "_user",
];
const ONE: Decimal = { units: 1n, scale: 0 };
/** Rows held until one of them shows the unit of the costs. */
const MOST_HELD = 20_000;
const VOTES = 25;

/** One request a row. Portkey documents `cost` as cents; a file whose costs fit the list prices in dollars is dollars. */
export const openPortkey: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const lines = new GatewayLines("Portkey", sink, options);
  const ids = new SeenIds(sink, "id");
  const unit = new UnitVote((row) => lines.put(row));
  const sellers = new TupleMemo(readSeller);
  const keys = new TupleMemo(readKeys);
  const id = source.column("id");
  const created = source.column("created_at", "time_of_generation");
  const cost = source.column("cost");
  const currency = source.column("cost_currency");
  const organisation = source.column("ai_org", "ai_provider", "provider");
  const model = source.column("ai_model", "model");
  const prompt = source.column("req_units", "request_tokens", "prompt_tokens", "request_units");
  const completion = source.column("res_units", "response_tokens", "completion_tokens", "response_units");
  const cached = source.column("cache_status");
  const workspace = source.column("workspace_slug", "workspace_id");
  const keyName = source.column("virtual_key", "api_key_id", "ai_provider_name");
  const user = source.column("_user", "user");
  const metadata = source.column("metadata");
  return {
    read(row) {
      const at = cells.day({ row, column: "created_at", text: created() });
      const amount = at && cells.money({ row, column: "cost", text: cost() });
      const input = at && cells.count({ row, column: "req_units", text: prompt() });
      const output = at && cells.count({ row, column: "res_units", text: completion() });
      if (!at || amount === undefined || input === undefined || output === undefined) return;
      if (!/^(?:usd)?$/i.test(currency())) {
        sink.issue({
          severity: "blocking",
          row,
          column: "cost_currency",
          code: "currency-unreadable",
          message: `Portkey prices in US dollars; "${currency().slice(0, 20)}" is not known to be written. Mend the row or leave it out.`,
        });
        return;
      }
      if (ids.isRepeat({ id: id(), row, content: `${created()} ${cost()} ${prompt()} ${completion()}` })) return;
      const seller = sellers.get(organisation(), model());
      unit.put({
        row,
        at,
        provider: seller.provider,
        model: seller.model,
        service: "Portkey",
        amount,
        tokens: [
          ["input", input],
          ["output", output],
        ],
        requests: ONE,
        isFromCache: /hit$/i.test(cached()),
        keys: keys.get(workspace(), keyName(), user(), metadata()),
      });
    },
    end() {
      const { decided, isByList } = unit.settle();
      ids.report();
      if (unit.hasMoney) sink.issue(isByList ? BY_LIST[decided] : AS_DOCUMENTED);
      lines.end();
      sink.groupedBy(["key", "model", "request", "user", "workspace"]);
    },
  };
};

/** Holds rows until the list prices of some of them say what the costs are counted in. */
class UnitVote {
  readonly #put: (row: GatewayRow) => void;
  #held: GatewayRow[] | null = [];
  readonly #votes = { cents: 0, dollars: 0 };
  #decided: CostUnit = "cents";
  hasMoney = false;

  constructor(put: (row: GatewayRow) => void) {
    this.#put = put;
  }

  put(row: GatewayRow): void {
    if (row.amount !== null && row.amount.units !== 0n) this.hasMoney = true;
    if (!this.#held) {
      this.#put(this.#inDollars(row));
      return;
    }
    this.#held.push(row);
    const vote = row.amount && unitByList({ ...row, cost: row.amount, day: row.at.day });
    if (vote) this.#votes[vote] += 1;
    if (this.#votes.cents + this.#votes.dollars >= VOTES || this.#held.length >= MOST_HELD) this.settle();
  }

  settle(): { decided: CostUnit; isByList: boolean } {
    const { cents, dollars } = this.#votes;
    if (this.#held) {
      this.#decided = dollars > cents ? "dollars" : "cents";
      const held = this.#held;
      this.#held = null;
      for (const row of held) this.#put(this.#inDollars(row));
    }
    return { decided: this.#decided, isByList: cents + dollars > 0 };
  }

  #inDollars(row: GatewayRow): GatewayRow {
    return row.amount === null || this.#decided === "dollars" ? row : { ...row, amount: centsToUnits(row.amount) };
  }
}

function readSeller([organisation = "", model = ""]: readonly string[]) {
  const provider = isOwnServer(organisation)
    ? "local"
    : organisation === ""
      ? providerOfModel(model)
      : providerOfName(organisation);
  return { provider, model: textOrNull(model.replace(/^@[\w-]+\//, "")) };
}

function readKeys([workspace, keyName, user = "", metadata = ""]: readonly string[]): Keys {
  const { _user: inner = "", ...labels } = labelsOf(jsonInCell(metadata));
  const person = user || inner;
  return keysWith({
    workspace: textOrNull(workspace),
    apiKeyName: textOrNull(keyName),
    user: person === "" ? null : hashPerson(person),
    tags: tagsOf(labels),
  });
}

const AS_DOCUMENTED = about(
  "warning",
  "cost-unit-as-documented",
  "The costs were read as cents, as Portkey documents them; no model of this file has a public list price to check that by. Compare one row with Portkey's page.",
);
const BY_LIST = {
  cents: about(
    "notice",
    "cost-in-cents",
    "The costs are cents, as Portkey documents and the list prices of the models agree; they are shown in dollars.",
  ),
  dollars: about(
    "warning",
    "cost-in-dollars",
    "Portkey documents costs as cents, but these are what the models cost in dollars by their list prices; they were read as dollars.",
  ),
} as const;
