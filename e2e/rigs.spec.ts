import { expectExplained, figureNamed } from "./figures.ts";
import { expect, test, visit } from "./journey.ts";

test.use({ as: "finance", viewport: { width: 1440, height: 1000 } });

test("the rigs' month and a rig's own can be followed to schedules and metered energy", async ({ page }) => {
  await visit(page, "/rigs");
  for (const name of ["all rigs", "idle time", "Forge", "Energy of Kiln", "Depreciation or rent of Forge"]) {
    await expectExplained(page, figureNamed(page, name));
  }
  await page.keyboard.press("Escape");
  await page.getByRole("table").getByRole("link", { name: "Forge" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Forge" })).toBeVisible();
  for (const name of ["the rig’s month", "Energy", "Operations labour", "Support’s share of Forge"]) {
    await expectExplained(page, figureNamed(page, name));
  }
});
