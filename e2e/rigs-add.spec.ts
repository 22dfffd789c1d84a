import AxeBuilder from "@axe-core/playwright";
import { expect as atOnce, servers, test, visit } from "./journey.ts";

// A new rig brings every month since its first in line before its page answers.
const expect = atOnce.configure({ timeout: 20_000 });

test.use({ as: "admin", viewport: { width: 1440, height: 1000 } });

test("a rig is added from the catalogue in under a minute, and costs what the preview said", async ({ page }) => {
  await visit(page, "/rigs");
  const started = Date.now();
  await page.getByRole("button", { name: "Add a rig" }).click();
  const catalogue = page.getByRole("region", { name: "From the catalogue" });
  await catalogue.getByRole("button", { name: "RTX 4090", exact: true }).click();
  const form = page.getByRole("region", { name: "Add a rig" });
  await form.getByLabel("Name").fill("Bellows");
  await expect(form.getByText("Published price 1,600 to 2,000 USD", { exact: false })).toBeVisible();
  await form.getByLabel("Price paid").fill("2,400.00");
  await form.getByLabel("In service").fill("2026-01-01");
  await form.getByLabel("Tariff").fill("0.17");
  await expect(form.getByRole("row", { name: /Depreciation, 2,400\.00 ÷ 24/ })).toContainText("100.00");
  await expect(form.getByRole("row", { name: /Energy, 450 W, 8 h a day/ })).toBeVisible();
  await expect(form.getByRole("row", { name: /Hosting, labour/ })).toContainText("not entered");
  await form.getByRole("button", { name: "Add Bellows" }).click();
  await expect(page.getByRole("table").getByRole("link", { name: "Bellows" }).first()).toBeVisible();
  atOnce(Date.now() - started).toBeLessThan(60_000);
  const parts = await page.request.get(`${servers().address}/api/rigs/bellows/terms`);
  atOnce(await parts.json()).toMatchObject({
    kind: "owned",
    catalogueId: "rtx-4090",
    hardware: "RTX 4090, 24 GB",
    assets: [{ price: "2400", months: 24, inService: "2026-01-01" }],
    tariffs: [{ perKwh: "0.17" }],
  });
});

test("a GPU is rented by the hour, with what was typed kept while choosing", async ({ page }) => {
  await visit(page, "/rigs");
  await page.getByRole("button", { name: "Add a rig" }).click();
  const form = page.getByRole("region", { name: "Add a rig" });
  await form.getByLabel("Name").fill("Gantry");
  await page.getByRole("button", { name: "Rented" }).click();
  const catalogue = page.getByRole("region", { name: "From the catalogue" });
  await catalogue.getByRole("button", { name: "A100 80GB" }).click();
  await expect(form.getByLabel("Name")).toHaveValue("Gantry");
  await expect(form.getByLabel("Price paid")).toHaveCount(0);
  await form.getByLabel("Rent").fill("2.5");
  await form.getByLabel("In service").fill("2026-05-01");
  await expect(form.getByRole("row", { name: /Rent, 2\.5 an hour, always on/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  atOnce(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await form.getByRole("button", { name: "Add Gantry" }).click();
  await expect(page.getByRole("table").getByRole("link", { name: "Gantry" }).first()).toBeVisible();
});

test("a token is made, told once, pushes a file and is revoked", async ({ page, request }) => {
  await visit(page, "/settings");
  const panel = page.getByRole("region", { name: "API tokens" });
  await panel.getByRole("button", { name: "Make a token" }).click();
  const form = page.getByRole("form", { name: "Make a token" });
  await form.getByLabel("Name").fill("gantry-cron");
  await form.getByRole("button", { name: "Make the token" }).click();
  const shown = panel.getByText(/^twk_[0-9A-Za-z]{43}$/);
  await expect(shown).toBeVisible();
  const token = (await shown.textContent()) ?? "";
  const readings = Array.from(
    { length: 13 },
    (_, at) => `2026/05/02 10:${String(at * 5).padStart(2, "0")}:00.000, 0, 300.00 W`,
  );
  const data = ["timestamp, index, power.draw [W]", ...readings].join("\n");
  const push = () =>
    request.post(`${servers().address}/api/v1/ingest?rig=kiln&zone=UTC&name=pushed.csv`, {
      headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
      data,
    });
  const first = await push();
  atOnce(first.status(), await first.text()).toBe(201);
  atOnce((await push()).status()).toBe(200);
  await panel.getByRole("button", { name: "I have kept it" }).click();
  await expect(shown).toHaveCount(0);
  await panel.getByRole("button", { name: "Revoke gantry-cron" }).click();
  await expect(panel.getByRole("row", { name: /gantry-cron/ })).toContainText("revoked");
  atOnce((await push()).status()).toBe(401);
});
