import type { BrowserContext, Locator, Page } from "@playwright/test";
import { expectExplained, figureNamed } from "./figures.ts";
import { expect, servers, signIn, test, visit } from "./journey.ts";

// From the printed link to a first month, on a server of its own that nobody has set up. One chapter follows the other.
test.describe.configure({ mode: "serial" });
test.use({ viewport: { width: 1440, height: 1000 } });

// Read when a chapter runs: the servers start after this file is loaded.
const link = (): URL => new URL(servers().setupLink);
const home = (): string => link().origin;
const ADMIN = { email: "nora@lumen.example", password: "seven quiet lighthouses" };

const HEADER =
  "start_time,end_time,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id,organization_id";
type Cost = {
  readonly day: string;
  readonly amount: string;
  readonly project?: string;
  readonly organisation?: string;
};
/** A dashboard cost export of ours; an amount is written as it is given, readable or not. */
function costExport(name: string, costs: readonly Cost[]): { name: string; mimeType: string; buffer: Buffer } {
  const rows = costs.map(({ day, amount, project = "proj_lamp", organisation = "org-lumen" }) => {
    const start = Date.parse(`${day}T00:00:00Z`) / 1000;
    const item = '"gpt-4.1-mini-2025-04-14, input"';
    return `${start},${start + 86_400},${amount},usd,1000,tokens,${item},${project},${organisation}`;
  });
  return { name, mimeType: "text/csv", buffer: Buffer.from([HEADER, ...rows, ""].join("\n")) };
}
const APRIL = costExport("april.csv", [
  { day: "2026-04-02", amount: "10.25" },
  { day: "2026-04-03", amount: "20.5" },
  { day: "2026-04-03", amount: "1.111111" },
]);

async function signedIn(context: BrowserContext): Promise<void> {
  await signIn(context.request, home(), ADMIN);
}
const upload = (page: Page, ...files: ReturnType<typeof costExport>[]) =>
  page.getByLabel("Files to upload").setInputFiles(files);
/** The open preview of a file. */
const previewOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const inQueue = (page: Page, name: string): Locator =>
  page.getByRole("region", { name: "Queue" }).getByRole("listitem").filter({ hasText: name });

async function setUp(page: Page, address: string): Promise<void> {
  await page.goto(address);
  const form = page.getByRole("form", { name: "First run" });
  // The form answers once it counts the characters of the password.
  await expect(async () => {
    await form.getByLabel("Password").fill("");
    await form.getByLabel("Password").fill(ADMIN.password);
    await expect(form.getByText(`${ADMIN.password.length} characters`)).toBeVisible({ timeout: 500 });
  }).toPass();
  await form.getByLabel("Name").fill("Nora Lund");
  await form.getByLabel("E-mail").fill(ADMIN.email);
  await form.getByLabel("Organisation").fill("Lumen Works");
  await form.getByRole("radio", { name: /Upload your first file/ }).check();
  await form.getByRole("button", { name: "Create the admin and upload a file" }).click();
}

test.describe("before there is an admin", () => {
  test.use({ mayLogErrors: true });

  test("every page leads to setup, which asks for the printed link", async ({ page }) => {
    await page.goto(`${home()}/rigs`);
    await expect(page).toHaveURL(`${home()}/setup`);
    await expect(page.getByText("Setup needs the link that the terminal printed.")).toBeVisible();
    await expect(page.getByRole("button", { name: /Create the admin/ })).toHaveCount(0);
  });

  test("a link that was not printed sets nothing up and says why", async ({ page }) => {
    await setUp(page, `${home()}/setup?token=guessed`);
    await expect(page.getByText("This setup link is used or too old.")).toBeVisible();
  });
});

