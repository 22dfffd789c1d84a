import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { pool, prisma } from "../db/client.ts";
import { freshDatabase } from "../db/test-database.ts";
import type { MailRoute } from "../email/mailer.ts";
import { changeSubscription, createSubscription, digestsOf, previewSubscription, unsubscribe } from "./digests.ts";
import { ingestFile } from "./ingest.ts";
import { overviewOf } from "./overview.ts";
import { createRule } from "./rules.ts";
import { sendTestDigest, sweepDigests } from "./send-digests.ts";
import { createTeam } from "./teams.ts";

const HOUR = 3_600_000;
const BEGIN = Date.parse("2026-06-01T00:00:00Z");
/** 12 June 2026, 12:00 in Stockholm. */
const DUE = Date.parse("2026-06-12T10:00:00Z");
const finance: Principal = { userId: "", name: "Mara", email: "", role: "finance", teams: [] };
const monthly = {
  name: "Mara Lindqvist",
  email: "mara@halden.example",
  teams: [] as string[],
  cadence: "monthly" as const,
  dayOfMonth: 12,
  weekday: 0,
  hour: 12,
  zone: "Europe/Stockholm",
};

/** What the mail server does with the next mail. */
let behaviour: "take" | "take-and-hang-up" | "busy" | "refuse" = "take";
const mails: ParsedMail[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, session, done) {
    simpleParser(stream).then((mail) => {
      const now = behaviour;
      if (now === "take" || now === "take-and-hang-up") mails.push(mail);
      if (now === "take-and-hang-up") return hangUp(session.id);
      if (now === "take") return done();
      const [responseCode, words] = now === "busy" ? [451, "Try again later"] : [550, "No such mailbox"];
      done(Object.assign(new Error(words), { responseCode }));
    }, done);
  },
});
server.on("error", () => {}); // the connections this test cuts
/** The worker loses the server after the mail was taken, before it heard so: what a crash looks like. */
function hangUp(id: string): void {
  for (const connection of server.connections) if (connection.id === id) connection.close();
}

let database: Awaited<ReturnType<typeof freshDatabase>>;
let route: MailRoute;

const costRow = (day: string, amount: string, project: string) => {
  const start = Date.parse(`${day}T00:00:00Z`) / 1000;
  return `${start},${start + 86_400},,,${amount},usd,1000000,tokens,"gpt-4.1, input",,,${project},org-1,${project},Org,,`;
};
const CSV = [
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source",
  costRow("2026-04-10", "1000.105", "proj_a"),
  costRow("2026-05-10", "1200.50", "proj_a"),
  costRow("2026-05-11", "43.83", "proj_x"),
  costRow("2026-05-28", "80.25", "proj_b"),
  costRow("2026-06-02", "100.00", "proj_a"),
].join("\n");

beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo; // a TCP server has a port
  route = { kind: "smtp", url: `smtp://127.0.0.1:${port}` };
  await prisma.organisation.create({ data: { name: "Halden Systems", currency: "USD", zone: "UTC" } });
  for (const [slug, project] of [
    ["search", "proj_a"],
    ["support", "proj_b"],
  ] as const) {
    await createTeam({ name: slug === "search" ? "Search" : "Support", slug }, "test");
    const shares = [{ team: slug, percent: "100" }];
    await createRule({ match: { project }, shares, from: null, to: null, note: "" }, "test");
  }
  async function* once() {
    yield Buffer.from(CSV);
  }
  const done = await ingestFile({ fileName: "cost.csv", bytes: once(), by: "test", nowMs: DUE });
  expect(done.isPosted).toBe(true);
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await database.close();
});
afterEach(async () => {
  behaviour = "take";
  mails.length = 0;
  await prisma.digestSubscription.deleteMany();
});

const subscribe = async (changes: Partial<Omit<typeof monthly, "cadence">> & { cadence?: "monthly" | "weekly" } = {}) =>
  (await createSubscription({ ...monthly, ...changes }, finance, BEGIN)).id;
const state = async () =>
  (await pool.query("SELECT period, kind, state, attempts, result FROM digest_delivery ORDER BY id")).rows;

