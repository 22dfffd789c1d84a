import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, equals, format } from "../decimal.ts";
import { isOctopus, readOctopusJson } from "./octopus.ts";
import { meanPriceOf } from "./price-at.ts";
import { readPriceCsv } from "./price-csv.ts";
import type { PriceFile, PriceFileOptions } from "./price-file.ts";

const ASKED: PriceFileOptions = { zone: "Europe/London", choice: null, unit: null, payment: null };
const at = (text: string) => Date.parse(text);
const shown = ({ prices }: PriceFile) =>
  prices.map(({ fromMs, toMs, price }) =>
    [fromMs, toMs].map((ms) => (ms === null ? "open" : new Date(ms).toISOString().slice(5, 16))).concat(format(price)),
  );
const said = ({ issues }: PriceFile) => issues.map(({ severity, row, column, code }) => [severity, row, column, code]);

const RESULTS = [
  {
    value_exc_vat: 22.0,
    value_inc_vat: 23.1,
    valid_from: "2026-03-29T01:30:00Z",
    valid_to: null,
    payment_method: null,
  },
  { value_exc_vat: -2.8571, value_inc_vat: -3.0, valid_from: "2026-03-29T01:00:00Z", valid_to: "2026-03-29T01:30:00Z" },
  { value_exc_vat: 20.5, value_inc_vat: 21.525, valid_from: "2026-03-29T00:30:00Z", valid_to: "2026-03-29T01:00:00Z" },
];
const PAGE = { count: 3, next: null, previous: null, results: RESULTS };

describe("Octopus' prices", () => {
  it("are pence, newest first, open at the end, with tax unless asked without", () => {
    expect(shown(readOctopusJson(PAGE, ASKED))).toEqual([
      ["03-29T00:30", "03-29T01:00", "0.21525"],
      ["03-29T01:00", "03-29T01:30", "-0.03"],
      ["03-29T01:30", "open", "0.231"],
    ]);
    const without = readOctopusJson(PAGE, { ...ASKED, choice: "exc-vat" });
    expect(without).toMatchObject({ choice: "exc-vat", currency: "GBP", issues: [] });
    expect(shown(without)[1]?.[2]).toBe("-0.028571");
  });
  it("come in pages, and say when some are missing", () => {
    const [newest, ...others] = RESULTS;
    const pages = [
      { ...PAGE, results: [newest] },
      { ...PAGE, results: others },
    ];
    expect(shown(readOctopusJson(pages, ASKED))).toEqual(shown(readOctopusJson(PAGE, ASKED)));
    const cut = readOctopusJson({ ...PAGE, count: 90, next: "https://..." }, ASKED);
    expect(said(cut)).toEqual([["warning", null, "next", "more-pages"]]);
    expect(cut.issues[0]?.message).toContain("3 of 90");
  });
  it("are chosen by payment method where there are several", () => {
    const both = ["DIRECT_DEBIT", "NON_DIRECT_DEBIT"].map((payment_method, index) => ({
      ...RESULTS[0],
      payment_method,
      value_inc_vat: 20 + index,
    }));
    expect(said(readOctopusJson({ results: both }, ASKED))).toContainEqual([
      "blocking",
      null,
      "payment_method",
      "several-payments",
    ]);
    expect(shown(readOctopusJson({ results: both }, { ...ASKED, payment: "NON_DIRECT_DEBIT" }))[0]?.[2]).toBe("0.21");
    expect(said(readOctopusJson({ results: both }, { ...ASKED, payment: "CASH" }))[0]?.[3]).toBe("no-such-payment");
  });
  it("refuse what is damaged by row and column", () => {
    const broken = [
      { ...RESULTS[0], value_inc_vat: null },
      { ...RESULTS[1], valid_from: "2026-03-29 01:00" },
      { ...RESULTS[2], valid_to: "2026-03-28T01:00:00Z" },
      RESULTS[2],
      { ...RESULTS[2], value_inc_vat: 4 },
    ];
    expect(said(readOctopusJson({ results: broken }, ASKED))).toEqual([
      ["blocking", 1, "value_inc_vat", "unreadable-price"],
      ["blocking", 2, "valid_from", "unreadable-price"],
      ["blocking", 3, "valid_to", "unreadable-price"],
      ["blocking", 5, null, "two-prices"],
    ]);
    expect(said(readOctopusJson({ results: [] }, ASKED))).toEqual([["blocking", null, null, "no-prices"]]);
  });
  it("are told from other JSON", () => {
    expect([PAGE, [PAGE], RESULTS, { results: [] }].map(isOctopus)).toEqual([true, true, true, true]);
    expect([null, [], {}, { results: [{ price: 1 }] }, [{ a: 1 }]].map(isOctopus)).toEqual(Array(5).fill(false));
  });
  it("read the same as CSV, with pandas' index and offsets", () => {
    const csv = [
      ",value_exc_vat,value_inc_vat,valid_from,valid_to,payment_method",
      "0,22.0,23.1,2026-03-29 01:30:00+00:00,,",
      "1,-2.8571,-3.0,2026-03-29T02:00:00+0100,2026-03-29 01:30:00+00:00,",
      "2,20.5,21.525,2026-03-29T00:30:00Z,2026-03-29T01:00:00Z,",
      "",
    ].join("\r\n");
    expect(shown(readPriceCsv(csv, ASKED))).toEqual(shown(readOctopusJson(PAGE, ASKED)));
  });
});

