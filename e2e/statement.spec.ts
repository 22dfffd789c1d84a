import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, visit } from "./journey.ts";

/** Sheets of a PDF as Chromium writes it. */
const sheetsOf = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;

async function statement(page: Page, address: string) {
  await visit(page, address);
  await expect(page.locator(".paper")).toHaveCount(2);
}

test.describe("a team’s statement", () => {
  test.use({ as: "finance" });

  test("prints on exactly two sheets, for every team and on any paper", async ({ page }) => {
    for (const team of ["platform", "search", "support", "research"]) {
      await statement(page, `/teams/${team}/statement?month=2026-09`);
      expect(sheetsOf(await page.pdf({ preferCSSPageSize: true })), team).toBe(2);
      expect(sheetsOf(await page.pdf({ format: "A4" })), team).toBe(2);
    }
  });

  test("holds everything on its sheets: nothing runs over the foot", async ({ page }) => {
    for (const team of ["platform", "support"]) {
      await statement(page, `/teams/${team}/statement?month=2026-09`);
      const room = await page.locator(".paper").evaluateAll((papers) =>
        papers.map((paper) => {
          const foot = paper.querySelector(".base")?.getBoundingClientRect().top ?? 0;
          const ends = [...paper.children].filter((part) => !part.classList.contains("base"));
          return foot - Math.max(...ends.map((part) => part.getBoundingClientRect().bottom));
        }),
      );
      for (const left of room) expect(left, team).toBeGreaterThan(0);
    }
  });

  test("is the team’s page again: the same total, and open until the month is closed", async ({ page }) => {
    // Without a month the page shows the one to review, which nobody has signed.
    await visit(page, "/teams/support");
    const total = await page
      .getByRole("button", { name: /the total/ })
      .first()
      .textContent();
    await page.getByRole("link", { name: "Statement" }).click();
    await expect(page.locator(".top-facts .big")).toHaveText(
      /^\$[\d,]+\.\d\d/.exec((total ?? "").replaceAll(/\s/g, ""))?.[0] ?? "",
    );
    await expect(page.locator(".paper .base").first()).toContainText("Provisional, printed");
    await expect(page.getByText("Not signed: the month is open")).toBeVisible();
  });

  test("has nothing axe objects to, light and dark, wide and narrow", async ({ page }) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await statement(page, "/teams/support/statement?month=2026-09");
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      }
    }
  });
});

test.describe("who may not see the team", () => {
  test.use({ as: "lead", mayLogErrors: true });

  test("is told that there is no such team", async ({ page }) => {
    const answer = await page.goto("/teams/platform/statement");
    expect(answer?.status()).toBe(404);
  });
});