describe("a monthly digest", () => {
  it("goes out once, when due, with the page's figures in both of its texts", async () => {
    await subscribe();
    expect(await sweepDigests({ nowMs: DUE - 1, route })).toEqual({ sent: 0 });
    expect(await sweepDigests({ nowMs: DUE, route })).toEqual({ sent: 1 });
    expect(await sweepDigests({ nowMs: DUE + HOUR, route })).toEqual({ sent: 0 });
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    const page = await overviewOf({ month: "2026-05" }, finance, DUE);
    expect(page.total.amount).toBe("1324.58");
    expect(mail?.subject).toBe("May 2026: $1,324.58, up 32.4 %, provisional");
    for (const text of [mail?.text ?? "", String(mail?.html)]) {
      for (const figure of ["$1,324.58", "1,200.50", "1,000.10", "▲ +324.48", "80.25", "43.83", "rovisional"]) {
        expect(text, figure).toContain(figure);
      }
    }
    expect(mail?.to).toMatchObject({ text: '"Mara Lindqvist" <mara@halden.example>' });
    expect(mail?.headers.get("list")).toMatchObject({
      unsubscribe: { url: expect.stringContaining("unsubscribe?token=") },
    });
    expect(mail?.headerLines.map((header) => header.line)).toContain(
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    );
    expect(await state()).toMatchObject([
      { period: "2026-05", state: "sent", attempts: 1, result: "taken by the mail server" },
    ]);
  });

  it("goes out once though several workers sweep at the same moment", async () => {
    await subscribe();
    const sweeps = await Promise.all([1, 2, 3, 4].map(() => sweepDigests({ nowMs: DUE, route })));
    expect(sweeps.reduce((total, sweep) => total + sweep.sent, 0)).toBe(1);
    expect(mails).toHaveLength(1);
  });

  it("tries again after a break in the middle, under the same Message-ID", async () => {
    await subscribe();
    behaviour = "take-and-hang-up";
    expect(await sweepDigests({ nowMs: DUE, route })).toEqual({ sent: 0 });
    expect(await state()).toMatchObject([{ state: "pending", attempts: 1 }]);
    behaviour = "take";
    expect(await sweepDigests({ nowMs: DUE + 30_000, route })).toEqual({ sent: 0 }); // a minute's rest first
    expect(await sweepDigests({ nowMs: DUE + 60_000, route })).toEqual({ sent: 1 });
    expect(mails.map((mail) => mail.messageId)).toEqual([mails[0]?.messageId, mails[0]?.messageId]);
    expect(await state()).toMatchObject([{ state: "sent", attempts: 2, result: "taken by the mail server, try 2" }]);
  });

  it("is sent by the next worker when the one that noted it died before sending", async () => {
    const id = await subscribe();
    await pool.query(
      "INSERT INTO digest_delivery (subscription_id, period, kind, state, message_id, attempts, created_at) VALUES ($1, '2026-05', 'scheduled', 'pending', '<kept@test>', 1, $2)",
      [id, new Date(DUE)],
    );
    expect(await sweepDigests({ nowMs: DUE + 2 * 60_000, route })).toEqual({ sent: 1 });
    expect(mails[0]?.messageId).toBe("<kept@test>");
  });

  it("waits for a busy server, gives up on a refusal, and says which", async () => {
    await subscribe();
    behaviour = "busy";
    await sweepDigests({ nowMs: DUE, route });
    expect(await state()).toMatchObject([{ state: "pending", result: expect.stringContaining("not taken yet") }]);
    behaviour = "refuse";
    await sweepDigests({ nowMs: DUE + HOUR, route });
    expect(await state()).toMatchObject([{ state: "failed", attempts: 2, result: expect.stringContaining("refused") }]);
    behaviour = "take";
    expect(await sweepDigests({ nowMs: DUE + 2 * HOUR, route })).toEqual({ sent: 0 });
  });

  it("is limited to its teams, and tells them nothing of the others", async () => {
    await subscribe({ teams: ["support"] });
    await sweepDigests({ nowMs: DUE, route });
    expect(mails[0]?.subject).toBe("Support, May 2026: $80.25, provisional");
    expect(mails[0]?.text).not.toMatch(/Search|1,200\.50|1,324\.58|Unassigned/);
  });

  it("gives a lead the own teams only, and a disabled person nothing", async () => {
    const { id: teamId } = await prisma.team.findUniqueOrThrow({ where: { slug: "search" } });
    const lead = { email: "priya@halden.example", name: "Priya", role: "lead" as const, teams: { create: { teamId } } };
    const { id } = await prisma.user.create({ data: lead });
    await subscribe({ email: "Priya@halden.example", name: "Priya" });
    await sweepDigests({ nowMs: DUE, route });
    expect(mails[0]?.subject).toMatch(/^Search, May 2026: \$1,200\.50/);
    await prisma.user.update({ where: { id }, data: { disabledAt: new Date(DUE) } });
    expect(await sweepDigests({ nowMs: DUE + 31 * 24 * HOUR, route })).toEqual({ sent: 0 });
    expect((await state()).at(-1)).toMatchObject({ state: "failed", result: "not sent: this person is disabled" });
  });

  it("is written to a folder when there is no mail server", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tokenwatt-mail-"));
    await subscribe();
    expect(await sweepDigests({ nowMs: DUE, route: { kind: "folder", folder } })).toEqual({ sent: 1 });
    const [name] = readdirSync(folder);
    const mail = await simpleParser(readFileSync(join(folder, name ?? "")));
    expect(mail.subject).toBe("May 2026: $1,324.58, up 32.4 %, provisional");
    rmSync(folder, { recursive: true });
  });
});

