import { readFileSync } from "node:fs";
import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  request,
} from "@playwright/test";

/** Who a journey is signed in as; a lead reads Support. `null` is nobody. */
export type Role = "admin" | "finance" | "lead";
type Person = { readonly name: string; readonly email: string; readonly role: Role; readonly password: string };
type State = { readonly address: string; readonly signIns: readonly Person[]; readonly setupLink: string };
type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

/** What `scripts/e2e-server.ts` says of the servers it started. */
export const servers = (): State =>
  JSON.parse(readFileSync("node_modules/.cache/tokenwatt-e2e/state.json", "utf8")) as State;

function personOf(role: Role): Person {
  const person = servers().signIns.find((one) => one.role === role);
  if (!person) throw new Error(`The demo company has no ${role}`);
  return person;
}

/** Signs a request context in through next-auth's own endpoint, as the form does. */
export async function signIn(api: APIRequestContext, address: string, who: { email: string; password: string }) {
  const { csrfToken } = (await (await api.get(`${address}/api/auth/csrf`)).json()) as { csrfToken: string };
  const answer = await api.post(`${address}/api/auth/callback/credentials`, {
    form: { csrfToken, email: who.email, password: who.password, json: "true" },
  });
  expect(answer.ok(), `${who.email} signs in`).toBe(true);
}

/** One session for each role and run: sign-ins are limited in number. */
const sessions = new Map<Role, Promise<Cookies>>();
async function cookiesOf(role: Role): Promise<Cookies> {
  const api = await request.newContext();
  await signIn(api, servers().address, personOf(role));
  const { cookies } = await api.storageState();
  await api.dispose();
  return cookies;
}
export function sessionOf(role: Role): Promise<Cookies> {
  const known = sessions.get(role) ?? cookiesOf(role);
  sessions.set(role, known);
  return known;
}

/**
 * A journey in a browser of its own, signed in as `test.use({ as })` says. It fails when the page logs an error, unless
 * `mayLogErrors` says that a refusal is what it looks for.
 */
export const test = base.extend<{ as: Role | null; mayLogErrors: boolean; quiet: undefined }>({
  as: [null, { option: true }],
  mayLogErrors: [false, { option: true }],
  context: async ({ context, as }, use) => {
    if (as !== null) await context.addCookies(await sessionOf(as));
    await use(context);
  },
  quiet: [
    async ({ page, mayLogErrors }, use) => {
      const errors: string[] = [];
      page.on("console", (message) => {
        // The recorder's own script, kept out of the preview of a mail by the sandbox as any script would be.
        const isRecorder = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
        if (message.type() === "error" && !isRecorder) errors.push(message.text());
      });
      page.on("pageerror", (error) => errors.push(String(error)));
      await use(undefined);
      if (!mayLogErrors) expect(errors, "the console is silent").toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

/** Opens a page of the product and waits until it answers to clicks: until then the theme switch only says "Theme". */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const theme = page.getByRole("button", { name: "theme, press to change", includeHidden: true });
  await expect(theme).toHaveText(/^(System|Light|Dark)/);
}
