"use client";

import { parseAsString, useQueryStates } from "nuqs";
import type { BookRow, PricesPage } from "../../lib/api/wire/prices.ts";
import { providerColour, providerName } from "../../lib/charts/identity.ts";
import { decimal, equals } from "../../lib/core/decimal.ts";
import { count, percentChangeText } from "../../lib/core/display.ts";
import { dayName, monthOnly } from "../../lib/core/display-dates.ts";
import { Missing } from "../_ui/amount.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { SHOWN } from "./address.ts";
import { HistorySection } from "./history-section.tsx";
import type { PriceDraft } from "./price-form.tsx";
import { columnPlaces, PriceCell } from "./price-text.tsx";

const parsers = { show: parseAsString, find: parseAsString, of: parseAsString, model: parseAsString };
const COLUMNS = ["input", "cacheRead", "cacheWrite5m", "output"] as const;
type Places = Readonly<Record<(typeof COLUMNS)[number], number>>;

/** The prices in force at the month's end, with the chosen model's through time. */
export function BookPanel({
  page,
  mayChange,
  onAdd,
}: {
  page: PricesPage;
  mayChange: boolean;
  onAdd(draft: PriceDraft): void;
}) {
  const [given, setGiven] = useQueryStates(parsers, { history: "replace" });
  const show = SHOWN.find((one) => one === given.show) ?? "used";
  const chosen = page.book.find((row) => row.provider === given.of && row.model === given.model) ?? page.book[0];
  const currencies = [...new Set(page.book.flatMap((row) => (row.price ? [row.price.currency] : [])))];
  const names = {
    used: `Used in ${monthOnly(page.month)}`,
    own: `Own ${count(page.ownModels)}`,
    all: `All ${count(page.catalogue.models)}`,
  };
  const shown =
    page.book.length < page.bookSize ? `${count(page.book.length)} of ${count(page.bookSize)}` : count(page.bookSize);
  const unit = currencies.length === 1 ? `${currencies[0]} per 1M tokens` : "per 1M tokens";
  return (
    <Panel
      id="price-book"
      title="Price book"
      note={`${unit}, in force on ${dayName(page.day)}, ${shown} ${page.bookSize === 1 ? "model" : "models"}`}
      aside={
        <span className="push book-tools">
          <input
            className="text tiny"
            type="search"
            aria-label="Find a model"
            placeholder="Find a model"
            value={given.find ?? ""}
            onChange={(event) => void setGiven({ find: event.target.value || null })}
          />
          <fieldset className="seg" aria-label="Which models">
            {SHOWN.map((one) => (
              <button key={one} type="button" aria-pressed={one === show} onClick={() => void setGiven({ show: one })}>
                {names[one]}
              </button>
            ))}
          </fieldset>
        </span>
      }
    >
      {page.book.length === 0 ? (
        <p className="empty">{emptyText(show, given.find, page)}</p>
      ) : (
        <BookTable
          rows={page.book}
          chosen={chosen}
          onChoose={({ provider, model }) => void setGiven({ of: provider, model })}
        />
      )}
      {page.book.length < page.bookSize && (
        <p className="foot">Find a model by its name or provider to see the others.</p>
      )}
      {chosen !== undefined && <HistorySection row={chosen} mayChange={mayChange} onAdd={onAdd} />}
    </Panel>
  );
}

function emptyText(show: string, find: string | null, page: PricesPage): string {
  if (find) return `No model is called “${find}” here.`;
  if (show === "own") return "No own price yet; the catalogue’s hold.";
  return `No export of ${monthOnly(page.month)} names a model with its tokens.`;
}

function BookTable({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly BookRow[];
  chosen: BookRow | undefined;
  onChoose(row: BookRow): void;
}) {
  const places: Places = {
    input: columnPlaces(rows.map((row) => row.price?.perMillion.input)),
    cacheRead: columnPlaces(rows.map((row) => row.price?.perMillion.cacheRead)),
    cacheWrite5m: columnPlaces(rows.map((row) => row.price?.perMillion.cacheWrite5m)),
    output: columnPlaces(rows.map((row) => row.price?.perMillion.output)),
  };
  return (
    <ScrollTable label="Price book">
      <table className="dense sticky book">
        <thead>
          <tr>
            <th>Model</th>
            <th className="num">Input</th>
            <th className="num">Cache read</th>
            <th className="num">Cache write</th>
            <th className="num">Output</th>
            <th className="num">Off list, %</th>
            <th>Since</th>
            <th>Source</th>
            <th>Used by</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BookLine
              key={`${row.provider} ${row.model}`}
              row={row}
              places={places}
              isChosen={row === chosen}
              onChoose={() => onChoose(row)}
            />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

function BookLine({
  row,
  places,
  isChosen,
  onChoose,
}: {
  row: BookRow;
  places: Places;
  isChosen: boolean;
  onChoose(): void;
}) {
  const { price } = row;
  return (
    <tr className={isChosen ? "chosen" : undefined}>
      <td>
        <span className="name" title={`${providerName(row.provider)}: ${row.model}`}>
          <i className="mark" style={{ background: providerColour(row.provider) }} />
          <button type="button" className="link quiet strong model-name" aria-pressed={isChosen} onClick={onChoose}>
            {row.name}
            <span className="sr">, {providerName(row.provider)}: its price through time</span>
          </button>
        </span>
      </td>
      {COLUMNS.map((kind) => (
        <td key={kind} className="num" title={kind === "cacheWrite5m" ? oneHour(price) : undefined}>
          {price === null ? (
            <Missing why="no price" />
          ) : (
            <PriceCell value={price.perMillion[kind]} places={places[kind]} />
          )}
        </td>
      ))}
      <td className="num muted">{row.offList === null ? "" : offText(row.offList)}</td>
      <td className="soft nowrap">{price === null ? "" : price.from === null ? "its release" : dayName(price.from)}</td>
      <td className="nowrap">{price === null ? <span className="note">no price</span> : <Source price={price} />}</td>
      <td className="soft">{usedByText(row)}</td>
    </tr>
  );
}

const oneHour = (price: BookRow["price"]): string | undefined =>
  price?.perMillion.cacheWrite1h === undefined ? undefined : `kept 1 hour: ${price.perMillion.cacheWrite1h}`;

function Source({ price }: { price: NonNullable<BookRow["price"]> }) {
  const base = price.isBaseOnly ? "; long requests or some hours cost otherwise" : "";
  const currency = price.currency === "USD" ? "" : `, ${price.currency}`;
  return (
    <span title={`${price.source}${base}`}>
      {price.isOwn ? (
        <>
          <span className="chip plain info">own</span> {price.source.split(";")[0]}
        </>
      ) : (
        "Catalogue"
      )}
      {currency}
      {price.to === null ? "" : `, to ${dayName(price.to)}`}
    </span>
  );
}

function offText({ least, most }: { least: string; most: string }): string {
  return equals(decimal(least), decimal(most))
    ? percentChangeText(least)
    : `${percentChangeText(least)} to ${percentChangeText(most)}`;
}

const NAMED = 2;
const usedByText = ({ usedBy }: BookRow): string =>
  usedBy.length <= NAMED ? usedBy.map((one) => one.name).join(", ") : `${count(usedBy.length)} teams`;
