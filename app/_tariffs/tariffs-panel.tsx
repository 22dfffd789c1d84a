"use client";

import { useState } from "react";
import type { TariffImport, TariffsPage, TariffWire } from "../../lib/api/wire/tariffs.ts";
import { count, plural } from "../../lib/core/display.ts";
import { Missing } from "../_ui/amount.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { TariffForm } from "./tariff-form.tsx";
import { TariffHistory } from "./tariff-history.tsx";
import { besideText, energyText, pricesText, sinceText, versionOn } from "./tariff-text.ts";

/** Which tariff the form adds terms to; null: a new one. */
export type FormFor = { readonly tariff: TariffWire | null };

/** How energy is priced, with the chosen tariff through time. */
export function TariffsPanel({ page, mayChange }: { page: TariffsPage; mayChange: boolean }) {
  const [form, setForm] = useState<FormFor | null>(null);
  const [chosenId, setChosen] = useState<number | null>(null);
  const [read, setRead] = useState<TariffImport | null>(null);
  const chosen = page.tariffs.find((tariff) => tariff.id === chosenId) ?? page.tariffs[0];
  const close = () => setForm(null);
  return (
    <Panel
      id="tariffs"
      title="Energy tariffs"
      note="per kWh, by the clock of the tariff’s own zone"
      aside={
        mayChange ? (
          <span className="push rate-tools">
            <button
              type="button"
              className="btn tiny"
              aria-expanded={form !== null}
              onClick={() => setForm({ tariff: null })}
            >
              Add a tariff
            </button>
          </span>
        ) : undefined
      }
    >
      {form !== null && (
        <TariffForm
          key={`form ${form.tariff?.id ?? "new"}`}
          page={page}
          tariff={form.tariff}
          onDone={close}
          onRead={(answer) => {
            setRead(answer);
            setChosen(answer.tariff.id);
            close();
          }}
        />
      )}
      {read !== null && <WasRead answer={read} />}
      {page.tariffs.length === 0 ? (
        <p className="empty">No tariff is entered. A rig without one has its energy in kWh only; nothing is guessed.</p>
      ) : (
        <TariffTable page={page} chosen={chosen} onChoose={setChosen} />
      )}
      {chosen !== undefined && (
        <TariffHistory
          key={`history ${chosen.id}`}
          page={page}
          tariff={chosen}
          mayChange={mayChange}
          onAdd={() => setForm({ tariff: chosen })}
        />
      )}
      <p className="foot">
        Tiers count the rig’s own kWh of the month. Terms never change in a closed month; in open ones the energy of the
        rigs is reckoned anew.
      </p>
    </Panel>
  );
}

function TariffTable({
  page,
  chosen,
  onChoose,
}: {
  page: TariffsPage;
  chosen: TariffWire | undefined;
  onChoose(id: number): void;
}) {
  return (
    <ScrollTable label="Energy tariffs">
      <table className="dense sticky">
        <thead>
          <tr>
            <th>Tariff</th>
            <th>Per kWh</th>
            <th>Beside it</th>
            <th>Since</th>
            <th>Rigs</th>
            <th>Source</th>
          </tr>
        </thead>
        <tbody>
          {page.tariffs.map((tariff) => (
            <TariffLine
              key={tariff.id}
              tariff={tariff}
              today={page.today}
              isChosen={tariff === chosen}
              onChoose={() => onChoose(tariff.id)}
            />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

function TariffLine({
  tariff,
  today,
  isChosen,
  onChoose,
}: {
  tariff: TariffWire;
  today: string;
  isChosen: boolean;
  onChoose(): void;
}) {
  const version = versionOn(tariff, today) ?? tariff.versions[0];
  const names = [...new Set(tariff.rigs.map((rig) => rig.name))];
  return (
    <tr className={isChosen ? "chosen" : undefined}>
      <td>
        <button type="button" className="link quiet strong model-name" aria-pressed={isChosen} onClick={onChoose}>
          {tariff.name}
          <span className="sr">: its terms through time</span>
        </button>
        <span className="note part-note">
          {tariff.currency}, {tariff.zone}
        </span>
      </td>
      <td>
        {version === undefined ? <Missing why="no terms" /> : energyText(version.terms.energy)}
        {version?.terms.energy.kind === "dynamic" && (
          <span className="note part-note">
            {tariff.prices === null ? "no prices read yet" : pricesText(tariff.prices)}
          </span>
        )}
      </td>
      <td className="soft">{version === undefined ? "" : besideText(version.terms)}</td>
      <td className="soft nowrap">{version === undefined ? "" : sinceText(version.from)}</td>
      <td className="soft">{names.length === 0 ? <span className="note">none yet</span> : names.join(", ")}</td>
      <td className="soft tariff-source">{tariff.source}</td>
    </tr>
  );
}

function WasRead({ answer }: { answer: TariffImport }) {
  const { prices, notes } = answer;
  return (
    <div className="body">
      <Notice kind={notes.length > 0 ? "warn" : "good"}>
        <b>
          {answer.file}:{" "}
          {prices === null
            ? `${plural(answer.versions, "version")} of ${answer.tariff.name}.`
            : `${count(prices.added)} prices added, ${count(prices.changed)} changed, ${count(prices.unchanged)} known already.`}
        </b>{" "}
        {answer.moved > 0 && `${plural(answer.moved, "ledger entry", "ledger entries")} posted anew.`}
        {notes.map((note) => (
          <div key={note}>{note}</div>
        ))}
      </Notice>
    </div>
  );
}
