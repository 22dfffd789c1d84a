import type { Metadata } from "next";
import { keys } from "../../../lib/api/query-keys.ts";
import { mayAdminister } from "../../../lib/auth/principal.ts";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { listImports, previewOf } from "../../../lib/flows/imports.ts";
import { ImportsView } from "../../_imports/imports-view.tsx";
import { Prefetched } from "../../_server/prefetched.tsx";
import { addressOf, parameter, type SearchParams } from "../../_server/view-query.ts";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage({ searchParams }: { searchParams: SearchParams }) {
  const principal = await requirePrincipal("finance", await addressOf("/imports", searchParams));
  const asked = Number(parameter((await searchParams).import));
  const chosen = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  return (
    <Prefetched
      queries={[
        { key: keys.imports(), read: () => listImports(principal) },
        ...(chosen === null ? [] : [{ key: keys.importPreview(chosen), read: () => previewOf(chosen, principal) }]),
      ]}
    >
      <ImportsView mayImport={mayAdminister(principal)} />
    </Prefetched>
  );
}
