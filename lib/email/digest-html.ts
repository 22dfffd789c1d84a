/** The digest as an HTML mail: tables and inline styles, because that is what mail programs show alike. */
import { Body, Head, Html, Preview } from "@react-email/components";
import { render } from "@react-email/render";
import { type CSSProperties, createElement as element, type ReactNode } from "react";
import type { DigestContent } from "./digest-content.ts";

const FONT = "-apple-system,'Segoe UI','Helvetica Neue',Arial,sans-serif";
const INK = "#16191d";
const QUIET = "#474d55";
const FAINT = "#676d76";
const ESTIMATED = "#27579b";
const LINE = "1px solid #e6e3dd";
const COLOURS: Readonly<Record<string, string>> = { Cloud: "#3a5a8f", Rigs: "#b9761a", Shared: "#7c838d" };
const NARROW =
  "@media (max-width:620px){.sheet{width:100%!important}.pad{padding-left:18px!important;padding-right:18px!important}.opt{display:none!important}}";

const text = (size: number, height: number, color: string, weight = 400): CSSProperties => ({
  fontFamily: FONT,
  fontSize: size,
  lineHeight: `${height}px`,
  fontWeight: weight,
  color,
});
const BODY = text(13, 20, QUIET);

/** A layout table: never announced as data. */
function layout(props: { className?: string; width?: string | number; style?: CSSProperties }, ...rows: ReactNode[]) {
  const table = { role: "presentation", cellPadding: 0, cellSpacing: 0, ...props };
  return element("table", table, element("tbody", null, ...rows));
}
const line = (style: CSSProperties, ...content: ReactNode[]): ReactNode =>
  element("tr", null, element("td", { className: "pad", style: { padding: "0 32px", ...style } }, ...content));
const title = (words: string): ReactNode =>
  line({ padding: "20px 32px 4px" }, element("h2", { style: { ...text(14, 20, INK, 600), margin: 0 } }, words));

function certaintyBadge({ certainty, isFinal }: DigestContent): ReactNode {
  const colours = isFinal
    ? { background: "#e5f1ea", color: "#1c5c3a", border: "1px solid #a9cfb8" }
    : { background: "#fcf1dd", color: "#8a5300", border: "1px solid #e6c487" };
  return element("span", { style: { ...colours, padding: "1px 7px", borderRadius: 10, fontSize: 12 } }, certainty);
}

function splitLine({ split }: DigestContent): ReactNode[] {
  if (split.length === 0) return [];
  const parts = split.flatMap((one, index) => [
    index > 0 ? " \u00a0 " : "",
    element("span", { key: one.label, style: { color: COLOURS[one.label] ?? FAINT } }, "■"),
    ` ${one.label} ${one.amount}`,
  ]);
  return [line({ ...text(12, 18, QUIET), padding: "0 32px 18px" }, ...parts)];
}

const cellStyle: CSSProperties = { ...text(13, 18, INK), padding: "7px 0", borderBottom: LINE };
const numberStyle: CSSProperties = { ...cellStyle, textAlign: "right", whiteSpace: "nowrap", paddingLeft: 10 };
const TOTAL: CSSProperties = { fontWeight: 600, borderTop: `1px solid ${INK}`, borderBottom: "0" };
/** The column of the period before gives way on a narrow screen. */
const optional = (column: number): string | undefined => (column === 1 ? "opt" : undefined);

function dataTable({ table }: DigestContent): ReactNode {
  const headStyle: CSSProperties = {
    ...text(12, 16, FAINT),
    padding: "6px 0 6px 10px",
    borderBottom: "1px solid #84888f",
  };
  const head = element(
    "tr",
    null,
    element("th", { scope: "col", align: "left", style: { ...headStyle, paddingLeft: 0 } }, table.unit),
    ...table.columns.map((name, column) =>
      element("th", { key: name, scope: "col", align: "right", className: optional(column), style: headStyle }, name),
    ),
  );
  const rows = table.rows.map((row) =>
    element(
      "tr",
      { key: row.name },
      element("td", { style: { ...cellStyle, ...(row.isTotal ? TOTAL : {}) } }, row.name),
      ...row.cells.map((cell, column) => {
        const style = { ...numberStyle, ...(column === 0 ? { fontWeight: 600 } : {}), ...(row.isTotal ? TOTAL : {}) };
        return element("td", { key: table.columns[column], className: optional(column), style }, cell);
      }),
    ),
  );
  const body = [element("thead", { key: "head" }, head), element("tbody", { key: "body" }, ...rows)];
  return element("table", { width: "100%", cellPadding: 0, cellSpacing: 0 }, ...body);
}

