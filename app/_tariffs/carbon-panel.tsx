"use client";

import { type ChangeEvent, type FormEvent, useId, useState } from "react";
import type { CarbonPage, IntensitiesWrittenWire } from "../../lib/api/wire/carbon.ts";
import { count, plural } from "../../lib/core/display.ts";
import { dayName } from "../../lib/core/display-dates.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Missing } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useFile } from "./use-file.ts";

type Line = {
  readonly zone: string;
  readonly name: string;
  readonly grams: string | null;
  readonly holds: string;
  readonly label: string;
  readonly source: string;
  readonly rigs: readonly string[];
};

/** What a kWh of each grid emits: the organisation's own figures, and the means of countries its rigs stand in. */
export function CarbonPanel({ page, mayChange }: { page: CarbonPage; mayChange: boolean }) {
  const [isAdding, setAdding] = useState(false);
  const upload = useFile<IntensitiesWrittenWire>("/api/carbon/import");
  const lines = linesOf(page);
  const without = page.rigs.filter((rig) => rig.zone === null).map((rig) => rig.name);
  return (
    <Panel
      id="grid-intensity"
      title="Grid intensity"
      note="grams of CO2e per kWh"
      aside={
        mayChange ? (
          <span className="push rate-tools">
            <button type="button" className="btn tiny" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              Enter a figure
            </button>
            <HistoryButton isPending={upload.isPending} onFile={(file) => upload.mutate({ file, query: {} })} />
          </span>
        ) : undefined
      }
    >
      {isAdding && <IntensityForm page={page} onDone={() => setAdding(false)} />}
      {(upload.isError || upload.data !== undefined) && (
        <div className="body">
          {upload.isError ? <Refusal error={upload.error} /> : <WasRead answer={upload.data} />}
        </div>
      )}
      {lines.length === 0 ? (
        <p className="empty">No rig says in which grid it stands, and no figure is entered.</p>
      ) : (
        <IntensityTable lines={lines} />
      )}
      <p className="foot">
        {without.length > 0 && `No grid is entered for ${without.join(", ")}: nothing is said of what it emits. `}
        Without an own figure the mean of the country holds, and is marked as estimated. Means of{" "}
        {count(page.defaults.length)} countries: {page.source}.
      </p>
    </Panel>
  );
}

function linesOf(page: CarbonPage): Line[] {
  const rigsIn = (zone: string) => page.rigs.filter((rig) => rig.zone === zone).map((rig) => rig.name);
  const means = new Map(page.defaults.map((each) => [each.zone, each]));
  const own = page.own.map(
    (each): Line => ({
      zone: each.zone,
      name: means.get(each.zone)?.name ?? "",
      grams: each.latestGrams,
      holds: `${dayName(each.from.slice(0, 10))} to ${each.to === null ? "now" : dayName(each.to.slice(0, 10))}`,
      label: each.estimated === 0 ? "" : `${count(each.estimated)} of ${count(each.count)} estimated`,
      source: each.source,
      rigs: rigsIn(each.zone),
    }),
  );
  const others = new Set(page.rigs.flatMap((rig) => (rig.zone === null ? [] : [rig.zone])));
  for (const { zone } of page.own) others.delete(zone);
  const usual = [...others].map((zone): Line => {
    const mean = means.get(zone);
    return {
      zone,
      name: mean?.name ?? "",
      grams: mean?.grams ?? null,
      holds: mean ? `mean of ${mean.year}` : "nothing is known",
      label: mean ? "estimated" : "",
      source: mean ? page.source : "",
      rigs: rigsIn(zone),
    };
  });
  return [...own, ...usual];
}

function IntensityTable({ lines }: { lines: readonly Line[] }) {
  return (
    <ScrollTable label="Grid intensity">
      <table className="dense">
        <thead>
          <tr>
            <th>Grid</th>
            <th className="num">Latest, g</th>
            <th>Holds</th>
            <th>Rigs</th>
            <th>Source</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.zone}>
              <td>
                <span className="strong">{line.zone}</span> <span className="note">{line.name}</span>
              </td>
              <td className="num">{line.grams ?? <Missing why="no figure" />}</td>
              <td className="soft">
                {line.holds}
                {line.label !== "" && <span className="note part-note">{line.label}</span>}
              </td>
              <td className="soft">{line.rigs.join(", ")}</td>
              <td className="soft tariff-source">{line.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

function IntensityForm({ page, onDone }: { page: CarbonPage; onDone(): void }) {
  const save = useChange(onDone);
  const zones = useId();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    const body = {
      zone: text("zone"),
      grams: text("grams"),
      from: text("from"),
      to: text("to") || null,
      source: text("source"),
    };
    save.mutate({ method: "POST", path: "/api/carbon", body });
  }
  return (
    <form className="body stack tariff-form" aria-label="Enter a grid intensity" onSubmit={submit}>
      <Refusal error={save.error} />
      <div className="fields price-fields">
        <label className="field">
          <span>Grid</span>
          <input className="text" name="zone" list={zones} required maxLength={60} autoComplete="off" />
          <datalist id={zones}>
            {page.defaults.map(({ zone, name }) => (
              <option key={zone} value={zone} label={name} />
            ))}
          </datalist>
        </label>
        <label className="field">
          <span>Grams a kWh</span>
          <input className="text" name="grams" inputMode="decimal" required />
        </label>
        <label className="field">
          <span>From</span>
          <input className="text" type="date" name="from" required />
        </label>
        <label className="field">
          <span>Last day</span>
          <input className="text" type="date" name="to" />
          <span className="note">Empty: until another.</span>
        </label>
        <label className="field">
          <span>Source</span>
          <input className="text" name="source" placeholder="the supplier’s declaration" />
        </label>
      </div>
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={save.isPending}>
          Enter the figure
        </button>
      </div>
    </form>
  );
}

function HistoryButton({ isPending, onFile }: { isPending: boolean; onFile(file: File): void }) {
  function choose(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? [];
    if (file) onFile(file);
    event.target.value = ""; // so that the same file can be chosen again
  }
  return (
    <label className="btn tiny upload-button" title="A history of Electricity Maps, JSON">
      {isPending ? "Reading" : "Upload a history"}
      <input className="sr" type="file" accept=".json,.gz" disabled={isPending} onChange={choose} />
    </label>
  );
}

function WasRead({ answer }: { answer: IntensitiesWrittenWire | undefined }) {
  if (answer === undefined) return null;
  return (
    <Notice kind={answer.notes.length > 0 ? "warn" : "good"}>
      <b>
        {plural(answer.added, "hour")} added, {count(answer.changed)} revised, {count(answer.unchanged)} known already.
      </b>
      {answer.notes.map((note) => (
        <div key={note}>{note}</div>
      ))}
    </Notice>
  );
}
