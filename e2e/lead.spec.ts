import { request } from "@playwright/test";
import { expect, servers, sessionOf, test, visit } from "./journey.ts";

// Priya leads Support: Support's figures are hers to read, and nobody else's.
test.use({ as: "lead", viewport: { width: 1440, height: 1000 } });

const OTHERS = /^(Platform|Search|Research|Unassigned|Idle|Rigs|Imports|Digests|Settings)$/;

test("a lead sees the own team alone", async ({ page }) => {
  await visit(page, "/");
  const nav = page.getByRole("navigation", { name: "Main", exact: true });
  await expect(nav.getByRole("link", { name: "Support" })).toBeVisible();
  await expect(nav.getByRole("link", { name: OTHERS })).toHaveCount(0);
  await expect(page.getByText(/^Sums (to the cent|exactly)/)).toBeVisible();
  const teams = page.getByRole("region", { name: "Teams" });
  await expect(teams.getByRole("link", { name: "Support" })).toBeVisible();
  await expect(teams.getByRole("link", { name: /^(Platform|Search|Research)$/ })).toHaveCount(0);

  await visit(page, "/lines");
  const groups = page.getByRole("region", { name: /^Ledger lines by/ });
  await expect(groups.getByRole("button", { name: "Support", exact: true })).toBeVisible();
  await expect(groups.getByRole("button", { name: OTHERS })).toHaveCount(0);
});

test("another team's month, figures and entries do not exist for a lead", async ({ page }) => {
  const finance = await request.newContext({
    baseURL: servers().address,
    storageState: { cookies: await sessionOf("finance"), origins: [] },
  });
  const lines = await finance.get("/api/lines?bearer=platform");
  const { month, entries } = (await lines.json()) as { month: string; entries: { id: string }[] };
  const paths = [
    `/api/teams/platform/month?month=${month}`,
    `/api/explain?month=${month}&bearer=platform`,
    `/api/explain?month=${month}&bearer=unassigned`,
    `/api/lines/${entries[0]?.id}`,
  ];
  for (const path of paths) {
    expect((await finance.get(path)).status(), `${path} for finance`).toBe(200);
    expect((await page.request.get(path)).status(), `${path} for the lead`).toBe(404);
  }
  await finance.dispose();
});
