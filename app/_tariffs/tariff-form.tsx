"use client";

import { type FormEvent, useState } from "react";
import type { TariffImport, TariffsPage, TariffWire } from "../../lib/api/wire/tariffs.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { ZoneField } from "../_ui/zone-field.tsx";
import { HoursFields } from "./hours-fields.tsx";
import { energyOf, hoursOf, KIND_NAMES, KINDS, type TariffKind, USUAL_HOURS } from "./tariff-draft.ts";
import { useFile } from "./use-file.ts";

/** A tariff with its first terms, or terms of one from a day on: one price, prices by hour, or a file. */
export function TariffForm({
  page,
  tariff,
  onDone,
  onRead,
}: {
  page: TariffsPage;
  tariff: TariffWire | null;
  onDone(): void;
  onRead(answer: TariffImport): void;
}) {
  const last = tariff?.versions.at(-1)?.terms;
  const [kind, setKind] = useState<TariffKind>(last?.energy.kind === "time-of-use" ? "time-of-use" : "flat");
  const [hours, setHours] = useState(() => (last && hoursOf(last.energy)) ?? USUAL_HOURS);
  const save = useChange(onDone);
  const upload = useFile<TariffImport>("/api/tariffs/import", onRead);
  const isPending = save.isPending || upload.isPending;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    const file = form.get("file");
    const named = { currency: text("currency"), zone: text("zone") };
    const from = text("from");
    if (kind === "file") {
      if (!(file instanceof File)) return;
      const query = { tariff: tariff?.name ?? text("name"), from, price: text("price"), unit: text("unit") };
      upload.mutate({ file, query: tariff ? query : { ...query, ...named } });
      return;
    }
    const energy = kind === "flat" ? { kind: "flat", perKwh: text("perKwh") } : energyOf(hours);
    const terms = {
      energy,
      fixedMonthly: text("fixedMonthly") || "0",
      fixedDaily: last?.fixedDaily ?? "0",
      demand: text("demand") === "" ? null : { perKw: text("demand"), windowMinutes: Number(text("window")) },
      taxPercent: text("tax") || "0",
    };
    if (tariff) {
      save.mutate({
        method: "POST",
        path: `/api/tariffs/${tariff.id}/versions`,
        body: { from, terms, note: text("note") },
      });
      return;
    }
    const body = { name: text("name"), ...named, source: text("source"), note: text("note"), terms };
    save.mutate({ method: "POST", path: "/api/tariffs", body: from === "" ? body : { ...body, from } });
  }
  const title = tariff ? `Terms of ${tariff.name} from a date` : "Add a tariff";
  return (
    <form className="body stack tariff-form" aria-label={title} onSubmit={submit}>
      <h3>{title}</h3>
      <Refusal error={save.error ?? upload.error} />
      <fieldset className="seg kinds" aria-label="How energy is priced">
        {KINDS.map((one) => (
          <button key={one} type="button" aria-pressed={one === kind} onClick={() => setKind(one)}>
            {KIND_NAMES[one]}
          </button>
        ))}
      </fieldset>
      <div className="fields price-fields">
        {tariff === null && <NameFields page={page} isFile={kind === "file"} />}
        <label className="field">
          <span>From</span>
          <input
            className="text"
            type="date"
            name="from"
            required={tariff !== null && kind !== "file"}
            min={(tariff && page.openFrom) ?? undefined}
          />
          <span className="note">{fromNote(kind, tariff)}</span>
        </label>
        {kind === "flat" && <Amount name="perKwh" label="Per kWh" isRequired />}
        {kind === "file" ? <FileFields /> : <BesideFields last={last} />}
      </div>
      {kind === "time-of-use" && <HoursFields draft={hours} onChange={setHours} />}
      <div className="row-acts">
        <button type="button" className="btn tiny" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className="btn tiny main" disabled={isPending}>
          {isPending
            ? "Reckoning open months"
            : kind === "file"
              ? "Read the file"
              : tariff
                ? "Add the terms"
                : "Add the tariff"}
        </button>
      </div>
    </form>
  );
}

function fromNote(kind: TariffKind, tariff: TariffWire | null): string {
  if (kind === "file") return "Empty: as the file says.";
  return tariff ? "Terms before it stay." : "Empty: since ever.";
}

function NameFields({ page, isFile }: { page: TariffsPage; isFile: boolean }) {
  const zone = page.rigs[0]?.zone ?? page.zone;
  return (
    <>
      <label className="field">
        <span>Name</span>
        <input className="text" name="name" required maxLength={80} />
      </label>
      <label className="field">
        <span>Currency</span>
        <input
          className="text"
          name="currency"
          defaultValue={isFile ? "" : page.currency}
          required={!isFile}
          maxLength={3}
        />
        {isFile && <span className="note">Empty: as the file says.</span>}
      </label>
      <ZoneField name="zone" label="Zone of its hours" initial={zone} />
      {!isFile && (
        <label className="field">
          <span>Source</span>
          <input className="text" name="source" placeholder="the contract’s number" />
        </label>
      )}
    </>
  );
}

function BesideFields({ last }: { last: TariffWire["versions"][number]["terms"] | undefined }) {
  return (
    <>
      <Amount name="fixedMonthly" label="Fixed, a month" value={last?.fixedMonthly ?? "0"} />
      <Amount name="tax" label="Tax, %" value={last?.taxPercent ?? "0"} />
      <Amount name="demand" label="Demand, a kW" value={last?.demand?.perKw} />
      <label className="field">
        <span>Demand is the mean of</span>
        <select className="text" name="window" defaultValue={String(last?.demand?.windowMinutes ?? 15)}>
          {[15, 30, 60].map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes} minutes
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Note</span>
        <input className="text" name="note" />
      </label>
    </>
  );
}

function FileFields() {
  return (
    <>
      <label className="field">
        <span>File</span>
        <input className="text" type="file" name="file" accept=".json,.csv,.gz,.zip" required />
        <span className="note">An OpenEI rate, Octopus’ unit rates, a table of prices by time, or terms as JSON.</span>
      </label>
      <label className="field">
        <span>Prices of Octopus</span>
        <select className="text" name="price" defaultValue="">
          <option value="">as read before, else with VAT</option>
          <option value="inc-vat">with VAT</option>
          <option value="exc-vat">without VAT</option>
        </select>
      </label>
      <label className="field">
        <span>Unit of a table</span>
        <select className="text" name="unit" defaultValue="">
          <option value="">as its header says</option>
          <option value="kWh">per kWh</option>
          <option value="cent">cents per kWh</option>
          <option value="MWh">per MWh</option>
        </select>
      </label>
    </>
  );
}

function Amount({
  name,
  label,
  value,
  isRequired = false,
}: {
  name: string;
  label: string;
  value?: string | undefined;
  isRequired?: boolean;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <input className="text" name={name} defaultValue={value ?? ""} inputMode="decimal" required={isRequired} />
    </label>
  );
}
