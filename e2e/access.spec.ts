import { request } from "@playwright/test";
import { expect, type Role, servers, sessionOf, test } from "./journey.ts";
import { ADDRESSES, pagesOnDisk } from "./pages.ts";

// The wrong-user table of the pages; app/api has that of the routes.

/** Status for a lead of Support, finance and an admin. Who is signed out is sent to sign in, and back. */
type Statuses = readonly [lead: number, finance: number, admin: number];
const READERS: Statuses = [200, 200, 200];
const BOOKS: Statuses = [403, 200, 200];
const TABLE: readonly (readonly [page: string, statuses: Statuses, address?: string])[] = [
  ["/", READERS],
  ["/", READERS, "/?month=2026-09&cost=billed"],
  ["/lines", READERS],
  ["/lines", READERS, "/lines?bearer=platform"],
  ["/reference", READERS],
  ["/teams/[slug]", READERS],
  ["/teams/[slug]", [404, 200, 200], "/teams/platform"],
  ["/teams/[slug]", [404, 404, 404], "/teams/nowhere"],
  ["/teams/[slug]/statement", READERS],
  ["/teams/[slug]/statement", [404, 200, 200], "/teams/platform/statement"],
  ["/digests", BOOKS],
  ["/close", BOOKS],
  ["/imports", BOOKS],
  ["/prices", BOOKS],
  ["/rigs", BOOKS],
  ["/rigs/[slug]", BOOKS],
  ["/rigs/[slug]", [403, 404, 404], "/rigs/nowhere"],
  ["/settings", BOOKS],
  ["/demo", [403, 403, 200]],
];

test("every page on disk stands in the table", () => {
  expect([...new Set(TABLE.map(([page]) => page))].sort()).toEqual(pagesOnDisk());
});

test("who is signed out is sent to sign in, and back to the address that was asked for", async ({ request }) => {
  for (const [page, , address = ADDRESSES[page] ?? page] of TABLE) {
    const answer = await request.get(address, { maxRedirects: 0 });
    expect(answer.status(), address).toBe(307);
    expect(answer.headers().location, address).toBe(`/sign-in?returnTo=${encodeURIComponent(address)}`);
    expect(await answer.text(), address).not.toContain("Halden Systems");
  }
});

for (const [index, role] of (["lead", "finance", "admin"] satisfies Role[]).entries()) {
  test(`every page answers ${role} as the table says`, async () => {
    const api = await request.newContext({
      baseURL: servers().address,
      storageState: { cookies: await sessionOf(role), origins: [] },
    });
    const expected = TABLE.map(([page, statuses, address = ADDRESSES[page] ?? page]) => [address, statuses[index]]);
    const got = [];
    for (const [address] of expected) {
      const answer = await api.get(String(address), { maxRedirects: 0 });
      got.push([address, answer.status()]);
    }
    expect(got).toEqual(expected);
    await api.dispose();
  });
}
