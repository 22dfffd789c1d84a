import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { forbidden, notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { DataKey } from "../../lib/api/query-keys.ts";
import { AppError } from "../../lib/core/app-error.ts";

export type Prefetch = { readonly key: DataKey; read(): Promise<unknown> };

/**
 * Reads on the server what the page's queries will ask for, so that the first paint holds figures. What is not there or
 * not the reader's ends as a page of its own; any other failure is left to the panel, which asks again and says so.
 */
export async function Prefetched({ queries, children }: { queries: readonly Prefetch[]; children: ReactNode }) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await Promise.all(
    queries.map(async ({ key, read }) => {
      try {
        await client.fetchQuery({ queryKey: key, queryFn: read });
      } catch (error) {
        if (error instanceof AppError && error.code === "not-found") notFound();
        if (error instanceof AppError && error.code === "forbidden") forbidden();
        // Not lost: the query stays unanswered, and the browser's own request brings the route's logged error.
      }
    }),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
