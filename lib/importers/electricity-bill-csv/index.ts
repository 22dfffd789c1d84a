import type { RecordReader, Sample, TableImporter } from "../importer.ts";
import { about } from "../source/headed-table.ts";

const KWH = /(?:usage|consumption|energy used).*\bkwh\b|\bkwh\b.*(?:usage|used|consumed)/i;
const BILL = /^(?:bill(?:ing)? (?:date|month|period)|statement date|start date)$/i;
const MONEY = /charges?|cost|amount|total/i;
/** Utilities' own listings may carry an account and an address above the header. */
const HEADER_WITHIN = 12;

/**
 * A utility's list of bills: kWh and money of each month. A month's kWh of a building is no series of a rig, so nothing is
 * posted; it is what a tariff's price per kWh is found by.
 */
const electricityBillCsv: TableImporter = {
  id: "electricity-bill-csv",
  label: "Electricity bill summary, CSV",
  lookedFor: "a header with Bill Date, Electric Usage (kWh) and charges",
  yields: "energy",
  basis: "metered",
  shape: "table",
  secrets: ["name", "address", "account number", "account", "customer", "service address", "meter number", "meter"],
  claims: (sample) => sample.jsonKeys === null && sample.container !== "pdf" && isBillSummary(sample),
  open: (sink): RecordReader => {
    let rows = 0;
    return {
      record(cells) {
        if (cells.some((cell) => cell.trim() !== "")) rows += 1;
      },
      end() {
        sink.issue(
          about(
            "blocking",
            "bill-summary",
            `This is a list of bills (${Math.max(rows - 1, 0)} rows), with one figure a month and of the whole connection: no power of a rig can be read from it. Divide its charges by its kWh and enter that as the rig's tariff; for the rig's energy, log its plug, meter or GPU, or download the utility's interval data.`,
          ),
        );
      },
    };
  },
};
export default electricityBillCsv;

function isBillSummary({ records }: Sample): boolean {
  return records.slice(0, HEADER_WITHIN).some((cells) => {
    const names = cells.map((cell) => cell.trim());
    if (names.some((name) => /^(?:start|end) time$/i.test(name))) return false;
    const hasBill = names.some((name) => BILL.test(name));
    return hasBill && names.some((name) => KWH.test(name)) && names.some((name) => !KWH.test(name) && MONEY.test(name));
  });
}
