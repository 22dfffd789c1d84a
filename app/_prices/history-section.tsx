"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { BookRow, PriceHistory } from "../../lib/api/wire/prices.ts";
import { dayName } from "../../lib/core/display-dates.ts";
import { costKindName } from "../../lib/core/statement/names.ts";
import { TOKEN_KINDS, type TokenKind } from "../../lib/core/usage-line.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import type { PriceDraft } from "./price-form.tsx";
import { priceText } from "./price-text.tsx";

type Piece = PriceHistory["pieces"][number];
/** Wider where it matters: the price in force. */
const WIDTHS: Readonly<Record<Piece["when"], number>> = { past: 2.4, now: 3, future: 2.2 };
const CLASSES: Readonly<Record<Piece["when"], string>> = { past: "", now: "now", future: "soon" };
const MOST_PIECES = 6;
const KINDS: readonly TokenKind[] = ["output", ...TOKEN_KINDS.filter((kind) => kind !== "output")];

/** One row of pieces of time for each kind of tokens: past plain, in force marked, future dashed. */
export function HistorySection({
  row,
  mayChange,
  onAdd,
}: {
  row: BookRow;
  mayChange: boolean;
  onAdd(draft: PriceDraft): void;
}) {
  const { provider, model } = row;
  const query = useQuery({
    queryKey: keys.priceHistory({ provider, model }),
    queryFn: ({ queryKey, signal }) => fetchKey<PriceHistory>(queryKey, signal),
  });
  const pieces = (query.data?.pieces ?? []).slice(-MOST_PIECES);
  const kinds = KINDS.filter((kind) => pieces.some((piece) => piece.price?.perMillion[kind] !== undefined));
  return (
    <div className="body through-time">
      <div className="pair">
        <h3>{row.name}, through time</h3>
        {mayChange && (
          <button type="button" className="link small" onClick={() => onAdd({ provider, model, ...draftOf(row) })}>
            Add a price from a date
          </button>
        )}
      </div>
      {query.isError && <p className="note">The history could not be read. {query.error.message}</p>}
      {query.data !== undefined && kinds.length === 0 && (
        <p className="note">No price is known. What was billed counts in full, and cannot be checked.</p>
      )}
      {kinds.length > 0 && (
        <div className="times">
          {kinds.map((kind) => (
            <div key={kind} className="times-row">
              <span className="small muted">{costKindName(kind)}</span>
              <div className="dated">
                {pieces.map((piece) => (
                  <i
                    key={piece.from ?? ""}
                    className={CLASSES[piece.when]}
                    style={{ flex: WIDTHS[piece.when] }}
                    title={pieceText(piece, kind)}
                  >
                    {pieceText(piece, kind)}
                  </i>
                ))}
              </div>
            </div>
          ))}
          <div className="times-row">
            <span />
            <div className="dated-ends">
              {pieces.map((piece) => (
                <span key={piece.from ?? ""} style={{ flex: WIDTHS[piece.when] }}>
                  {startText(piece)}
                </span>
              ))}
            </div>
          </div>
        </div>
      )}
      {mayChange && <EndPrices pieces={pieces} />}
      <p className="note">
        An own price wins over the catalogue from its date on. A price never changes a closed month; in an open one,
        entries that used the old price are corrected, and each correction names the price.
      </p>
    </div>
  );
}

const draftOf = ({ price }: BookRow): PriceDraft =>
  price ? { currency: price.currency, perMillion: price.perMillion } : {};

function pieceText({ price }: Piece, kind: TokenKind): string {
  if (price === null) return "no price";
  const value = price.perMillion[kind];
  const whose = price.ownId === null ? "list" : price.source.split(";")[0];
  return value === undefined ? `none, ${whose}` : `${priceText(value)} ${whose}`;
}

function startText({ from, price }: Piece): string {
  const when = from === null ? "its release" : dayName(from);
  if (price === null) return when;
  return price.ownId === null ? `${when}, catalogue` : `${when}, entered by ${price.by}`;
}

/** Own prices of the model that have not ended: a last day, or the whole price taken back. */
function EndPrices({ pieces }: { pieces: readonly Piece[] }) {
  const change = useChange();
  const [day, setDay] = useState("");
  const own = pieces.flatMap((piece) =>
    piece.price?.ownId != null && piece.when !== "past"
      ? [{ id: piece.price.ownId, source: piece.price.source.split(";")[0] }]
      : [],
  );
  const [only] = own;
  if (only === undefined) return null;
  function end(event: FormEvent) {
    event.preventDefault();
    if (only) change.mutate({ method: "DELETE", path: `/api/prices/${only.id}${day === "" ? "" : `?on=${day}`}` });
  }
  return (
    <form className="end-price" aria-label={`End the price of ${only.source}`} onSubmit={end}>
      <Refusal error={change.error} />
      <label className="small">
        Last day of {only.source}{" "}
        <input className="text tiny" type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
      <button type="submit" className="btn tiny" disabled={change.isPending}>
        {day === "" ? "Withdraw it whole" : `End it after ${dayName(day)}`}
      </button>
    </form>
  );
}
