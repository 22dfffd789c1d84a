"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { send } from "../../lib/api/client.ts";
import type { ImportSummary, PostedReady } from "../../lib/api/wire/records.ts";
import { plural } from "../../lib/core/display.ts";

const REFUSALS_SHOWN = 5;

/** Posts every import that waits for review, in the order they came; says beside it what was refused and why. */
export function PostReady({ imports }: { imports: readonly ImportSummary[] }) {
  const client = useQueryClient();
  const router = useRouter();
  const post = useMutation({
    mutationFn: () => send<PostedReady>("POST", "/api/imports/post-ready", {}),
    onSettled: async () => {
      await client.invalidateQueries();
      router.refresh();
    },
  });
  const ready = imports.filter((one) => one.state === "ready").length;
  if (ready === 0 && !post.data && !post.isError) return null;
  return (
    <span className="post-ready">
      {(post.data || post.isError) && (
        <span className="small soft" role="status">
          {post.isError ? post.error.message : post.data && resultText(post.data)}
        </span>
      )}
      {ready > 0 && (
        <button type="button" className="btn" disabled={post.isPending} onClick={() => post.mutate()}>
          {post.isPending ? "Posting" : `Post ${ready} ready`}
        </button>
      )}
    </span>
  );
}

function resultText({ posted, refused }: PostedReady): string {
  const first = refused.slice(0, REFUSALS_SHOWN).map((one) => `${one.fileName}: ${one.message}`);
  const more = refused.length > REFUSALS_SHOWN ? [`${refused.length - REFUSALS_SHOWN} more were refused.`] : [];
  return [`${plural(posted.length, "import")} posted.`, ...first, ...more].join(" ");
}
