import { drawerOf, expectExplained, figureNamed } from "./figures.ts";
import { expect, test, visit } from "./journey.ts";

// Finance reviews a month: the identity holds, any figure can be followed, and the address holds the view.
test.use({ as: "finance", viewport: { width: 1440, height: 1000 } });

const OVERVIEW_FIGURES = [
  "the total",
  "the change of the total",
  "Cloud",
  "the change of Rigs",
  "the share of Shared",
  "the cloud sources",
  "the metered hours",
  "the unassigned cost",
  "Support",
  "Support in \\w+",
  "the change of Search",
  "the change of Unassigned in percent",
  "Idle",
  "all teams",
  "Volume in the change",
];
const TEAM_FIGURES = [
  "the total",
  "the change of the total",
  "the share of rigs",
  "shared",
  "the unit cost",
  "the tokens",
  "Mix in the change",
  "output tokens of gpt-4.1-2025-04-14",
  "the unit cost of gpt-4.1-2025-04-14",
  "Claude Sonnet 4.6",
  "the share of OpenAI",
  "Depreciation",
  "Energy in \\w+",
  "support-prod",
  "the share of Forge",
];

test("every kind of figure on the overview opens a working that ends in the same figure", async ({ page }) => {
  await visit(page, "/");
  for (const name of OVERVIEW_FIGURES) await expectExplained(page, figureNamed(page, name));
  const bar = page.getByRole("group", { name: "Total cost by month" }).getByRole("button").nth(-2);
  await expectExplained(page, bar);
});

test("every kind of figure on a team's page opens a working that ends in the same figure", async ({ page }) => {
  await visit(page, "/teams/support");
  await expect(page.getByRole("heading", { level: 1, name: "Support" })).toBeVisible();
  for (const name of TEAM_FIGURES) await expectExplained(page, figureNamed(page, name));
});

test("the total is the same by team, by kind of cost and in the ledger, in every view", async ({ page }) => {
  await visit(page, "/");
  for (const view of ["Effective", "Billed"]) {
    for (const by of ["Month billed", "Month used"]) {
      await page.getByRole("button", { name: view, exact: true }).click();
      await page.getByRole("button", { name: by, exact: true }).click();
      await expect(page.getByText(/^Sums (to the cent|exactly; cents here are rounded)$/)).toBeVisible();
    }
  }
});

test("a cloud figure leads to its entries, the rows of a file and the rule; a rig's to its schedule", async ({
  page,
}) => {
  await visit(page, "/");
  await figureNamed(page, "Cloud").click();
  const drawer = drawerOf(page);
  await expect(drawer.getByRole("heading", { name: /^[\d,]+ ledger entries$/ })).toBeVisible();
  await expect(drawer.getByRole("heading", { name: /^(The row in the file|Rows in \d files)$/ })).toBeVisible();
  await expect(drawer.getByRole("heading", { name: /^Rules?$/ })).toBeVisible();
  await figureNamed(page, "Idle").click();
  await expect(drawer.getByText(/basis .*scheduled/)).toBeVisible();
});

test("Escape and the close button shut the drawer and give the focus back to the figure", async ({ page }) => {
  await visit(page, "/");
  const figure = figureNamed(page, "the total");
  await figure.click();
  await expect(drawerOf(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(drawerOf(page)).toBeHidden();
  await expect(figure).toBeFocused();
  await figure.click();
  await drawerOf(page).getByRole("button", { name: "Close" }).click();
  await expect(figure).toBeFocused();
});

test("month, cost and month rule stand in the address; reloading keeps them and going back undoes them", async ({
  page,
}) => {
  await visit(page, "/");
  const month = page.getByRole("combobox", { name: "Month shown" });
  const latest = await month.inputValue();
  await page.getByRole("button", { name: "Previous month" }).click();
  await expect(month).not.toHaveValue(latest);
  const earlier = await month.inputValue();
  await page.getByRole("button", { name: "Billed", exact: true }).click();
  await page.getByRole("button", { name: "Month used" }).click();
  const view = `month=${earlier}&cost=billed&monthBy=used`;
  await expect(page).toHaveURL(`/?${view}`);
  await page.reload();
  await expect(month).toHaveValue(earlier);
  await expect(page.getByRole("button", { name: "Billed", exact: true })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("table").getByRole("link", { name: "Support" }).click();
  await expect(page).toHaveURL(`/teams/support?${view}`);
  await expect(month).toHaveValue(earlier);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(`/?month=${earlier}&cost=billed`);
  await expect(page.getByRole("button", { name: "Month used" })).toHaveAttribute("aria-pressed", "false");
});
