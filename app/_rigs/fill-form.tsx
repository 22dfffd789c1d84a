"use client";

import { type FormEvent, useId, useState } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { fixed } from "../../lib/core/display.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { FILL_RULES, type FillRule } from "./rig-words.ts";

const RULES = Object.keys(FILL_RULES) as FillRule[]; // the record's keys are the rules
const HALF = 50;
const ALL = "all";

/** States what the rig drew in a gap. It counts as estimated, and gives way to a log that comes later. */
export function FillForm({ rig, onDone }: { rig: RigMonth; onDone(): void }) {
  const save = useChange(onDone);
  const [rule, setRule] = useState<FillRule>("hour-of-week");
  const group = useId();
  const byLength = [...rig.gaps].sort((a, b) => Number(b.hours) - Number(a.hours));
  const isLittle = rig.coveragePercent === null || Number(rig.coveragePercent) < HALF;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = String(form.get("gap"));
    const gap = rig.gaps.find((each) => each.from === chosen);
    const from = gap?.from ?? rig.gaps[0]?.from ?? "";
    const to = gap?.to ?? rig.gaps.at(-1)?.to ?? "";
    const body = {
      ...{ from, to, rule },
      note: String(form.get("note") ?? "").trim(),
      evenBelowHalf: form.get("evenBelowHalf") !== null,
    };
    save.mutate({ method: "POST", path: `/api/rigs/${rig.slug}/fills`, body });
  }
  return (
    <form className="body stack fill-form" aria-label="State an estimate" onSubmit={submit}>
      <Refusal error={save.error} />
      <label className="field">
        <span>Time without a reading</span>
        <select className="text" name="gap">
          {byLength.map((gap) => (
            <option key={gap.from} value={gap.from}>
              {instantShort(gap.from, rig.zone)} to {instantShort(gap.to, rig.zone)}, {fixed(gap.hours, 1)} h
            </option>
          ))}
          {byLength.length > 1 && <option value={ALL}>All {byLength.length} gaps of the month</option>}
        </select>
      </label>
      <fieldset className="fill-rules">
        <legend className="label">What it drew</legend>
        {RULES.map((each) => (
          <label key={each} className={each === rule ? "option on" : "option"}>
            <input type="radio" name={group} checked={each === rule} onChange={() => setRule(each)} />
            <b>{FILL_RULES[each].name}</b>
            <span className="note">{FILL_RULES[each].note}</span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>Why, for whoever reads it later</span>
        <input className="text" name="note" maxLength={200} placeholder="the PDU was replaced" />
      </label>
      {isLittle && rule !== "off" && (
        <label className="check-line">
          <input type="checkbox" name="evenBelowHalf" /> Less than half of the month was measured; fill the rest from it
          even so
        </label>
      )}
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={save.isPending}>
          {save.isPending ? "Reckoning the month" : "State it as an estimate"}
        </button>
      </div>
    </form>
  );
}