describe("a weekly digest", () => {
  it("says the week by days of use, and the month to date", async () => {
    await subscribe({ cadence: "weekly", weekday: 0, hour: 9 });
    await sweepDigests({ nowMs: Date.parse("2026-06-08T07:00:00Z"), route });
    expect(mails[0]?.subject).toBe("Week 23: $100.00, up 24.6 %, provisional");
    expect(mails[0]?.text).toMatch(/Support +0\.00 +80\.25 +▼ −80\.25/);
    expect(mails[0]?.text).toContain("June 2026 to date, rigs included: $100.00, provisional.");
  });
});

describe("a subscription", () => {
  it("can be previewed, tested, paused and ended by its link", async () => {
    const id = await subscribe();
    const preview = await previewSubscription(id, finance, DUE);
    expect(preview.subject).toBe("May 2026: $1,324.58, up 32.4 %, provisional");
    const subscription = await prisma.digestSubscription.findUniqueOrThrow({ where: { id } });
    await sendTestDigest({ subscription, nowMs: DUE - HOUR, route });
    expect(mails[0]?.subject).toBe(`Test: ${preview.subject}`);
    const page = await digestsOf(finance, DUE - HOUR);
    expect(page.deliveries[0]).toMatchObject({ period: "Test, May 2026", result: "taken by the mail server" });
    expect(page.subscriptions[0]).toMatchObject({ lastSent: null, next: "2026-06-12T10:00:00.000Z" });
    expect(await unsubscribe("wrong")).toBeNull();
    expect(await unsubscribe(subscription.unsubscribeToken)).toEqual({ email: "mara@halden.example" });
    expect(await sweepDigests({ nowMs: DUE, route })).toEqual({ sent: 0 });
    await changeSubscription({ id, body: { isActive: true } }, finance);
    expect(await sweepDigests({ nowMs: DUE, route })).toEqual({ sent: 1 });
  });

  it("is refused to a lead, and with an unknown zone or team", async () => {
    const lead: Principal = { ...finance, role: "lead", teams: ["search"] };
    await expect(digestsOf(lead, DUE)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createSubscription(monthly, lead, DUE)).rejects.toMatchObject({ code: "forbidden" });
    await expect(subscribe({ zone: "Mars/Olympus" })).rejects.toMatchObject({ code: "invalid-input" });
    await expect(subscribe({ teams: ["nobody"] })).rejects.toMatchObject({ code: "not-found" });
  });
});
