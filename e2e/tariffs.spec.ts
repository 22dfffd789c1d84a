import AxeBuilder from "@axe-core/playwright";
import { expect as atOnce, test, visit } from "./journey.ts";

// A tariff brings the open months of its rigs in line before its page answers.
const expect = atOnce.configure({ timeout: 40_000 });
test.describe.configure({ timeout: 120_000 });

const PAGE = {
  count: 2,
  results: [
    { value_exc_vat: 20, value_inc_vat: 21, valid_from: "2019-03-01T00:30:00Z", valid_to: "2019-03-01T01:00:00Z" },
    { value_exc_vat: 10, value_inc_vat: 10.5, valid_from: "2019-03-01T00:00:00Z", valid_to: "2019-03-01T00:30:00Z" },
  ],
};
const json = (name: string, value: unknown) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(value)),
});

test.describe("an admin", () => {
  test.use({ as: "admin", viewport: { width: 1440, height: 1000 } });

  test("enters a flat tariff, adds terms from a date, and sees both through time", async ({ page }) => {
    await visit(page, "/prices");
    const tariffs = page.getByRole("region", { name: "Energy tariffs" });
    await tariffs.getByRole("button", { name: "Add a tariff", exact: true }).click();
    const form = tariffs.getByRole("form", { name: "Add a tariff" });
    await form.getByLabel("Name").fill("Vattel 2026");
    await form.getByLabel("Per kWh").fill("0.17");
    await form.getByLabel("Fixed, a month").fill("9.90");
    await form.getByRole("button", { name: "Add the tariff" }).click();
    await expect(form).toBeHidden();
    const row = tariffs.getByRole("row", { name: /Vattel 2026/ });
    await expect(row).toContainText("0.17");
    await expect(row).toContainText("9.9 a month");
    await expect(row).toContainText("since ever");

    await row.getByRole("button", { name: /through time/ }).click();
    await tariffs.getByRole("button", { name: "Add terms from a date" }).click();
    const terms = tariffs.getByRole("form", { name: "Terms of Vattel 2026 from a date" });
    await terms.getByLabel("From").fill("2099-01-01");
    await terms.getByLabel("Per kWh").fill("0.19");
    await terms.getByRole("button", { name: "Add the terms" }).click();
    await expect(terms).toBeHidden();
    await expect(tariffs.getByText("1 January 2099, ")).toBeVisible();
    await expect(row).toContainText("0.17");
  });

  test("gives hours of weekdays and weekends to periods, in two seasons", async ({ page }) => {
    await visit(page, "/prices");
    const tariffs = page.getByRole("region", { name: "Energy tariffs" });
    await tariffs.getByRole("button", { name: "Add a tariff", exact: true }).click();
    const form = tariffs.getByRole("form", { name: "Add a tariff" });
    await form.getByLabel("Name").fill("By hour");
    await form.getByRole("button", { name: "By hour" }).click();
    await form.getByLabel("Price per kWh of period 1").fill("0.08");
    await form.getByLabel("Price per kWh of period 2").fill("0.24");
    await form.getByRole("button", { name: "Two seasons" }).click();
    const summer = form.getByRole("table", { name: "Summer: hours to give to a period" });
    await form.getByRole("button", { name: "Give hours to Low" }).click();
    await summer.getByRole("button", { name: "Weekdays, 12 to 13: High" }).click();
    await expect(summer.getByRole("button", { name: "Weekdays, 12 to 13: Low" })).toBeVisible();
    await form.getByRole("button", { name: "Add the tariff" }).click();
    await expect(form).toBeHidden();
    const row = tariffs.getByRole("row", { name: /^By hour/ });
    await expect(row).toContainText("Low 0.08, High 0.24");
    await row.getByRole("button", { name: /through time/ }).click();
    await expect(tariffs.getByRole("table", { name: "Hours of By hour, Nov to Mar" })).toBeVisible();
    await expect(tariffs.getByRole("table", { name: "Hours of By hour, Apr to Oct" })).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .include("section[aria-labelledby=tariffs]")
      .analyze();
    expect(violations).toEqual([]);
  });

  test("reads Octopus' prices from a file into a tariff", async ({ page }) => {
    await visit(page, "/prices");
    const tariffs = page.getByRole("region", { name: "Energy tariffs" });
    await tariffs.getByRole("button", { name: "Add a tariff", exact: true }).click();
    const form = tariffs.getByRole("form", { name: "Add a tariff" });
    await form.getByRole("button", { name: "From a file" }).click();
    await form.getByLabel("Name").fill("Agile");
    await form.getByLabel(/^File/).setInputFiles(json("agile.json", PAGE));
    await form.getByLabel("Prices of Octopus").selectOption("exc-vat");
    await form.getByRole("button", { name: "Read the file" }).click();
    await expect(tariffs.getByText("2 prices added, 0 changed, 0 known already.")).toBeVisible();
    await expect(tariffs.getByRole("row", { name: /Agile/ })).toContainText("2 prices by time");
    await expect(tariffs.getByText("Prices are without VAT.")).toBeVisible();
  });

  test("enters what a kWh of a grid emits, and reads a history", async ({ page }) => {
    await visit(page, "/prices");
    const grid = page.getByRole("region", { name: "Grid intensity" });
    await grid.getByRole("button", { name: "Enter a figure" }).click();
    const form = grid.getByRole("form", { name: "Enter a grid intensity" });
    await form.getByLabel("Grid", { exact: true }).fill("SE-SE3");
    await form.getByLabel("Grams a kWh").fill("21.5");
    await form.getByLabel("From").fill("2019-01-01");
    await form.getByLabel("Last day").fill("2019-01-31");
    await form.getByRole("button", { name: "Enter the figure" }).click();
    await expect(form).toBeHidden();
    await expect(grid.getByRole("row", { name: /SE-SE3/ })).toContainText("21.5");
    const history = [{ zone: "NO-NO1", datetime: "2019-01-01T00:00:00Z", carbonIntensity: 26, isEstimated: true }];
    await grid.getByLabel("Upload a history").setInputFiles(json("history.json", { history }));
    await expect(grid.getByText("1 hour added, 0 revised, 0 known already.")).toBeVisible();
    await expect(grid.getByRole("row", { name: /NO-NO1/ })).toContainText("1 of 1 estimated");
  });
});

