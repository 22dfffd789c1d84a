import AxeBuilder from "@axe-core/playwright";
import { expectExplained, figureNamed } from "./figures.ts";
import { expect as atOnce, servers, test, visit } from "./journey.ts";

// A stated estimate or a term brings the open months of a rig in line before its page answers.
const expect = atOnce.configure({ timeout: 20_000 });
const ANVIL = { name: "Bench rig", hardware: "", zone: "UTC", currency: "USD", price: "2400", months: 24 };
const START = Date.parse("2026-10-05T00:00:00Z");

/** 300 W every five minutes of four days, but for six hours. */
function log(): string {
  const rows = [];
  for (let step = 0; step <= 4 * 288; step += 1) {
    if (step > 144 && step < 216) continue;
    const at = new Date(START + step * 300_000).toISOString();
    rows.push(`${at.slice(0, 10).replaceAll("-", "/")} ${at.slice(11, 23)}, 0, 300.00 W`);
  }
  return `timestamp, index, power.draw [W]\n${rows.join("\n")}\n`;
}

test.describe("finance", () => {
  test.use({ as: "finance", viewport: { width: 1440, height: 1000 } });

  test("follows each figure of a rig's month, sees power by grain, and changes nothing", async ({ page }) => {
    await visit(page, "/rigs/kiln");
    for (const name of ["the rig’s month", "what was used", "Energy", "Depreciation"])
      await expectExplained(page, figureNamed(page, name));
    await page.keyboard.press("Escape");
    const power = page.getByRole("region", { name: "Power", exact: true });
    await expect(power.getByRole("img", { name: /^Power of Kiln: mean/ })).toBeVisible();
    await power.getByRole("button", { name: "Month", exact: true }).click();
    await expect(power.getByRole("list", { name: "Mean watts of Kiln by month" }).getByRole("listitem")).toHaveCount(
      12,
    );
    await power.getByRole("button", { name: "Table" }).click();
    await expect(power.getByRole("columnheader", { name: "kWh" })).toBeVisible();
    const week = page.getByRole("region", { name: "Busy hours" });
    await expect(week.getByRole("table", { name: "Percent busy of Kiln by weekday and hour" })).toBeVisible();
    await week.getByRole("button", { name: "Watts" }).click();
    await expect(week.getByRole("table", { name: "Mean watts of Kiln by weekday and hour" })).toBeVisible();
    await expect(
      page.getByRole("region", { name: "Capacity" }).getByRole("link", { name: /import \d+/ }),
    ).toBeVisible();
    for (const act of ["State an estimate", "Add a purchase", "Add a charge", "Set shares", "Change the rig"])
      await expect(page.getByRole("button", { name: act })).toHaveCount(0);
  });
});

test.describe("an admin", () => {
  test.use({ as: "admin", viewport: { width: 1440, height: 1000 } });

  test("states an estimate for a gap, sees it apart, withdraws it, and enters terms from a day", async ({ page }) => {
    const { address } = servers();
    const headers = { origin: address };
    const made = await page.request.post(`${address}/api/rigs`, {
      headers,
      data: { ...ANVIL, inService: "2026-10-05", tariffPerKwh: "0.25" },
    });
    atOnce(made.ok(), await made.text()).toBe(true);
    await visit(page, "/rigs/bench-rig?month=2026-10");
    await expect(page.getByRole("heading", { name: "No power log yet" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "No load test yet" })).toBeVisible();

    await visit(page, "/settings");
    const tokens = page.getByRole("region", { name: "API tokens" });
    await tokens.getByRole("button", { name: "Make a token" }).click();
    await page.getByRole("form", { name: "Make a token" }).getByLabel("Name").fill("bench-cron");
    await page.getByRole("button", { name: "Make the token" }).click();
    const token = (await tokens.getByText(/^twk_[0-9A-Za-z]{43}$/).textContent()) ?? "";
    const pushed = await page.request.post(`${address}/api/v1/ingest?rig=bench-rig&zone=UTC&name=bench.csv`, {
      headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
      data: log(),
    });
    atOnce(pushed.status(), await pushed.text()).toBe(201);

    await visit(page, "/rigs/bench-rig?month=2026-10");
    const gaps = page.getByRole("region", { name: "Gaps" });
    await gaps.getByRole("button", { name: "State an estimate" }).click();
    const form = gaps.getByRole("form", { name: "State an estimate" });
    await form.getByLabel("Time without a reading").selectOption({ label: "5 Oct 12:00 to 5 Oct 18:00, 6.0 h" });
    await form.getByRole("radio", { name: /It was idle/ }).check();
    await form.getByLabel(/Less than half of the month/).check();
    await form.getByLabel(/^Why/).fill("the plug was moved");
    const { violations } = await new AxeBuilder({ page }).analyze();
    atOnce(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await form.getByRole("button", { name: "State it as an estimate" }).click();
    await expect(form).toBeHidden();
    await expect(gaps.getByText("≈ 1.80 kWh in 6.0 h, idle")).toBeVisible();
    await expect(gaps.getByText(/the plug was moved/)).toBeVisible();
    await expect(gaps.getByRole("row", { name: /5 Oct 12:00 5 Oct 18:00 6\.00 ≈ idle/ })).toBeVisible();
    await expect(page.getByRole("button", { name: /what is estimated/ }).first()).toBeVisible();
    await gaps.getByRole("button", { name: /^Withdraw/ }).click();
    await expect(gaps.getByText("≈ 1.80 kWh in 6.0 h, idle")).toBeHidden();

    const wall = page.getByRole("region", { name: "From measured to the wall" });
    await wall.getByRole("button", { name: "Set from a day" }).click();
    await wall.getByLabel("Factor").fill("1.5");
    await wall.getByLabel("From").fill("2026-10-05");
    await wall.getByRole("button", { name: "Set the terms" }).click();
    await expect(wall.getByRole("row", { name: /5 October 2026 × 1\.5/ })).toContainText("in force");
    const charges = page.getByRole("region", { name: "Charges" });
    await charges.getByRole("button", { name: "Add a charge" }).click();
    await charges.getByLabel("What it covers").fill("half a rack");
    await charges.getByLabel(/^Amount/).fill("1,200.00");
    await charges.getByLabel("From").fill("2026-10-05");
    await charges.getByRole("button", { name: "Add the charge" }).click();
    await expect(charges.getByRole("row", { name: /Hosting.*half a rack.*1,200\.00 a month/ })).toBeVisible();
    await charges.getByRole("button", { name: "End Hosting, 1,200.00 a month" }).click();
    await charges.getByLabel("Last day").fill("2026-10-31");
    await charges.getByRole("button", { name: "End", exact: true }).click();
    await expect(charges.getByText("5 October 2026 to 31 October 2026")).toBeVisible();
  });
});
