"use client";

import { useState } from "react";
import { fixed } from "../../lib/core/display.ts";
import { Panel } from "../_ui/panel.tsx";
import type { CatalogueRig } from "./catalogue.ts";
import { CATALOGUE_SOURCE } from "./catalogue-source.ts";
import { RigForm } from "./rig-form.tsx";

/** A catalogue to start from, and the form it fills. */
export function AddRigPanel({ catalogue, onDone }: { catalogue: readonly CatalogueRig[]; onDone(): void }) {
  const [chosen, setChosen] = useState<CatalogueRig | null>(null);
  return (
    <div className="grid">
      <Panel id="catalogue" title="From the catalogue" note="USD, as published" span="s5">
        <ul className="pick-list">
          {catalogue.map((rig) => (
            <li key={rig.name} aria-current={rig === chosen ? "true" : undefined}>
              <button type="button" className="link quiet what" onClick={() => setChosen(rig)}>
                {rig.name}
              </button>
              <span className="small">
                {fixed(rig.low, 0)} to {fixed(rig.high, 0)}
              </span>
              <span className="meta">
                <span>{rig.memory}</span>
                <span>{rig.watts === null ? "draw not stated" : `${rig.watts} W`}</span>
                <span>{rig.runs}</span>
              </span>
            </li>
          ))}
          <li aria-current={chosen === null ? "true" : undefined}>
            <button type="button" className="link quiet what" onClick={() => setChosen(null)}>
              Something else
            </button>
            <span />
            <span className="meta">type its hardware and price yourself</span>
          </li>
        </ul>
        <p className="foot">
          Prices from {CATALOGUE_SOURCE}, the higher end to start with. Replace it by what was paid.
        </p>
      </Panel>
      <Panel id="add" title="Add a rig" span="s7">
        <RigForm
          key={chosen?.name ?? "own"}
          initial={null}
          {...(chosen === null ? {} : { start: { hardware: `${chosen.name}, ${chosen.memory}`, price: chosen.high } })}
          onDone={onDone}
        />
      </Panel>
    </div>
  );
}
