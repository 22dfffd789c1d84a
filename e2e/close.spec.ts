import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, visit } from "./journey.ts";

test.use({ as: "finance" });
test.describe.configure({ mode: "serial" });

/** A month of the demo company that no other journey reads. It is signed as all but the last two are. */
const now = new Date();
const MONTH = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 4, 1)).toISOString().slice(0, 7);
const AT = `/close?month=${MONTH}`;

async function reopen(page: Page, why: string): Promise<void> {
  await page.getByRole("button", { name: "Reopen…" }).click();
  await page.getByLabel("Why it is reopened").fill(why);
  await page.getByRole("button", { name: /^Reopen \w+ \d+$/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Close");
}

test("finance gives a reason for a difference, closes the month with one, and finds it signed", async ({ page }) => {
  await visit(page, AT);
  await reopen(page, "An account is still to be explained.");
  const sign = page.getByRole("button", { name: /^Close / });
  await expect(sign).toBeDisabled();

  await page
    .getByRole("button", { name: /Give a reason/ })
    .first()
    .click();
  const words = page.getByLabel("Reason or note");
  await words.fill("The provider sends no invoice for this account.");
  await page.getByRole("button", { name: "Save the reason" }).click();
  await expect(page.getByText("explained", { exact: true }).first()).toBeVisible();

  await page.getByLabel("Note", { exact: true }).fill("Read and agreed.");
  await page.getByLabel("Reason for closing with open steps").fill("Invoices of the others come later.");
  await sign.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("is closed");
  await expect(page.getByText("“Read and agreed.”")).toBeVisible();
  await page.getByRole("button", { name: "check it" }).click();
  await expect(page.getByRole("status").filter({ hasText: "holds" })).toBeVisible();
});

test("every page of the month says that it is closed, and on which day", async ({ page }) => {
  await visit(page, `/?month=${MONTH}`);
  await expect(page.locator(".bar .chip")).toHaveText(/^Closed \d+ \w{3}$/);
});

test("the closed page is readable by everyone", async ({ page }) => {
  await visit(page, AT);
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
});

test("reopening asks for a reason and shows it until the month is closed again", async ({ page }) => {
  await visit(page, AT);
  await reopen(page, "A credit note came.");
  await expect(page.getByText("A credit note came.")).toBeVisible();
  await expect(page.locator(".bar .chip")).toHaveText("Reopened");
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
});
