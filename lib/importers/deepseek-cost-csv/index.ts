import { absolute, add, type Decimal, format, isNegative, isZero, ZERO } from "../../core/decimal.ts";
import { isCurrencyCode, readCurrency } from "../../core/money.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { TableImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { DEEPSEEK_DATES, deepseekDays } from "../source/deepseek.ts";
import { about } from "../source/headed-table.ts";
import { keysWith, Memo } from "../source/keys.ts";
import { RowCells } from "../source/row-cells.ts";
import { type OpenRows, tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";
import { tagsOf } from "../source/tags.ts";
import { yieldRow } from "../source/usage-rows.ts";

const KNOWN = new Set("user_id,utc_date,start_time_iso,end_time_iso,model,wallet_type,cost,currency".split(","));

/** What was taken from the wallet a day and model; CNY and USD may stand in one file. */
const open: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const days = deepseekDays(source, sink, cells);
  const texts = new Memo((text) => textOrNull(text));
  const keys = new Memo((wallet): Keys => keysWith({ tags: tagsOf({ wallet: wallet.toLowerCase() }) }));
  const granted = new Map<string, Decimal>();
  const signs = { negative: 0, positive: 0 };
  const user = source.column("user_id");
  const model = source.column("model");
  const wallet = source.column("wallet_type");
  const cost = source.column("cost");
  const currencyCell = source.column("currency");
  return {
    read(row) {
      const at = days.read(row);
      const amount = at && cells.owed({ row, column: "cost", text: cost() });
      if (!at || !amount) return;
      const written = readCurrency(currencyCell());
      const currency = written === "RMB" ? "CNY" : written;
      if (!currency || !isCurrencyCode(currency)) {
        sink.issue({
          severity: "blocking",
          row,
          column: "currency",
          code: currency ? "currency-unreadable" : "currency-missing",
          message: `The cost has no currency ("${currencyCell()}"); DeepSeek writes CNY or USD. Mend the row or leave it out.`,
        });
        return;
      }
      if (!isZero(amount)) signs[isNegative(amount) ? "negative" : "positive"] += 1;
      const billed = days.isStamped ? absolute(amount) : amount;
      const isGranted = /^(?:granted|gift|bonus|promotional)$/i.test(wallet());
      if (isGranted) granted.set(currency, add(granted.get(currency) ?? ZERO, billed));
      yieldRow(sink, {
        row,
        at,
        provider: "deepseek",
        account: texts.get(user()) ?? options.account,
        basis: "billed",
        currency,
        amount: billed,
        // Promotional balance is no money: the usage has its price and costs nothing.
        effective: isGranted ? ZERO : null,
        model: texts.get(model()),
        service: "DeepSeek API",
        tokens: [],
        requests: null,
        keys: keys.get(wallet()),
      });
    },
    end() {
      days.end();
      if (days.isStamped && signs.negative > 0) {
        const isMixed = signs.positive > 0;
        sink.issue(
          about(
            isMixed ? "warning" : "notice",
            isMixed ? "signs-mixed" : "costs-negative",
            isMixed
              ? `${signs.negative} costs are negative and ${signs.positive} positive. In this layout both are spending and count as such; check them against the console if a refund may be among them.`
              : "This layout writes what was spent as negative costs; they count as spending.",
          ),
        );
      }
      for (const [currency, sum] of granted) {
        sink.issue(
          about(
            "notice",
            "granted-balance",
            `${format(sum)} ${currency} of the usage was paid from granted (promotional) balance: it is in the file's total and costs nothing.`,
          ),
        );
      }
      sink.partOfFeed("cost");
      sink.groupedBy(["model", "wallet"]);
    },
  };
};

const deepseekCostCsv: TableImporter = {
  id: "deepseek-cost-csv",
  label: "DeepSeek costs, CSV",
  lookedFor: "a header with wallet_type, cost and currency",
  yields: "cost",
  basis: "billed",
  family: "deepseek",
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return header.includes("wallet_type") && header.includes("cost");
  },
  open: tableOf(
    {
      required: ["cost", "currency", "model"],
      known: KNOWN,
      amount: "cost",
      date: DEEPSEEK_DATES,
      currency: "",
      basis: "billed",
    },
    open,
  ),
};
export default deepseekCostCsv;
