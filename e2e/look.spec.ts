import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { drawerOf, figureNamed } from "./figures.ts";
import { expect, test, visit } from "./journey.ts";
import { ADDRESSES, pagesOnDisk } from "./pages.ts";

// A recording of every analysis would take longer than the analyses.
test.use({ contextOptions: { reducedMotion: "reduce" }, trace: "off" });

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [1440, 390] as const;
/** What colours decide; the other rules see the same page in either theme. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** Nothing that axe knows to be wrong, and nothing that makes the whole page scroll sideways. */
async function expectSound(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      // Our pages hold no frame of another site, which is all that the slower mode is for.
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
      const { violations } = await (colorScheme === "light"
        ? axe.withTags(RULES)
        : axe.withRules(COLOUR_RULES)
      ).analyze();
      const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
      expect.soft(said, `${colorScheme}, ${width} px`).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(overflow, `sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
}

test.describe("signed in", () => {
  test.use({ as: "admin" });
  for (const name of pagesOnDisk()) {
    test(`${name} is sound in both themes, wide and narrow`, async ({ page }) => {
      await visit(page, ADDRESSES[name] ?? name);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
      // A mail in its sandbox runs no script, so no analysis either; it is looked at on its own below.
      if (name === "/digests") await page.getByRole("button", { name: "Plain text" }).click();
      await expectSound(page);
    });
  }

  test("the digest mail is sound", async ({ page }) => {
    const page1 = await page.request.get("/api/digests");
    const { subscriptions } = (await page1.json()) as { subscriptions: { id: number }[] };
    const preview = await page.request.get(`/api/digests/${subscriptions[0]?.id}/preview`);
    await page.setContent(((await preview.json()) as { html: string }).html);
    await expect(page.getByText("All teams").first()).toBeVisible();
    await expectSound(page);
  });

  test("the working of a figure is sound in both themes, wide and narrow", async ({ page }) => {
    await visit(page, "/");
    await figureNamed(page, "Cloud").click();
    await expect(drawerOf(page).getByText(/^Checked\./)).toBeVisible();
    await expectSound(page);
  });

  test("the printed overview is the statement alone", async ({ page }) => {
    await visit(page, "/");
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("navigation")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
    await expect(page.getByRole("heading", { level: 1, name: "All teams" })).toBeVisible();
    await expect(figureNamed(page, "the total")).toBeVisible();
  });
});

test("sign-in is sound in both themes, wide and narrow", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectSound(page);
});

test.describe("where a page is missing or not the reader's", () => {
  test.use({ as: "lead", mayLogErrors: true });
  for (const [address, title] of [
    ["/nowhere", "There is no such page"],
    ["/settings", "Not yours to open"],
  ] as const) {
    test(`${address} says so, soundly`, async ({ page }) => {
      await page.goto(address);
      await expect(page.getByRole("heading", { name: title })).toBeVisible();
      await expectSound(page);
    });
  }
});
