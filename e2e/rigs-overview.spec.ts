import AxeBuilder from "@axe-core/playwright";
import { expectExplained, figureNamed } from "./figures.ts";
import { expect as atOnce, test, visit } from "./journey.ts";

// A file is read again before its preview answers.
const expect = atOnce.configure({ timeout: 20_000 });

test.use({ as: "admin", viewport: { width: 1440, height: 1000 } });

test("the rigs' figures, used and idle, energy and cost per token, show their working", async ({ page }) => {
  await visit(page, "/rigs");
  const named = ["all rigs", "idle time", "the energy of all rigs", "the used part of Kiln", "the idle part of Kiln"];
  for (const name of [...named, "the energy of Kiln", "the idle part of all rigs"])
    await expectExplained(page, figureNamed(page, name));
  await page.keyboard.press("Escape");
  const parts = page.getByRole("region", { name: "What the month is made of" });
  for (const part of ["Depreciation or rent", "Energy", "Hosting", "Operations labour"])
    await expect(parts.getByRole("cell", { name: part, exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: /^Per 1M tokens/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  atOnce(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

const stamp = (minute: number) => `2026/05/14 11:${String(minute).padStart(2, "0")}:00.000`;
const LOG = [
  "timestamp, index, power.draw [W]",
  ...Array.from({ length: 31 }, (_, minute) => `${stamp(minute)}, 7, 120.00 W`),
].join("\n");

test("a power log without a rig is read again with the rig a person names", async ({ page }) => {
  await visit(page, "/imports");
  await page
    .getByLabel("Files to upload")
    .setInputFiles({ name: "spare-gpu.csv", mimeType: "text/csv", buffer: Buffer.from(LOG) });
  const form = page.getByRole("form", { name: "Rig and zone of this file" });
  await expect(form).toBeVisible();
  await expect(page.getByText("Say which rig drew this power.").first()).toBeVisible();
  await expect(page.getByRole("table").filter({ hasText: "Counts, as measured" })).toContainText("0.06");
  await form.getByLabel("Rig").selectOption({ label: "Forge" });
  await form.getByRole("button", { name: "Read it again" }).click();
  await expect(page.getByRole("button", { name: "Post the log" })).toBeEnabled();
  await expect(page.getByText(/^rig Forge, clock of /)).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(form).toHaveCount(0);
});