describe("a table of prices", () => {
  it("has its unit in the header, and lasts from row to row", () => {
    const csv = "from,price_eur_mwh\n2026-05-01T00:00Z,81.25\n2026-05-01T01:00Z,-5\n";
    const read = readPriceCsv(csv, ASKED);
    expect(shown(read)).toEqual([
      ["05-01T00:00", "05-01T01:00", "0.08125"],
      ["05-01T01:00", "05-01T02:00", "-0.005"],
    ]);
    expect(read).toMatchObject({ currency: "EUR", choice: null, issues: [] });
  });
  it.each([
    ["from,price_per_kwh", "12", "12"],
    ["from,p/kWh", "12", "0.12"],
    ["from,ct/kWh", "12", "0.12"],
    ["from;EUR/kWh", "0,125", "0.125"],
    ["time\tprice [EUR/MWh]", "12", "0.012"],
  ])("reads %s", (header, price, expected) => {
    const by = header[4] ?? ",";
    expect(shown(readPriceCsv(`${header}\n2026-05-01T00:00Z${by}${price}\n`, ASKED))[0]?.[2]).toBe(expected);
  });
  it("asks for the unit where the header has none", () => {
    const csv = "from,to,price\n2026-05-01T00:00Z,2026-05-01T01:00Z,12\n";
    expect(said(readPriceCsv(csv, ASKED))).toEqual([["blocking", 1, "price", "unit-unknown"]]);
    expect(shown(readPriceCsv(csv, { ...ASKED, unit: "cent" }))[0]?.[2]).toBe("0.12");
  });
  it.each(["oldest", "newest"])("tells both hours of an autumn night apart, %s first", (order) => {
    const times = ["00:00", "01:00", "02:00", "02:00", "03:00"].map((time, index) => `2026-10-25 ${time},${index}`);
    const rows = order === "oldest" ? times : [...times].reverse();
    const read = readPriceCsv(`from,price_per_kwh\n${rows.join("\n")}`, { ...ASKED, zone: "Europe/Stockholm" });
    expect(shown(read).map(([from, , price]) => [from, price])).toEqual([
      ["10-24T22:00", "0"],
      ["10-24T23:00", "1"],
      ["10-25T00:00", "2"],
      ["10-25T01:00", "3"],
      ["10-25T02:00", "4"],
    ]);
  });
  it("refuses what is damaged by row and column", () => {
    const csv =
      "from,to,price_per_kwh,note\nyesterday,,1\n2026-05-01T00:00Z,x,1\n2026-05-01T00:00Z,,free\n\n2026-05-02T00:00Z,2026-05-01T00:00Z,1\n";
    expect(said(readPriceCsv(csv, ASKED))).toEqual([
      ["blocking", 2, "from", "unreadable-price"],
      ["blocking", 3, "to", "unreadable-price"],
      ["blocking", 4, "price_per_kwh", "unreadable-price"],
      ["blocking", 6, null, "ends-before"],
    ]);
    expect(said(readPriceCsv("a,b\n1,2", ASKED))[0]?.[3]).toBe("not-prices");
    expect(said(readPriceCsv("", ASKED))[0]?.[3]).toBe("not-prices");
    expect(said(readPriceCsv("from,price_per_kwh,rate_per_kwh\n", ASKED))[0]?.[3]).toBe("several-prices");
  });
});

describe("the mean of prices over a stretch", () => {
  const half = (hour: string, price: string | number) => ({
    fromMs: at(`2026-05-01T${hour}:00Z`),
    toMs: at(`2026-05-01T${hour}:00Z`) + 1_800_000,
    price: decimal(price),
  });
  const over = (prices: Parameters<typeof meanPriceOf>[0], from: string, to: string) => {
    const mean = meanPriceOf(prices)(at(`2026-05-01T${from}:00Z`), at(`2026-05-01T${to}:00Z`));
    return mean && format(mean);
  };
  it("is the price itself where one holds, and null where none does", () => {
    const prices = [half("10:00", "0.1"), half("10:30", "0.4"), half("12:00", "9")];
    expect(over(prices, "10:00", "10:15")).toBe("0.1");
    expect(over(prices, "10:15", "10:45")).toBe("0.25");
    expect(over(prices, "10:45", "11:15")).toBeNull();
    expect(over(prices, "09:00", "09:15")).toBeNull();
    expect(over([], "09:00", "09:15")).toBeNull();
  });
  it("goes on where the last is open, and takes the later of two", () => {
    const prices = [
      { ...half("10:00", 1), toMs: null },
      { ...half("11:00", 2), toMs: at("2026-05-01T11:30:00Z") },
    ];
    expect(over(prices, "12:00", "12:15")).toBe("1");
    expect(over(prices, "11:00", "11:15")).toBe("2");
    expect(over(prices, "10:45", "11:15")).toBe("1.5");
  });
  it("of a day of equal prices is that price", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1, max: 96 }), (units, parts) => {
        const price = { units: BigInt(units), scale: 4 };
        const prices = Array.from({ length: parts }, (_, index) => ({ fromMs: index * 900_000, toMs: null, price }));
        const mean = meanPriceOf(prices)(0, parts * 900_000);
        expect(mean && equals(mean, price)).toBe(true);
      }),
    );
  });
});
