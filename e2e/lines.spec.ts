import { drawerOf, expectExplained } from "./figures.ts";
import { expect, test, visit } from "./journey.ts";

test.use({ as: "finance", viewport: { width: 1440, height: 1000 } });

test("the lines sum to the overview, grouped any way", async ({ page }) => {
  await visit(page, "/lines");
  for (const by of ["Provider", "Model", "Kind", "Key", "Day", "Team"]) {
    await page.getByRole("group", { name: "Group by" }).getByRole("button", { name: by }).click();
    await expect(page.getByRole("table").first().getByRole("columnheader", { name: by, exact: true })).toBeVisible();
    await expect(page.getByText("The same to the last digit")).toBeVisible();
  }
});

test("filters stand in the address, survive a reload and are removed one by one", async ({ page }) => {
  await visit(page, "/lines");
  const groups = page.getByRole("region", { name: /^Ledger lines by/ });
  await groups.getByRole("button", { name: "Support", exact: true }).click();
  await expect(page).toHaveURL(/bearer=support/);
  await groups.getByRole("button", { name: "OpenAI", exact: true }).click();
  await expect(page).toHaveURL(/provider=openai/);
  const total = groups.getByRole("row", { name: /^These lines/ });
  const narrowed = (await total.textContent()) ?? "";
  await page.reload();
  await expect(total).toHaveText(narrowed);
  await page.getByRole("button", { name: "Remove Provider openai" }).click();
  await expect(page).not.toHaveURL(/provider=/);
  await page.getByRole("button", { name: "Remove Team support" }).click();
  await expect(page.getByText("The same to the last digit")).toBeVisible();
});

test("an entry opens the row of the file it came from", async ({ page }) => {
  await visit(page, "/lines?bearer=support&provider=openai");
  const entry = page
    .getByRole("region", { name: "Entries" })
    .getByRole("button", { name: /entry \d+: how it/ })
    .first();
  await expectExplained(page, entry);
  const drawer = drawerOf(page);
  await expect(drawer.getByRole("heading", { name: /^(The row in the file|Rows in \d files)$/ })).toBeVisible();
  await expect(drawer.getByText(/imported .* UTC/).first()).toBeVisible();
});

test("the working of a figure leads to the same figure in the lines", async ({ page }) => {
  await visit(page, "/teams/support");
  await page.getByRole("button", { name: /, the total: how it came about$/ }).click();
  const figure = (await drawerOf(page).locator("header .figure").textContent()) ?? "";
  await drawerOf(page).getByRole("link", { name: "The same in Lines" }).click();
  await expect(page).toHaveURL(/\/lines\?.*bearer=support/);
  const amount = figure.replace(/[^\d.,]/g, "");
  await expect(page.getByRole("row", { name: /^These lines/ })).toContainText(amount);
});
