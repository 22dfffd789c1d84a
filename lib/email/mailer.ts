import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";

/** Where mail goes: a server, or a folder when none is configured. */
export type MailRoute =
  | { readonly kind: "smtp"; readonly url: string }
  | { readonly kind: "folder"; readonly folder: string };

export type Mail = {
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** `<...@...>`: the same for every try, so that a receiver can drop a second copy. */
  readonly messageId: string;
  /** Address that ends the subscription by GET (a page) and by POST (one click, RFC 8058). */
  readonly unsubscribeUrl: string | null;
  readonly date: Date;
};

/** What became of a try. `isFinal`: the server refused for good, another try would be refused too. */
export type Outcome =
  | { readonly isSent: true; readonly result: string }
  | { readonly isSent: false; readonly isFinal: boolean; readonly result: string };

const CONNECT_LIMIT_MS = 10_000;
const SEND_LIMIT_MS = 30_000;

function composed(mail: Mail) {
  const headers: Record<string, string> =
    mail.unsubscribeUrl === null
      ? {}
      : { "List-Unsubscribe": `<${mail.unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
  const { from, to, subject, html, text, messageId, date } = mail;
  // Auto-Submitted keeps out-of-office replies from answering.
  return {
    from,
    to,
    subject,
    html,
    text,
    messageId,
    date,
    headers: { ...headers, "Auto-Submitted": "auto-generated" },
  };
}

/** Hands a mail over. Never throws for what a mail server or disk may answer: that is the outcome. */
export async function deliver(mail: Mail, route: MailRoute): Promise<Outcome> {
  try {
    return route.kind === "smtp" ? await throughServer(mail, route.url) : await intoFolder(mail, route.folder);
  } catch (error) {
    const code = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0;
    const words = error instanceof Error ? error.message : String(error);
    return {
      isSent: false,
      isFinal: code >= 500,
      result: code >= 500 ? `refused: ${words}` : `not taken yet: ${words}`,
    };
  }
}

async function throughServer(mail: Mail, url: string): Promise<Outcome> {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_LIMIT_MS,
    greetingTimeout: CONNECT_LIMIT_MS,
    socketTimeout: SEND_LIMIT_MS,
  });
  try {
    await transport.sendMail(composed(mail));
    return { isSent: true, result: "taken by the mail server" };
  } finally {
    transport.close();
  }
}

async function intoFolder(mail: Mail, folder: string): Promise<Outcome> {
  const built = await createTransport({ streamTransport: true, buffer: true }).sendMail(composed(mail));
  await mkdir(folder, { recursive: true });
  const name = `${mail.messageId.replace(/[^A-Za-z0-9.@-]/g, "")}.eml`;
  // Written aside and renamed: a crash leaves no half mail, a second try replaces the first.
  await writeFile(join(folder, `${name}.part`), built.message as Buffer); // `buffer: true` gives a Buffer
  await rename(join(folder, `${name}.part`), join(folder, name));
  return { isSent: true, result: `written to mail/${name}` };
}
