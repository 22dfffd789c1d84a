"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { digestPreview } from "../../lib/api/wire/records.ts";
import { Bones } from "../_ui/loaded.tsx";
import { Notice } from "../_ui/notice.tsx";
import type { Subscription } from "./schedule-words.ts";

type DigestPreview = z.infer<typeof digestPreview>;
type Form = "html" | "text";

/** The mail as it would go out now. The frame is sandboxed: a mail runs nothing and sends nothing. */
export function PreviewPanel({ subscription }: { subscription: Subscription }) {
  const [form, setForm] = useState<Form>("html");
  const query = useQuery({
    queryKey: keys.digestPreview(subscription.id),
    queryFn: ({ queryKey, signal }) => fetchKey<DigestPreview>(queryKey, signal),
  });
  return (
    <section className="panel" aria-labelledby="preview">
      <header>
        <h2 id="preview">Preview</h2>
        <span className="note">what {subscription.name} would get now</span>
        <fieldset className="seg push" aria-label="Form of the mail">
          <button type="button" aria-pressed={form === "html"} onClick={() => setForm("html")}>
            HTML
          </button>
          <button type="button" aria-pressed={form === "text"} onClick={() => setForm("text")}>
            Plain text
          </button>
        </fieldset>
      </header>
      {query.isPending && <Bones label="Writing the mail" />}
      {query.isError && (
        <div className="body">
          <Notice kind="bad">
            <b>The preview could not be made.</b> {query.error.message}
          </Notice>
        </div>
      )}
      {query.data !== undefined && (
        <>
          <dl className="pairs preview-head">
            <dt>Subject</dt>
            <dd>{query.data.subject}</dd>
            <dt>To</dt>
            <dd>{subscription.email}</dd>
          </dl>
          {form === "html" ? (
            <iframe
              className="preview"
              title={`The mail to ${subscription.name}`}
              sandbox=""
              srcDoc={query.data.html}
            />
          ) : (
            <pre className="mail-text">{query.data.text}</pre>
          )}
        </>
      )}
    </section>
  );
}
