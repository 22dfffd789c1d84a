"use client";

import type { FormEvent } from "react";
import type { TariffsPage, TariffWire } from "../../lib/api/wire/tariffs.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { HourRows } from "./hour-rows.tsx";
import { energyText, monthsText, seasonsOf, sinceText, versionOn } from "./tariff-text.ts";

const MOST_PIECES = 6;

/** A tariff's terms through time, its hours, and the rigs it prices. */
export function TariffHistory({
  page,
  tariff,
  mayChange,
  onAdd,
}: {
  page: TariffsPage;
  tariff: TariffWire;
  mayChange: boolean;
  onAdd(): void;
}) {
  const now = versionOn(tariff, page.today);
  const pieces = tariff.versions.slice(-MOST_PIECES);
  const energy = (now ?? tariff.versions[0])?.terms.energy;
  return (
    <div className="body through-time">
      <div className="pair">
        <h3>{tariff.name}, through time</h3>
        {mayChange && (
          <button type="button" className="link small" onClick={onAdd}>
            Add terms from a date
          </button>
        )}
      </div>
      <div>
        <div className="dated">
          {pieces.map((piece) => (
            <i
              key={piece.from}
              className={piece === now ? "now" : piece.from > page.today ? "soon" : ""}
              style={{ flex: 1 }}
              title={[energyText(piece.terms.energy), piece.note].filter((text) => text !== "").join(". ")}
            >
              {energyText(piece.terms.energy)}
            </i>
          ))}
        </div>
        <div className="dated-ends">
          {pieces.map((piece) => (
            <span key={piece.from} style={{ flex: 1 }}>
              {sinceText(piece.from)}, {piece.enteredBy}
            </span>
          ))}
        </div>
      </div>
      {energy?.kind === "time-of-use" && (
        <div className="hour-maps">
          {seasonsOf(energy).map(({ months, weekday, weekend }) => (
            <div key={months.join()}>
              <span className="small muted">{monthsText(months)}</span>
              <HourRows
                label={`Hours of ${tariff.name}, ${monthsText(months)}`}
                rows={[
                  { name: "Weekdays", hours: weekday },
                  { name: "Weekends", hours: weekend },
                ]}
                periods={energy.periods.map((period) => period.name)}
              />
            </div>
          ))}
          <p className="note">
            {energy.periods.map((period, index) => `${index + 1} ${period.name}`).join(", ")}; local clock hours of{" "}
            {tariff.zone}.
          </p>
        </div>
      )}
      {now?.note !== undefined && now.note !== "" && <p className="note">{now.note}</p>}
      {mayChange && page.rigs.length > 0 && <UseForm page={page} tariff={tariff} />}
    </div>
  );
}

function UseForm({ page, tariff }: { page: TariffsPage; tariff: TariffWire }) {
  const save = useChange();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const from = String(form.get("from") ?? "");
    const body = { rig: String(form.get("rig") ?? ""), ...(from !== "" && { from }) };
    save.mutate({ method: "POST", path: `/api/tariffs/${tariff.id}/rigs`, body });
  }
  return (
    <form className="stack" aria-label={`Price a rig by ${tariff.name}`} onSubmit={submit}>
      <Refusal error={save.error} />
      <div className="use-tariff">
        <label className="field">
          <span>Rig</span>
          <select className="text" name="rig">
            {page.rigs.map((rig) => (
              <option key={rig.slug} value={rig.slug}>
                {rig.name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>From</span>
          <input className="text" type="date" name="from" min={page.openFrom ?? undefined} />
        </label>
        <button type="submit" className="btn tiny" disabled={save.isPending}>
          {save.isPending ? "Reckoning" : "Price this rig by it"}
        </button>
      </div>
      <p className="note">
        Without a day it takes the place of what prices the rig now.
        {tariff.rigs.length > 0 &&
          ` In use: ${tariff.rigs.map((rig) => `${rig.name} ${sinceText(rig.from) === "since ever" ? "since ever" : `from ${sinceText(rig.from)}`}`).join(", ")}.`}
      </p>
    </form>
  );
}
