import type { MonthClose, ReconciledAccountWire } from "../../lib/api/wire/close.ts";
import { add, type Decimal, decimal, equals, format, isZero, round, ZERO } from "../../lib/core/decimal.ts";
import { moneyText } from "../../lib/core/display.ts";
import { Amount, MaybeAmount } from "../_ui/amount.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { AccountRows } from "./account-rows.tsx";

const isReconciled = ({ state }: ReconciledAccountWire): boolean => state !== "unreconciled" && state !== "suggested";

/** Every provider account: usage × price, cost export, invoice and ledger side by side, each difference with its reason. */
export function ReconciliationPanel({ page }: { page: MonthClose }) {
  const { accounts, currency, parts } = page.reconciliation;
  const done = accounts.filter(isReconciled).length;
  return (
    <Panel
      id="h-rec"
      title="Reconciliation"
      note="billed, by provider account"
      aside={
        <span className="push small soft">
          {done} of {accounts.length} {accounts.length === 1 ? "account" : "accounts"}
        </span>
      }
    >
      {accounts.length === 0 ? (
        <Empty title="No provider account">Nothing was billed in this month, as far as the posted files say.</Empty>
      ) : (
        <ScrollTable label="Reconciliation">
          <table className="dense cards reconciliation">
            <thead>
              <tr>
                <th>Account</th>
                <th className="num">Usage × price</th>
                <th className="num">Cost export</th>
                <th className="num">Invoice</th>
                <th className="num">Difference</th>
                <th className="num">In the ledger</th>
                <th>State</th>
              </tr>
            </thead>
            <tbody>
              {accounts.map((account) => (
                <AccountRows
                  key={[account.provider, account.account, account.currency].join()}
                  account={account}
                  month={page.month}
                  isOpen={page.state !== "closed"}
                  reporting={currency}
                />
              ))}
            </tbody>
            <Totals accounts={accounts} currency={currency} />
          </table>
        </ScrollTable>
      )}
      <Identity currency={currency} parts={parts} />
      <p className="foot">
        The ledger holds the provider’s own cost. Usage × price explains it and never adds to it. Matched: within 0.05.
        Suggested: Tokenwatt found reasons nobody has confirmed. Explained: a person or confirmed reasons stand for it.
        Written off: let go, with a note.
      </p>
    </Panel>
  );
}

/** Sums of the accounts in the reporting currency; another currency's are not added. */
function Totals({ accounts, currency }: { accounts: readonly ReconciledAccountWire[]; currency: string }) {
  const own = accounts.filter((account) => account.currency === currency);
  const left = accounts.length - own.length;
  const sumOf = (of: "usageTimesPrice" | "costExport" | "invoice" | "difference"): string | null => {
    const known = own.flatMap((account) => account[of] ?? []);
    return known.length === 0 ? null : format(known.reduce<Decimal>((all, each) => add(all, decimal(each)), ZERO));
  };
  const ledger = accounts
    .filter((account) => account.ledgerCurrency === currency)
    .reduce<Decimal>((all, each) => add(all, decimal(each.ledger)), ZERO);
  return (
    <tfoot>
      <tr>
        <td className="full">
          Provider accounts, {currency}
          {left > 0 && <span className="note"> {left} in another currency, in the ledger’s column only</span>}
        </td>
        <td className="num line" data-label="Usage × price">
          <MaybeAmount value={sumOf("usageTimesPrice")} why="no usage file" />
        </td>
        <td className="num line" data-label="Cost export">
          <MaybeAmount value={sumOf("costExport")} why="no cost export" />
        </td>
        <td className="num line" data-label="Invoice">
          <MaybeAmount value={sumOf("invoice")} why="no invoice" />
        </td>
        <td className="num line" data-label="Difference">
          <MaybeAmount value={sumOf("difference")} why="nothing to compare" />
        </td>
        <td className="num line" data-label="In the ledger">
          <Amount value={format(ledger)} />
        </td>
        <td className="gone" />
      </tr>
    </tfoot>
  );
}

function Identity({ currency, parts }: { currency: string; parts: MonthClose["reconciliation"]["parts"] }) {
  const cents = (text: string): Decimal => round(decimal(text), 2);
  const shown = [parts.accounts, parts.rigs, parts.late].reduce<Decimal>((all, each) => add(all, cents(each)), ZERO);
  return (
    <p className="identity">
      <span>
        Provider accounts <b>{moneyText(parts.accounts)}</b>
      </span>
      +
      <span>
        own rigs <b>{moneyText(parts.rigs)}</b>
      </span>
      {!isZero(decimal(parts.late)) && (
        <>
          +
          <span>
            late lines of other months <b>{moneyText(parts.late)}</b>
          </span>
        </>
      )}
      =
      <span>
        ledger, billed <b>{moneyText(parts.ledger)}</b> {currency}
      </span>
      <span className="ok">
        {equals(shown, cents(parts.ledger)) ? "Sums to the cent" : "Sums to the last digit; cents are rounded here"}
      </span>
    </p>
  );
}
