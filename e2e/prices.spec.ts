import { drawerOf } from "./figures.ts";
import { expect as atOnce, test, visit } from "./journey.ts";

// A price, a rule or a rate brings the open months of every posted import in line before its page answers.
const expect = atOnce.configure({ timeout: 20_000 });

test.describe("an admin", () => {
  test.use({ as: "admin", viewport: { width: 1440, height: 1000 } });

  test("adds a dated price, sees it through time, and takes it back", async ({ page }) => {
    await visit(page, "/prices");
    await page.getByRole("button", { name: "Add a price", exact: true }).click();
    const form = page.getByRole("form", { name: "Add a price" });
    await form.getByLabel("Provider").fill("openai");
    await form.getByLabel("Model, as the exports name it").fill("gpt-4.1");
    await form.getByLabel("From").fill("2026-01-01");
    await form.getByLabel("Input").fill("1.84");
    await form.getByLabel("Output").fill("7.36");
    await form.getByLabel("Source").fill("Agreement A-2291");
    await form.getByRole("button", { name: "Add the price" }).click();
    await expect(form).toBeHidden();

    const book = page.getByRole("region", { name: "Price book" });
    await book.getByRole("button", { name: /^Own/ }).click();
    const row = book.getByRole("row", { name: /Agreement A-2291/ });
    await expect(row).toContainText("1.84");
    await expect(row).toContainText("−8.0");
    await row.getByRole("button", { name: /through time/ }).click();
    await expect(page).toHaveURL(/model=gpt-4\.1/);
    await expect(book.getByText("7.36 Agreement A-2291").first()).toBeVisible();

    await book.getByRole("button", { name: "Withdraw it whole" }).click();
    // What is left are the demo company's own agreements.
    await expect(book.getByRole("row", { name: /Agreement A-2291/ })).toHaveCount(0);
    await expect(book.getByRole("row", { name: /Agreement HS-31/ }).first()).toBeVisible();
  });

  test("tries a rule before it is kept, keeps it, and ends it", async ({ page }) => {
    await visit(page, "/prices");
    const rules = page.getByRole("region", { name: "Attribution rules" });
    const before = await rules.getByRole("row").count();
    await rules.getByRole("button", { name: "Add a rule" }).click();
    const form = rules.getByRole("form", { name: "Add a rule" });
    await form.getByLabel("Condition 1: value").fill("openai");
    await form.getByLabel("Condition 2: value").fill("no-such-account");
    await form.getByLabel("Platform").fill("60");
    await form.getByLabel("Search", { exact: true }).fill("30");
    await form.getByRole("button", { name: "Try it" }).click();
    await expect(form.getByText("The shares are 90 %. They must be 100 %.")).toBeVisible();
    await form.getByLabel("Search", { exact: true }).fill("40");
    await form.getByRole("button", { name: "Try it" }).click();
    await expect(form.getByText("It would move no money.")).toBeVisible();
    await form.getByRole("button", { name: "Add the rule" }).click();
    await expect(form).toBeHidden();
    const row = rules.getByRole("row", { name: /no-such-account/ });
    await expect(row).toContainText("= 100 %");
    await row.getByRole("button", { name: /^End/ }).click();
    await expect(rules.getByRole("row")).toHaveCount(before);
  });

  test("reads the ECB's rates, and is told which cell is none", async ({ page }) => {
    await visit(page, "/prices");
    const rates = page.getByRole("region", { name: "Exchange rates" });
    // Days before any rate of the demo company's.
    const csv = "Date,USD,SEK,\n2019-10-30,1.0842,eleven,\n2019-10-29,1.0801,11.09,\n";
    const file = { name: "eurofxref-hist.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
    await rates.getByLabel("Upload rates").setInputFiles(file);
    await expect(rates.getByText("3 rates added, 0 changed, 0 known already.")).toBeVisible();
    await expect(rates.getByText("Row 2, SEK: “eleven” is not a rate.")).toBeVisible();
    await expect(page.getByText(/ECB, read up to \d+ \w+ \d{4}/)).toBeVisible();
    await rates.getByLabel("Upload rates").setInputFiles(file);
    await expect(rates.getByText("0 rates added, 0 changed, 3 known already.")).toBeVisible();
  });
});

test.describe("finance", () => {
  test.use({ as: "finance", viewport: { width: 1440, height: 1000 } });

  test("follows what a rule caught to its entries, and changes nothing", async ({ page }) => {
    await visit(page, "/prices");
    await expect(page.getByRole("button", { name: /^(Add|End|Upload|Enter|Count)/ })).toHaveCount(0);
    const rules = page.getByRole("region", { name: "Attribution rules" });
    await rules
      .getByRole("button", { name: /^4,553|rule 1:/ })
      .first()
      .click();
    await expect(drawerOf(page).getByText(/^Checked\./)).toBeVisible();
    await expect(drawerOf(page).getByText(/caught by rule 1/)).toBeVisible();
  });

  test("finds any model of the catalogue", async ({ page }) => {
    await visit(page, "/prices?show=all");
    await page.getByRole("searchbox", { name: "Find a model" }).fill("opus 5 anthropic");
    const book = page.getByRole("region", { name: "Price book" });
    await expect(book.getByRole("row", { name: /Claude Opus 5/ }).first()).toBeVisible();
    await expect(page).toHaveURL(/find=opus\+5\+anthropic/);
  });
});
