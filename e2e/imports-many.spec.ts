import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, visit } from "./journey.ts";

const HEADER = "Datum;Betrag;Währung;Modell;Team;Mail";
const table = (name: string, rows: readonly string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from([HEADER, ...rows].join("\n")),
});
const MAY = table("harbour-gateway-2026-05.csv", [
  "14.05.2026;1.234,56;USD;gpt-4.1;Search;mara@halden.example",
  "15.05.2026;0,44;USD;gpt-4.1;nobody;",
]);
const JUNE = table("harbour-gateway-2026-06.csv", ["02.06.2026;10,00;USD;gpt-4.1;Search;mara@halden.example"]);
const JULY = table("harbour-gateway-2026-07.csv", [
  "02.07.2026;7,50;USD;gpt-4.1;Search;",
  "03.07.2026;lots;USD;gpt-4.1;Search;",
]);
const LETTER = { name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear all\nthis is no table\n") };

const queue = (page: Page) => page.getByRole("region", { name: "Queue" });
const inQueue = (page: Page, name: string) => queue(page).getByRole("listitem").filter({ hasText: name });
const previewOf = (page: Page, name: string) => page.getByRole("region", { name });
const upload = (page: Page, files: Parameters<ReturnType<Page["getByLabel"]>["setInputFiles"]>[0]) =>
  page.getByLabel("Files to upload").setInputFiles(files);

test.describe("many files", () => {
  test.use({ as: "admin", mayLogErrors: true });

  test("go up at once, an unknown table is named once, and the next of its header is recognised", async ({ page }) => {
    await visit(page, "/imports");
    await upload(page, [MAY, JUNE, LETTER]);
    await expect(inQueue(page, MAY.name)).toContainText("Name its columns");
    await expect(inQueue(page, JUNE.name)).toContainText("Name its columns");
    await expect(inQueue(page, LETTER.name)).toContainText("is in no known format");

    await queue(page).getByRole("button", { name: MAY.name }).click();
    const preview = previewOf(page, MAY.name);
    await expect(preview.getByLabel("Date")).toHaveValue("Datum");
    await expect(preview.getByLabel("Amount")).toHaveValue("Betrag");
    await expect(preview.getByLabel("Decimal sign")).toHaveValue(",");
    await expect(preview.getByText(/lacks "provider"/).first()).toBeVisible();
    await preview.getByLabel("Who bills").fill("harbour");
    await expect(preview.getByRole("cell", { name: "1234.56 USD" })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await preview.getByRole("button", { name: "Save and read 2 files" }).click();
    await expect(preview.getByText("$1,235.00", { exact: true })).toBeVisible();
    await expect(inQueue(page, JUNE.name)).toContainText("Ready for review");

    await upload(page, JULY);
    const july = previewOf(page, JULY.name);
    await expect(july.getByText("Needs you", { exact: true })).toBeVisible();
    await july.getByRole("button", { name: "Show row 3" }).click();
    await expect(july.getByText("03.07.2026,lots", { exact: false })).toBeVisible();
  });

  test("are still there after leaving and coming back, and are posted together", async ({ page }) => {
    await visit(page, "/imports");
    await page.getByRole("link", { name: "Lines" }).first().click();
    await page.waitForURL(/\/lines/);
    await page.goBack();
    await expect(inQueue(page, MAY.name)).toContainText("Ready for review");
    await page.getByRole("button", { name: "Post 2 ready" }).click();
    await expect(inQueue(page, MAY.name)).toContainText("Posted");
    await expect(inQueue(page, JUNE.name)).toContainText("Posted");
    await expect(inQueue(page, JULY.name)).toContainText("Needs you");
  });

  test("leave as they came: undone, discarded, and the mapping ended", async ({ page }) => {
    await visit(page, "/imports");
    for (const { name } of [JUNE, MAY]) {
      await queue(page).getByRole("button", { name }).click();
      await previewOf(page, name).getByRole("button", { name: /^Undo/ }).click();
      await expect(previewOf(page, name).getByText("Undone", { exact: true })).toBeVisible();
    }
    await queue(page).getByRole("button", { name: JULY.name }).click();
    await previewOf(page, JULY.name).getByRole("button", { name: "Discard" }).click();
    await expect(inQueue(page, JULY.name)).toContainText("Discarded");
    const mappings = page.getByRole("region", { name: "Tables you named" });
    await mappings.getByRole("button", { name: "End harbour gateway" }).click();
    await expect(mappings).toBeHidden();
  });
});

test.describe("who only reads", () => {
  test.use({ as: "finance" });

  test("sees the queue and can upload, map and post nothing", async ({ page }) => {
    await visit(page, "/imports");
    await expect(queue(page)).toBeVisible();
    await expect(page.getByLabel("Files to upload")).toHaveCount(0);
    await expect(page.getByRole("button", { name: /^Post/ })).toHaveCount(0);
  });
});
