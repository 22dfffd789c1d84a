"use client";

import { type FormEvent, useState } from "react";
import type { SettingsPage } from "../../lib/api/wire/records.ts";
import { fixed, moneyText } from "../../lib/core/display.ts";
import { Panel } from "../_ui/panel.tsx";
import { ZoneField } from "../_ui/zone-field.tsx";
import { Refusal } from "./refusal.tsx";
import { useChange } from "./use-change.ts";

type Props = { readonly settings: SettingsPage; readonly mayChange: boolean };

export function OrganisationPanel({ settings, mayChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const save = useChange(() => setOpen(false));
  const { organisation } = settings;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    save.mutate({
      method: "PATCH",
      path: "/api/settings",
      body: { name: text("name"), currency: text("currency").toUpperCase(), zone: text("zone") },
    });
  }
  return (
    <Panel
      id="organisation"
      title="Organisation"
      note={organisation.name}
      aside={mayChange ? <ChangeButton isOpen={isOpen} onPress={() => setOpen(!isOpen)} /> : undefined}
    >
      {isOpen ? (
        <form className="body stack" onSubmit={submit} aria-label="Organisation">
          <Refusal error={save.error} />
          <label className="field">
            <span>Name</span>
            <input className="text" name="name" defaultValue={organisation.name} required />
          </label>
          <label className="field">
            <span>Reporting currency</span>
            <input
              className="text"
              name="currency"
              defaultValue={organisation.currency}
              required
              minLength={3}
              maxLength={3}
            />
          </label>
          <ZoneField name="zone" label="Reporting zone" initial={organisation.zone} />
          <SaveActs isBusy={save.isPending} onCancel={() => setOpen(false)} />
        </form>
      ) : (
        <dl className="settings-list">
          <Setting label="Reporting currency" note="every page, export and mail" value={organisation.currency} />
          <Setting label="Reporting zone" note="where a measured month begins and ends" value={organisation.zone} />
        </dl>
      )}
    </Panel>
  );
}

const THRESHOLDS: Readonly<Record<string, { label: string; note: string; unit: "money" | "percent" }>> = {
  changePercent: { label: "A change is coloured from", note: "and from the amount below: both", unit: "percent" },
  changeAmount: { label: "A change is coloured from", note: "and from the percent above: both", unit: "money" },
  stayInCloudMonthly: { label: "Stay in the cloud below", note: "no rig is proposed", unit: "money" },
  evaluateHardwareMonthly: { label: "Evaluate hardware above", note: "on work a 70B model can do", unit: "money" },
  rigUnderUsedPercent: { label: "A rig is under-used below", note: "of its month", unit: "percent" },
  unassignedPercent: { label: "Unassigned is spoken of above", note: "of the month", unit: "percent" },
  meteredPercent: { label: "Metered hours, at least", note: "of all rig hours", unit: "percent" },
  adviceMinimum: { label: "A recommendation shows from", note: "smaller ones stay silent", unit: "money" },
};

export function ThresholdsPanel({ settings, mayChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const save = useChange(() => setOpen(false));
  const { currency } = settings.organisation;
  const entries = Object.entries(settings.thresholds);
  const about = (name: string) => THRESHOLDS[name] ?? { label: name, note: "", unit: "money" as const };
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const thresholds = Object.fromEntries(entries.map(([name]) => [name, String(form.get(name) ?? "").trim()]));
    save.mutate({ method: "PATCH", path: "/api/settings", body: { thresholds } });
  }
  return (
    <Panel
      id="thresholds"
      title="Thresholds"
      note={currency}
      aside={mayChange ? <ChangeButton isOpen={isOpen} onPress={() => setOpen(!isOpen)} /> : undefined}
    >
      {isOpen ? (
        <form className="body stack" onSubmit={submit} aria-label="Thresholds">
          <Refusal error={save.error} />
          <div className="fields">
            {entries.map(([name, value]) => (
              <label className="field" key={name}>
                <span>{about(name).label}</span>
                <span className="unit">
                  <input className="text" name={name} defaultValue={value} inputMode="decimal" required />
                  <em>{about(name).unit === "percent" ? "%" : currency}</em>
                </span>
              </label>
            ))}
          </div>
          <SaveActs isBusy={save.isPending} onCancel={() => setOpen(false)} />
        </form>
      ) : (
        <dl className="settings-list">
          {entries.map(([name, value]) => (
            <Setting
              key={name}
              label={about(name).label}
              note={about(name).note}
              value={about(name).unit === "percent" ? `${fixed(value, 0)} %` : moneyText(value)}
            />
          ))}
        </dl>
      )}
    </Panel>
  );
}

function ChangeButton({ isOpen, onPress }: { isOpen: boolean; onPress(): void }) {
  return (
    <button type="button" className="link quiet small push" aria-expanded={isOpen} onClick={onPress}>
      {isOpen ? "Leave as it is" : "Change"}
    </button>
  );
}

function SaveActs({ isBusy, onCancel }: { isBusy: boolean; onCancel(): void }) {
  return (
    <div className="row-acts">
      <button type="button" className="btn tiny" onClick={onCancel}>
        Cancel
      </button>
      <button type="submit" className="btn tiny main" disabled={isBusy}>
        Save
      </button>
    </div>
  );
}

function Setting({ label, note, value }: { label: string; note: string; value: string }) {
  return (
    <div>
      <dt>
        {label}
        <span className="note part-note">{note}</span>
      </dt>
      <dd className="strong">{value}</dd>
    </div>
  );
}
