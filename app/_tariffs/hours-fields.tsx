"use client";

import { useState } from "react";
import { HourRows } from "./hour-rows.tsx";
import { type HoursDraft, MOST_PERIODS, painted, withSeasons } from "./tariff-draft.ts";
import { MONTHS } from "./tariff-text.ts";

const SEASON_NAMES = ["Winter", "Summer"];

/** Prices by hour: periods with a price each, and a grid of hours to give them to. */
export function HoursFields({ draft, onChange }: { draft: HoursDraft; onChange(draft: HoursDraft): void }) {
  const [brush, setBrush] = useState(1);
  const hasSeasons = draft.seasons.length > 1;
  const period = brush < draft.periods.length ? brush : 0;
  return (
    <div className="stack hours-fields">
      <Periods draft={draft} brush={period} onBrush={setBrush} onChange={onChange} />
      <fieldset className="seg how" aria-label="Seasons">
        <button type="button" aria-pressed={!hasSeasons} onClick={() => onChange(withSeasons(draft, 1))}>
          All year
        </button>
        <button type="button" aria-pressed={hasSeasons} onClick={() => onChange(withSeasons(draft, 2))}>
          Two seasons
        </button>
      </fieldset>
      {hasSeasons && <Months draft={draft} onChange={onChange} />}
      {draft.seasons.map(({ weekday, weekend }, season) => {
        const name = hasSeasons ? (SEASON_NAMES[season] ?? "") : "All year";
        return (
          <div key={name}>
            <span className="small muted">{name}</span>
            <HourRows
              label={`${name}: hours to give to a period`}
              rows={[
                { name: "Weekdays", hours: weekday },
                { name: "Weekends", hours: weekend },
              ]}
              periods={draft.periods.map((each) => each.name)}
              onPaint={(row, hour) =>
                onChange(painted(draft, { season, day: row === 0 ? "weekday" : "weekend", hour, period }))
              }
            />
          </div>
        );
      })}
      <p className="note">Choose a period, then press the hours it holds. Hours are those of the tariff’s zone.</p>
    </div>
  );
}

function Periods({
  draft,
  brush,
  onBrush,
  onChange,
}: {
  draft: HoursDraft;
  brush: number;
  onBrush(period: number): void;
  onChange(draft: HoursDraft): void;
}) {
  const { periods } = draft;
  const change = (at: number, fields: Partial<HoursDraft["periods"][number]>) =>
    onChange({ ...draft, periods: periods.map((each, index) => (index === at ? { ...each, ...fields } : each)) });
  const add = () => onChange({ ...draft, periods: [...periods, { name: `Period ${periods.length + 1}`, perKwh: "" }] });
  return (
    <div className="periods">
      {periods.map(({ name, perKwh }, index) => (
        <div key={index} className="period">
          <button
            type="button"
            className={`swatch period-${index % MOST_PERIODS}`}
            aria-pressed={index === brush}
            aria-label={`Give hours to ${name}`}
            onClick={() => onBrush(index)}
          >
            {index + 1}
          </button>
          <label className="field">
            <span>Period {index + 1}</span>
            <input
              className="text"
              value={name}
              required
              maxLength={80}
              onChange={(event) => change(index, { name: event.target.value })}
            />
          </label>
          <label className="field">
            <span>Per kWh</span>
            <input
              className="text"
              value={perKwh}
              required
              inputMode="decimal"
              aria-label={`Price per kWh of period ${index + 1}`}
              onChange={(event) => change(index, { perKwh: event.target.value })}
            />
          </label>
        </div>
      ))}
      {periods.length < MOST_PERIODS && (
        <button type="button" className="btn tiny" onClick={add}>
          Another period
        </button>
      )}
    </div>
  );
}

function Months({ draft, onChange }: { draft: HoursDraft; onChange(draft: HoursDraft): void }) {
  const turn = (at: number) =>
    onChange({ ...draft, months: draft.months.map((season, month) => (month === at ? 1 - season : season)) });
  return (
    <fieldset className="summer-months">
      <legend className="small muted">Months of summer</legend>
      {MONTHS.map((name, month) => (
        <button
          key={name}
          type="button"
          className="btn tiny"
          aria-pressed={draft.months[month] === 1}
          onClick={() => turn(month)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
