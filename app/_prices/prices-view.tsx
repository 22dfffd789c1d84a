"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { CarbonPage } from "../../lib/api/wire/carbon.ts";
import type { PricesPage, RatesMonth, ScopesMonth } from "../../lib/api/wire/prices.ts";
import type { RulesMonth } from "../../lib/api/wire/rules.ts";
import type { TariffsPage } from "../../lib/api/wire/tariffs.ts";
import { dayName } from "../../lib/core/display-dates.ts";
import { CarbonPanel } from "../_tariffs/carbon-panel.tsx";
import { TariffsPanel } from "../_tariffs/tariffs-panel.tsx";
import { Frame } from "../_ui/frame.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import type { MonthState } from "../_ui/month-bar.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView } from "../_ui/view.ts";
import { bookRequest } from "./address.ts";
import { BookPanel } from "./book-panel.tsx";
import { FactsStrip } from "./facts-strip.tsx";
import { type PriceDraft, PriceForm } from "./price-form.tsx";
import { RatesPanel } from "./rates-panel.tsx";
import { RulesPanel } from "./rules-panel.tsx";
import { ScopesPanel } from "./scopes-panel.tsx";
import { UnpricedPanel } from "./unpriced-panel.tsx";

const parsers = { show: parseAsString, find: parseAsString };
const STATES: readonly MonthState[] = ["provisional", "closed", "reopened", "no-data"];
const stateNamed = (text: string | undefined): MonthState | null => STATES.find((one) => one === text) ?? null;

/** What a token costs, whose it is, and in which currency; everything with a date and a source. */
export function PricesView() {
  const { reader } = useShell();
  const { query } = useView();
  const [given] = useQueryStates(parsers);
  const [draft, setDraft] = useState<PriceDraft | null>(null);
  const ofMonth = { ...(query.month !== undefined && { month: query.month }) };
  const prices = useQuery({
    queryKey: keys.prices(bookRequest({ ...ofMonth, ...given })),
    queryFn: ({ queryKey, signal }) => fetchKey<PricesPage>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  const rules = useQuery({
    queryKey: keys.rulesMonth(ofMonth),
    queryFn: ({ queryKey, signal }) => fetchKey<RulesMonth>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  const rates = useQuery({
    queryKey: keys.rates(ofMonth),
    queryFn: ({ queryKey, signal }) => fetchKey<RatesMonth>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  const scopes = useQuery({
    queryKey: keys.scopes(ofMonth),
    queryFn: ({ queryKey, signal }) => fetchKey<ScopesMonth>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  const tariffs = useQuery({
    queryKey: keys.tariffs(),
    queryFn: ({ queryKey, signal }) => fetchKey<TariffsPage>(queryKey, signal),
  });
  const carbon = useQuery({
    queryKey: keys.carbon(),
    queryFn: ({ queryKey, signal }) => fetchKey<CarbonPage>(queryKey, signal),
  });
  const mayChange = reader.role === "admin";
  const page = prices.data;
  return (
    <Frame
      facts={
        page === undefined
          ? null
          : {
              month: page.month,
              state: stateNamed(page.state),
              previousMonth: page.previousMonth,
              previousState: stateNamed(page.previousState),
            }
      }
    >
      <div className="head">
        <div>
          <h1>Prices and rules</h1>
          <p className="sub-line">
            What a token costs, whose it is, and in which currency. Everything here has a date and a source.
          </p>
        </div>
        {mayChange && (
          <div className="push">
            <button type="button" className="btn main" aria-expanded={draft !== null} onClick={() => setDraft({})}>
              <Icon name="add" />
              Add a price
            </button>
          </div>
        )}
      </div>
      {draft !== null && <PriceForm key={JSON.stringify(draft)} draft={draft} onDone={() => setDraft(null)} />}
      <Loaded query={prices} whatFailed="The prices could not be read.">
        {(data) => (
          <>
            <FactsStrip prices={data} rules={rules.data} rates={rates.data} />
            <BookPanel page={data} mayChange={mayChange} onAdd={setDraft} />
          </>
        )}
      </Loaded>
      <Loaded query={rules} whatFailed="The rules could not be read.">
        {(data) => <RulesPanel page={data} mayChange={mayChange} />}
      </Loaded>
      <div className="grid even">
        <div className="s6 stack">
          <Loaded query={prices} whatFailed="The models without a price could not be read.">
            {(data) => <UnpricedPanel page={data} mayChange={mayChange} onAdd={setDraft} />}
          </Loaded>
        </div>
        <div className="s6 stack">
          <Loaded query={rates} whatFailed="The exchange rates could not be read.">
            {(data) => <RatesPanel page={data} mayChange={mayChange} />}
          </Loaded>
        </div>
      </div>
      <Loaded query={scopes} whatFailed="What counts of each bill could not be read.">
        {(data) => <ScopesPanel page={data} mayChange={mayChange} />}
      </Loaded>
      <Loaded query={tariffs} whatFailed="The energy tariffs could not be read.">
        {(data) => <TariffsPanel page={data} mayChange={mayChange} />}
      </Loaded>
      <Loaded query={carbon} whatFailed="The grid intensities could not be read.">
        {(data) => <CarbonPanel page={data} mayChange={mayChange} />}
      </Loaded>
      {page !== undefined && <p className="note">Prices in force on {dayName(page.day)}.</p>}
    </Frame>
  );
}