test.describe("what is refused", () => {
  test.use({ as: "admin", viewport: { width: 1440, height: 1000 }, mayLogErrors: true });

  test("says the row and what to do", async ({ page }) => {
    await visit(page, "/prices");
    const tariffs = page.getByRole("region", { name: "Energy tariffs" });
    await tariffs.getByRole("button", { name: "Add a tariff", exact: true }).click();
    const form = tariffs.getByRole("form", { name: "Add a tariff" });
    await form.getByRole("button", { name: "From a file" }).click();
    await form.getByLabel("Name").fill("Broken");
    const csv = {
      name: "prices.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("from,price_per_kwh\n2026-05-01,free\n"),
    };
    await form.getByLabel(/^File/).setInputFiles(csv);
    await form.getByRole("button", { name: "Read the file" }).click();
    await expect(form.getByText(/row 2, price_per_kwh: “free” is not a price/)).toBeVisible();
  });
});

test.describe("finance", () => {
  test.use({ as: "finance", viewport: { width: 390, height: 844 } });

  test("reads tariffs on a telephone, and changes nothing", async ({ page }) => {
    await visit(page, "/prices");
    const tariffs = page.getByRole("region", { name: "Energy tariffs" });
    await expect(tariffs.getByRole("row", { name: /Vattel 2026/ })).toBeVisible();
    await expect(tariffs.getByRole("button", { name: "Add a tariff" })).toHaveCount(0);
    await expect(page.getByRole("region", { name: "Grid intensity" })).toBeVisible();
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest).toBeLessThanOrEqual(390);
  });
});
