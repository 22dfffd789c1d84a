import { expect, type Locator, type Page } from "@playwright/test";

/** A figure by the name that is spoken with it: "the total", "the change of Cloud". The first of that name. */
export const figureNamed = (page: Page, name: string): Locator =>
  page
    .getByRole("main")
    .getByRole("button", { name: new RegExp(`, ${name}: how it came about$`) })
    .first();

export const drawerOf = (page: Page): Locator =>
  page.getByRole("complementary", { name: "How this figure came about" });

/** A number as it is meant: without arrows, currency, unit and thousands, with an ordinary minus; a dash as it is. */
function meant(text: string): string {
  const size = text.replace(/[^\d.]/g, "");
  if (size === "") return text.trim().charAt(0);
  return text.includes("\u2212") && Number(size) !== 0 ? `-${size}` : size;
}

type Shown = { readonly name: string; readonly text: string };
/** What a figure is called and what it shows, apart from what is only spoken. */
async function shownBy(figure: Locator): Promise<Shown> {
  return figure.evaluate((element) => {
    const label = element.getAttribute("aria-label");
    if (label !== null) return { name: label, text: /: (.*), cloud /.exec(label)?.[1] ?? label };
    const copy = element.cloneNode(true);
    if (!(copy instanceof Element)) return { name: "", text: "" };
    const spoken = copy.querySelector(":scope > .sr")?.textContent ?? "";
    for (const quiet of copy.querySelectorAll(".sr, .arrow")) quiet.remove();
    return { name: spoken.replace(/^, |: how it came about$/g, ""), text: copy.textContent ?? "" };
  });
}

/**
 * Presses a figure and reads the drawer: it shows the same figure, says that its entries sum to it, and names the
 * entries with the rows of a file or the schedule they come from. The drawer stays open.
 */
export async function expectExplained(page: Page, figure: Locator): Promise<void> {
  const { name, text } = await shownBy(figure);
  await figure.click();
  const drawer = drawerOf(page);
  await expect(drawer.getByText(/^Checked\./), `${name} is checked`).toBeVisible();
  const head = ((await drawer.locator("header .figure").textContent()) ?? "").trim();
  const isSame = /\d tokens$/.test(head)
    ? (Number(meant(head)) / 1e6).toFixed(text.split(".")[1]?.length ?? 0) === meant(text)
    : meant(head.replace(/ per 1M tokens$/, "")) === meant(text);
  if (isSame) return;
  // A percentage and a count of hours or sources stand in the working of the money they speak of.
  expect(PERCENT_OR_COUNT.test(name), `${name}: ${text} is explained as ${head}`).toBe(true);
}
const PERCENT_OR_COUNT = /in percent$|^the cloud sources$|^the metered hours$/;
