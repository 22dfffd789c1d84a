import type { Metadata } from "next";
import { keys } from "../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { month as toMonth } from "../../../lib/core/calendar.ts";
import { carbonPage } from "../../../lib/flows/carbon.ts";
import { pricesOfMonth } from "../../../lib/flows/price-page.ts";
import { ratesOfMonth } from "../../../lib/flows/rates-month.ts";
import { rulesOfMonth } from "../../../lib/flows/rules-month.ts";
import { scopesOfMonth } from "../../../lib/flows/scopes.ts";
import { tariffsPage } from "../../../lib/flows/tariffs.ts";
import { bookRequest } from "../../_prices/address.ts";
import { PricesView } from "../../_prices/prices-view.tsx";
import { Prefetched } from "../../_server/prefetched.tsx";
import { addressOf, parameter, type SearchParams, viewQuery } from "../../_server/view-query.ts";

export const metadata: Metadata = { title: "Prices and rules" };

export default async function PricesPage({ searchParams }: { searchParams: SearchParams }) {
  const principal = await requirePrincipal("finance", await addressOf("/prices", searchParams));
  const { month } = await viewQuery(searchParams);
  const { show, find } = await searchParams;
  const ofMonth = { ...(month !== undefined && { month }) };
  const book = bookRequest({ ...ofMonth, show: parameter(show), find: parameter(find) });
  return (
    <Prefetched
      queries={[
        { key: keys.prices(book), read: () => pricesOfMonth(book, principal) },
        { key: keys.rulesMonth(ofMonth), read: () => rulesOfMonth(ofMonth, principal) },
        { key: keys.rates(ofMonth), read: () => ratesOfMonth(ofMonth, principal) },
        {
          key: keys.scopes(ofMonth),
          read: async () => ({ sources: await scopesOfMonth(month === undefined ? null : toMonth(month)) }),
        },
        { key: keys.tariffs(), read: () => tariffsPage() },
        { key: keys.carbon(), read: () => carbonPage() },
      ]}
    >
      <PricesView />
    </Prefetched>
  );
}
