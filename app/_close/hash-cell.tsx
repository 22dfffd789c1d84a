"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { HashCheck } from "../../lib/api/wire/close.ts";
import { shortHash } from "./closed-months-panel.tsx";

/** The hash that was signed, to copy whole, and to reckon anew from the figures as they stand. */
export function HashCell({ hash, month }: { hash: string; month: string }) {
  const [copied, setCopied] = useState<"not yet" | "yes" | "refused">("not yet");
  const check = useMutation({ mutationFn: () => fetchKey<HashCheck>(keys.monthHash(month)) });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(hash);
      setCopied("yes");
    } catch {
      setCopied("refused"); // browsers refuse it outside a secure page: the hash is shown to be copied by hand
    }
  };
  return (
    <div>
      <dt>Hash</dt>
      <dd className="mono" title={hash}>
        {copied === "refused" ? <span className="whole-hash">{hash}</span> : shortHash(hash)}
      </dd>
      <dd className="why">
        <button type="button" className="link" onClick={() => void copy()}>
          {copied === "yes" ? "Copied" : "Copy all 64 characters"}
        </button>
        ,{" "}
        <button type="button" className="link" disabled={check.isPending} onClick={() => check.mutate()}>
          check it
        </button>
        <span role="status" className={check.data?.holds === false ? "broken" : ""}>
          {check.data && (check.data.holds ? ": holds" : ": the figures are not those that were signed")}
          {check.isError && `: ${check.error.message}`}
        </span>
      </dd>
    </div>
  );
}