test("the printed link makes the admin, leads to the first file and burns", async ({ page, browser }) => {
  await setUp(page, link().href);
  await expect(page).toHaveURL(`${home()}/imports`);
  await expect(page.getByRole("heading", { level: 1, name: "Imports" })).toBeVisible();
  const other = await browser.newContext();
  const again = await other.newPage();
  await again.goto(link().href);
  await expect(again.getByRole("heading", { name: "Sign in" })).toBeVisible();
  const token = link().searchParams.get("token");
  const second = await other.request.post(`${home()}/api/setup`, {
    data: { ...ADMIN, token, name: "Eve", organisation: "Eve", currency: "USD", zone: "UTC", start: "upload" },
  });
  expect(second.status()).toBe(409);
  await other.close();
});

test.describe("then", () => {
  test.beforeEach(({ context }) => signedIn(context));

  test("the first file is previewed, its key assigned with one click, and posted into the month", async ({ page }) => {
    await visit(page, `${home()}/settings`);
    const teams = page.getByRole("region", { name: "Teams" });
    await teams.getByRole("button", { name: "Add a team" }).click();
    await teams.getByLabel("Name").fill("Harbour");
    await teams.getByRole("button", { name: "Add the team" }).click();
    await expect(teams.getByRole("link", { name: "Harbour" })).toBeVisible();

    await visit(page, `${home()}/imports`);
    await upload(page, APRIL);
    const preview = previewOf(page, "april.csv");
    await expect(preview.getByText("Ready for review", { exact: true })).toBeVisible();
    await expect(preview.getByText("$31.86", { exact: true })).toBeVisible();
    await expect(preview.getByTitle("31.861111")).toBeVisible();
    await expect(preview.getByRole("heading", { name: "Unassigned keys" })).toBeVisible();
    await preview.getByRole("button", { name: "Assign" }).click();
    await expect(preview.getByRole("heading", { name: "Unassigned keys" })).toBeHidden();
    await expect(preview.getByRole("cell", { name: "Harbour" })).toBeVisible();
    await preview.getByRole("button", { name: "Post 3 lines" }).click();
    await expect(preview.getByText("Posted", { exact: true })).toBeVisible();

    await visit(page, `${home()}/?month=2026-04`);
    await expect(figureNamed(page, "the total")).toContainText("$31.86");
    await expect(page.getByRole("row", { name: /Harbour/ })).toContainText("31.86");
  });

  test("the same file again does nothing and says so", async ({ page }) => {
    await visit(page, `${home()}/imports`);
    await upload(page, { ...APRIL, name: "april again.csv" });
    await expect(previewOf(page, "april again.csv").getByText("Same file", { exact: true })).toBeVisible();
    const said = "The same bytes as import 1. Nothing was done.";
    await expect(previewOf(page, "april again.csv").getByText(said)).toBeVisible();
    await expect(inQueue(page, "april again.csv")).toContainText(said);
    await visit(page, `${home()}/?month=2026-04`);
    await expect(figureNamed(page, "the total")).toContainText("$31.86");
  });

  test("undoing takes the file out of the month again", async ({ page }) => {
    await visit(page, `${home()}/imports?import=1`);
    await page.getByRole("button", { name: "Undo 3 lines" }).click();
    await expect(previewOf(page, "april.csv").getByText("Undone", { exact: true })).toBeVisible();
    await visit(page, `${home()}/?month=2026-04`);
    await expect(page.getByRole("heading", { level: 1, name: "All teams" })).toBeVisible();
    await expect(page.getByText("31.86")).toHaveCount(0);
    const overview = await page.request.get(`${home()}/api/overview?month=2026-04`);
    expect(((await overview.json()) as { total: { amount: string } }).total.amount).toBe("0");
  });

  test("a row that cannot be read stops posting until it is left out by name", async ({ page }) => {
    const damaged = costExport("may.csv", [
      { day: "2026-05-01", amount: "5" },
      { day: "2026-05-02", amount: "n/a" },
      { day: "2026-05-03", amount: "7.5" },
    ]);
    await visit(page, `${home()}/imports`);
    await upload(page, damaged);
    const preview = previewOf(page, "may.csv");
    await expect(preview.getByText("Needs you", { exact: true })).toBeVisible();
    await expect(preview.getByText("1 row stops posting")).toBeVisible();
    await expect(preview.getByRole("button", { name: /^Post / })).toBeDisabled();
    await preview.getByRole("checkbox", { name: "Leave out row 3" }).check();
    await preview.getByRole("button", { name: "Leave out 1 row" }).click();
    await expect(preview.getByText("Left out by Nora Lund.")).toBeVisible();
    await preview.getByRole("button", { name: "Post 2 lines" }).click();
    await expect(preview.getByText("Posted", { exact: true })).toBeVisible();
    await visit(page, `${home()}/?month=2026-05`);
    await expect(figureNamed(page, "the total")).toContainText("$12.50");
  });

  test("two files dropped at once are both read", async ({ page }) => {
    await visit(page, `${home()}/imports`);
    const files = ["june.csv", "july.csv"].map((name, index) => ({
      name,
      text: costExport(name, [{ day: `2026-0${6 + index}-05`, amount: `${index + 3}.25` }]).buffer.toString(),
    }));
    const dropped = await page.evaluateHandle((given) => {
      const transfer = new DataTransfer();
      for (const { name, text } of given) transfer.items.add(new File([text], name, { type: "text/csv" }));
      return transfer;
    }, files);
    await page.getByText("Drop files or folders here").dispatchEvent("drop", { dataTransfer: dropped });
    for (const name of ["june.csv", "july.csv"]) {
      await expect(inQueue(page, name).getByText("Ready for review", { exact: true })).toBeVisible();
    }
    await inQueue(page, "june.csv").getByRole("button", { name: "june.csv" }).click();
    await expect(previewOf(page, "june.csv").getByText("$3.25", { exact: true })).toBeVisible();
  });

  test("a rig that is added has its month at once, split to the team and idle", async ({ page }) => {
    await visit(page, `${home()}/rigs?month=2026-05`);
    await page.getByRole("button", { name: "Add a rig" }).first().click();
    const form = page.getByRole("region", { name: "Add a rig" });
    await form.getByLabel("Name").fill("Bellows");
    await form.getByLabel("Price paid").fill("4800");
    await form.getByLabel("In service").fill("2026-05-01");
    await form.getByLabel("Written off in").fill("48");
    await form.getByText("Hardware, hosting, labour, draw and shares").click();
    await form.getByLabel("Salvage value").fill("0");
    await form.getByLabel("Hosting").fill("60");
    await form.getByLabel("Harbour").fill("50");
    await form.getByRole("button", { name: "Add Bellows" }).click();
    // 4,800 over 48 months and 60 of hosting.
    await expect(figureNamed(page, "Bellows")).toContainText("160.00");
    await page.getByRole("table").getByRole("link", { name: "Bellows" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Bellows" })).toBeVisible();
    await expect(figureNamed(page, "Harbour’s share of Bellows")).toContainText("80.00");
    await expectExplained(page, figureNamed(page, "Harbour’s share of Bellows"));
    await expectExplained(page, figureNamed(page, "Depreciation"));
  });
});

test.describe("a file of no known format", () => {
  test.use({ mayLogErrors: true });

  test("is refused in a sentence that says what was looked for", async ({ page, context }) => {
    await signedIn(context);
    await visit(page, `${home()}/imports`);
    await upload(page, { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Buy milk.\nAnd bread.\n") });
    await expect(inQueue(page, "notes.txt").getByText("Failed", { exact: true })).toBeVisible();
    await inQueue(page, "notes.txt").getByRole("button", { name: "notes.txt" }).click();
    const preview = previewOf(page, "notes.txt");
    await expect(preview.getByText("This file could not be read.")).toBeVisible();
    await expect(preview.getByText(/OpenAI.*Anthropic.*FOCUS.*nvidia-smi/s).first()).toBeVisible();
  });
});
