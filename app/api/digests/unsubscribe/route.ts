import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { unsubscribe } from "../../../../lib/flows/digests.ts";

const query = z.object({
  token: z.string().regex(/^[\w-]{1,100}$/, "This link is not whole. Copy it from the mail again."),
});

const STYLE =
  "body{font:16px/24px system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;color:#16191d;background:#fff}" +
  "button{font:600 15px/20px system-ui,sans-serif;padding:10px 18px;border:0;border-radius:6px;background:#0b6470;color:#fff;cursor:pointer}" +
  "@media(prefers-color-scheme:dark){body{background:#151719;color:#e8e6e1}}";

function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title} · Tokenwatt</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
  const headers = { "content-type": "text/html; charset=utf-8", "referrer-policy": "no-referrer" };
  return new Response(html, { status, headers });
}

/** Mail scanners follow links, so opening this changes nothing. The token is in the address already; the form keeps it. */
export const GET = route({
  access: "public",
  query,
  handle: async () =>
    page(
      "End this digest?",
      '<p>You will get no more mails from this subscription.</p><form method="post"><button>Unsubscribe</button></form>',
    ),
});

/** The button above, and the one click of mail programs (RFC 8058). */
export const POST = route({
  access: "public",
  query,
  handle: async ({ query: { token } }) =>
    (await unsubscribe(token))
      ? page("Unsubscribed", "<p>This digest is ended. Whoever set it up can start it again.</p>")
      : page("No such subscription", "<p>It was ended or removed before.</p>", 404),
});