function whyBlock({ whyTitle, why }: DigestContent): ReactNode[] {
  if (why.length === 0) return [];
  return [title(whyTitle), ...why.map((sentence) => line({ ...BODY, padding: "0 32px 2px" }, sentence))];
}

function needsBlock({ needs }: DigestContent): ReactNode[] {
  if (needs.length === 0) return [];
  const rows = needs.map((sentence, index) =>
    line({ ...text(13, 20, INK), padding: "2px 32px" }, `${index + 1}. ${sentence}`),
  );
  return [title("Needs you"), ...rows];
}

function adviceBlock({ advice, together, table }: DigestContent): ReactNode[] {
  if (advice.length === 0) return [];
  const rows = advice.map((one) =>
    element(
      "tr",
      { key: one.title },
      element(
        "td",
        { style: cellStyle },
        one.title,
        element("br"),
        element("span", { style: { color: FAINT, fontSize: 12 } }, one.detail),
      ),
      element("td", { style: { ...numberStyle, fontWeight: 600, verticalAlign: "top" } }, one.amount),
    ),
  );
  const sum =
    together === null
      ? []
      : [
          element(
            "tr",
            { key: "together" },
            element("td", { style: { ...cellStyle, ...TOTAL } }, "Together, nothing counted twice"),
            element("td", { style: { ...numberStyle, ...TOTAL } }, together),
          ),
        ];
  const body = element("tbody", null, ...rows, ...sum);
  return [
    title(`Worth changing, ${table.unit} a month`),
    line({ padding: "0 32px 6px" }, element("table", { width: "100%", cellPadding: 0, cellSpacing: 0 }, body)),
  ];
}

function openButton({ open }: DigestContent): ReactNode {
  const style: CSSProperties = {
    ...text(14, 20, "#ffffff", 600),
    display: "inline-block",
    padding: "10px 18px",
    background: "#0b6470",
    borderRadius: 6,
    textDecoration: "none",
  };
  return line({ padding: "18px 32px 26px" }, element("a", { href: open.url, style }, open.label));
}

function footer(content: DigestContent): ReactNode {
  const link = (href: string, words: string) => element("a", { key: href, href, style: { color: "#0b6470" } }, words);
  const style: CSSProperties = {
    ...text(12, 18, FAINT),
    padding: "14px 32px 20px",
    borderTop: LINE,
    background: "#faf9f7",
  };
  const ways = [
    link(content.scheduleUrl, "Change the schedule"),
    ...(content.unsubscribeUrl === null ? [] : [" or ", link(content.unsubscribeUrl, "unsubscribe")]),
    ".",
  ];
  return line(style, ...content.footer.flatMap((sentence) => [sentence, element("br", { key: sentence })]), ...ways);
}

function sheet(content: DigestContent): ReactNode {
  const style: CSSProperties = { width: 600, background: "#ffffff", border: "1px solid #d3cfc7" };
  const amount = element("h1", { style: { ...text(36, 44, INK, 600), letterSpacing: -1, margin: 0 } }, content.amount);
  return layout(
    { className: "sheet", width: 600, style },
    line({ ...text(14, 20, INK, 600), padding: "22px 32px 0" }, `Tokenwatt for ${content.organisation}`),
    line({ ...text(13, 18, QUIET), padding: "18px 32px 0" }, `${content.heading} `, certaintyBadge(content)),
    line({ padding: "4px 32px 0" }, amount),
    ...(content.estimated === null
      ? []
      : [line({ ...text(13, 18, ESTIMATED), padding: "0 32px 2px" }, content.estimated)]),
    line({ ...text(14, 20, QUIET), padding: "0 32px 14px" }, content.change),
    ...splitLine(content),
    line({}, dataTable(content)),
    ...(content.table.note === "" ? [] : [line({ ...text(12, 18, FAINT), padding: "6px 32px 0" }, content.table.note)]),
    ...whyBlock(content),
    ...needsBlock(content),
    ...adviceBlock(content),
    openButton(content),
    footer(content),
  );
}

/** A whole HTML document, pictures and remote parts none: opening it is not tracked. */
export function digestHtml(content: DigestContent): Promise<string> {
  const middle = element("td", { align: "center", style: { padding: "24px 0" } }, sheet(content));
  const ground = layout({ width: "100%", style: { background: "#f6f5f2" } }, element("tr", null, middle));
  return render(
    element(
      Html,
      { lang: "en" },
      element(Head, null, element("title", null, content.subject), element("style", null, NARROW)),
      element(
        Body,
        { style: { margin: 0, padding: 0, background: "#f6f5f2" } },
        element(Preview, null, content.preheader),
        element("div", { role: "main" }, ground),
      ),
    ),
  );
}
