import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { count, energyText, headline, percentText, plural, shareOf } from "../../lib/core/display.ts";

const BASIS_WORDS: Readonly<Record<string, string>> = {
  billed: "the provider’s own cost",
  rated: "priced by the provider, not invoiced",
  metered: "energy measured here",
  estimated: "estimated, explains billed money",
  quantity: "usage without money",
};

/** Energy, use, a load test or money: what the file is about, and on what basis. */
export function WhatItHolds({ preview }: { preview: ImportPreview }) {
  const { energyKwh, series, loadTests, localUse, totals, basis } = preview;
  if (energyKwh !== null || series.length > 0) return <EnergyHeld preview={preview} />;
  if (loadTests.length > 0) {
    const levels = loadTests.reduce((total, test) => total + test.levels.length, 0);
    return (
      <Held
        label="Load test"
        what={plural(levels, "level")}
        why={loadTests.map((test) => test.model ?? test.tool).join(", ")}
      />
    );
  }
  if (localUse !== null && totals.length === 0) {
    const what = localUse.requests === null ? "use" : `${count(localUse.requests)} requests`;
    return (
      <Held label="Local use" what={what} why={plural(localUse.uses.length, "model and key", "models and keys")} />
    );
  }
  return (
    <Held
      label="Money"
      what={totals.map((total) => headline(total.amount, total.currency)).join(", ") || "none"}
      why={`${basis ?? ""}${basis === null ? "" : `: ${BASIS_WORDS[basis] ?? ""}`}`}
    />
  );
}

function EnergyHeld({ preview: { energyKwh, coverage } }: { preview: ImportPreview }) {
  const what = energyKwh === null ? "not known" : `${energyText(energyKwh)} kWh`;
  const covered = coverage === null ? "" : `, ${percentText(shareOf(coverage, "1") ?? "0")} % of the time`;
  return <Held label="Energy" what={what} why={`metered${covered}`} />;
}

function Held({ label, what, why }: { label: string; what: string; why: string }) {
  return (
    <>
      <dt className="label">{label}</dt>
      <dd>{what}</dd>
      <dd className="why">{why}</dd>
    </>
  );
}
