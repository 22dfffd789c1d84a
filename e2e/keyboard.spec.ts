import { drawerOf, figureNamed } from "./figures.ts";
import { expect, test, visit } from "./journey.ts";

test.use({ as: "finance", viewport: { width: 1440, height: 1000 } });

const MOST_TABS = 30;

test("from the skip link to a figure, into its working and back, without a mouse", async ({ page }) => {
  await visit(page, "/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the figures" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  const figure = figureNamed(page, "the total");
  const isThere = () => figure.evaluate((element) => element === document.activeElement);
  for (let tabs = 0; tabs < MOST_TABS && !(await isThere()); tabs += 1) await page.keyboard.press("Tab");
  await expect(figure).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(drawerOf(page)).toBeFocused();
  await expect(drawerOf(page).getByText(/^Checked\./)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawerOf(page)).toBeHidden();
  await expect(figure).toBeFocused();
});

test("a bar of the history opens with Enter or Space and gives the focus back", async ({ page }) => {
  await visit(page, "/");
  const bar = page.getByRole("group", { name: "Total cost by month" }).getByRole("button").last();
  for (const key of ["Enter", "Space"]) {
    await bar.focus();
    await page.keyboard.press(key);
    await expect(drawerOf(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(bar).toBeFocused();
  }
});
