import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, visit } from "./journey.ts";

test.use({ as: "finance", viewport: { width: 1440, height: 1000 } });

test("a subscription is added, previewed in both forms, tested and ended from the mail", async ({ page, browser }) => {
  await visit(page, "/digests");
  await page.getByRole("button", { name: "Add a subscription" }).click();
  const form = page.getByRole("form", { name: "Add a subscription" });
  await form.getByLabel("Name").fill("Board");
  await form.getByLabel("E-mail").fill("board@halden.example");
  await form.getByLabel("Hour").selectOption({ label: "07:00" });
  await form.getByRole("button", { name: "Add the subscription" }).click();
  const list = page.getByRole("region", { name: "Who gets a digest" });
  await expect(list.getByRole("row", { name: /Board/ })).toContainText("Monthly, 5th, 07:00");
  await list.getByRole("button", { name: "Board" }).click();

  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByText("board@halden.example")).toBeVisible();
  const mail = preview.frameLocator("iframe");
  await expect(mail.getByText("All teams").first()).toBeVisible();
  await preview.getByRole("button", { name: "Plain text" }).click();
  await expect(preview.getByText(/unsubscribe/i).first()).toBeVisible();

  // Without a mail server the page says where mails are written.
  const where = /digests are written to (.*) as \.eml files/;
  const folder = where.exec((await page.getByText(where).textContent()) ?? "")?.[1] ?? "";
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByText("A test was handed over.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Delivery" }).getByText("board@halden.example")).toBeVisible();
  const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const sent = mails.find(
    (text) => text.includes("To: board@halden.example") || text.includes("<board@halden.example>"),
  );
  expect(sent, "the mail is in the folder").toBeDefined();

  const header = /^List-Unsubscribe:\s*<([^>]+)>/im.exec(sent?.replace(/\r?\n[ \t]+/g, " ") ?? "");
  const reader = await browser.newContext();
  const page2 = await reader.newPage();
  await page2.goto(header?.[1]?.replace(/\s/g, "") ?? "");
  await expect(page2.getByRole("heading", { name: "End this digest?" })).toBeVisible();
  await page.reload();
  await expect(list.getByRole("row", { name: /Board/ })).not.toContainText("ended");
  await page2.getByRole("button", { name: "Unsubscribe" }).click();
  await expect(page2.getByRole("heading", { name: "Unsubscribed" })).toBeVisible();
  await reader.close();
  await page.reload();
  await expect(list.getByRole("row", { name: /Board/ })).toContainText("ended");
});

test("the mail says the same total as the page", async ({ page }) => {
  await visit(page, "/digests");
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByRole("button", { name: "Plain text" }).click();
  const text = (await preview.locator("pre").textContent()) ?? "";
  const answer = await page.request.get("/api/overview");
  const { total } = (await answer.json()) as { total: { amount: string } };
  const shown = Number(total.amount).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  expect(text).toContain(shown);
});
