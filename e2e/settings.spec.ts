import { expect, servers, signIn, test, visit } from "./journey.ts";

test.use({ as: "admin", viewport: { width: 1440, height: 1000 }, mayLogErrors: true });

test("a person who is disabled is out at the next request, in whatever browser", async ({ page, browser }) => {
  const person = { name: "Lena Ek", email: "lena@halden.example", password: "nine patient reviewers" };
  await visit(page, "/settings");
  const people = page.getByRole("region", { name: "People" });
  await people.getByRole("button", { name: "Add a person" }).click();
  const form = page.getByRole("form", { name: "Add a person" });
  await form.getByLabel("Name").fill(person.name);
  await form.getByLabel("E-mail").fill(person.email);
  await form.getByLabel("First password").fill(person.password);
  await form.getByLabel("Role").selectOption("finance");
  await form.getByRole("button", { name: "Add the person" }).click();
  await expect(people.getByRole("row", { name: /lena@halden\.example/ })).toContainText("Finance");

  const theirs = await browser.newContext({ baseURL: servers().address });
  await signIn(theirs.request, servers().address, person);
  const open = await theirs.newPage();
  await visit(open, "/");
  await expect(open.getByRole("heading", { level: 1, name: "All teams" })).toBeVisible();

  await people.getByRole("button", { name: "Change Lena Ek" }).click();
  await people.getByRole("button", { name: "Disable Lena Ek" }).click();
  await expect(people.getByRole("row", { name: /lena@halden\.example/ })).toContainText("disabled");

  expect((await theirs.request.get("/api/overview")).status()).toBe(401);
  await open.goto("/lines");
  await expect(open).toHaveURL(/\/sign-in\?returnTo=%2Flines$/);
  await theirs.close();
});

test("a wrong password is refused in words, and the right one leads back to the page asked for", async ({
  browser,
}) => {
  const visitor = await browser.newContext({ baseURL: servers().address });
  const page = await visitor.newPage();
  await page.goto("/lines?by=model&provider=openai");
  const email = servers().signIns.at(-1);
  if (!email) throw new Error("The demo company has nobody");
  await page.getByLabel("E-mail").fill(email.email);
  await page.getByLabel("Password").fill("not this one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("That did not match.")).toBeVisible();
  await page.getByLabel("Password").fill(email.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lines" })).toBeVisible();
  await expect(page).toHaveURL("/lines?by=model&provider=openai");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/lines");
  await expect(page).toHaveURL(/\/sign-in/);
  await visitor.close();
});
