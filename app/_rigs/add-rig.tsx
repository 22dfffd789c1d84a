"use client";

import { useState } from "react";
import { utcDay } from "../../lib/core/calendar.ts";
import { fixed } from "../../lib/core/display.ts";
import { Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import type { CatalogueRig } from "./catalogue.ts";
import type { RigDraft, RigKind } from "./rig-fields.ts";
import { RigForm } from "./rig-form.tsx";

const KINDS: readonly { kind: RigKind; label: string }[] = [
  { kind: "owned", label: "Owned" },
  { kind: "leased", label: "Leased" },
  { kind: "rented", label: "Rented" },
];

/** How it is paid for, a catalogue to start from, and the form it fills. */
export function AddRigPanel({ catalogue, onDone }: { catalogue: readonly CatalogueRig[]; onDone(): void }) {
  const [kind, setKind] = useState<RigKind>("owned");
  const [chosen, setChosen] = useState<CatalogueRig | null>(catalogue[1] ?? null);
  // The form begins anew with every choice; a name typed before it stays.
  const [name, setName] = useState("");
  const { currency } = useShell();
  return (
    <div className="grid">
      <Panel id="catalogue" title="From the catalogue" note="USD, as published" span="s5">
        <div className="body">
          <fieldset className="seg kinds">
            <legend className="sr">How it is paid for</legend>
            {KINDS.map((one) => (
              <button key={one.kind} type="button" aria-pressed={one.kind === kind} onClick={() => setKind(one.kind)}>
                {one.label}
              </button>
            ))}
          </fieldset>
        </div>
        <ul className="pick-list">
          {catalogue.map((rig) => (
            <Tile key={rig.id} rig={rig} kind={kind} isChosen={rig === chosen} onChoose={() => setChosen(rig)} />
          ))}
          <li aria-current={chosen === null ? "true" : undefined}>
            <button type="button" className="link quiet what" onClick={() => setChosen(null)}>
              Something else
            </button>
            <span />
            <span className="meta">type its hardware, draw and price yourself</span>
          </li>
        </ul>
        <p className="foot">
          Published figures are where the form begins, the higher end of them. Replace them by what is paid.
        </p>
      </Panel>
      <Panel id="add" title="Add a rig" span="s7">
        <RigForm
          key={`${kind} ${chosen?.id ?? "own"}`}
          initial={null}
          chosen={{ start: { ...startOf(chosen, { kind, currency }), name }, catalogue: chosen }}
          onName={setName}
          onDone={onDone}
        />
      </Panel>
    </div>
  );
}

function Tile({
  rig,
  kind,
  isChosen,
  onChoose,
}: {
  rig: CatalogueRig;
  kind: RigKind;
  isChosen: boolean;
  onChoose(): void;
}) {
  return (
    <li aria-current={isChosen ? "true" : undefined}>
      <button type="button" className="link quiet what" onClick={onChoose}>
        {rig.name}
      </button>
      <span className="small">{priceOf(rig, kind)}</span>
      <span className="meta">
        <span>{rig.memory}</span>
        <span>{rig.watts === null ? "draw not stated" : `${rig.watts} W`}</span>
        <span>{rig.runs}</span>
      </span>
    </li>
  );
}

function priceOf(rig: CatalogueRig, kind: RigKind): string {
  if (kind === "owned")
    return rig.low === rig.high ? fixed(rig.low, 0) : `${fixed(rig.low, 0)} to ${fixed(rig.high, 0)}`;
  if (kind === "rented" && rig.rent !== null) return `${rig.rent.low} to ${rig.rent.high} an hour`;
  return "no published rent";
}

/** The higher end of what was published, until the person says what is paid; no dollars where another currency is kept. */
function startOf(rig: CatalogueRig | null, { kind, currency }: { kind: RigKind; currency: string }): Partial<RigDraft> {
  const start = { kind, inService: utcDay(Date.now()) };
  if (rig === null) return start;
  const about = { ...start, hardware: `${rig.name}, ${rig.memory}`, catalogueId: rig.id, watts: rig.watts ?? "" };
  if (currency !== "USD") return about;
  if (kind === "owned") return { ...about, price: rig.high };
  return kind === "rented" && rig.rent !== null ? { ...about, rentHourly: rig.rent.high } : about;
}
