"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { send } from "../../lib/api/client.ts";
import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { changeText, headline } from "../../lib/core/display.ts";
import { monthName } from "../../lib/core/display-dates.ts";
import { Notice } from "../_ui/notice.tsx";
import { whatPosts } from "./local-use-section.tsx";

type Act = "post" | "undo" | "discard";
const OPEN = new Set<ImportPreview["state"]>(["ready", "needs-you", "failed", "parsing"]);

/** Post, discard or undo, each saying its size; a disabled button says beside it what is missing. */
export function ImportActions({
  preview,
  mayImport,
  onGone,
}: {
  preview: ImportPreview;
  mayImport: boolean;
  onGone(): void;
}) {
  // The same money in another export: it is replaced only when a person says so.
  const [replacesOther, setReplacesOther] = useState(false);
  const client = useQueryClient();
  const router = useRouter();
  const act = useMutation({
    mutationFn: (what: Act) =>
      send("POST", `/api/imports/${preview.id}/${what}`, what === "post" ? { replace: replacesOther } : {}),
    onSuccess: async (_, what) => {
      if (what === "discard") onGone();
      await client.invalidateQueries();
      // The navigation shows months, and how many files wait.
      router.refresh();
    },
  });
  const isOpen = OPEN.has(preview.state);
  const mustChoose = isOpen && preview.overlaps.length > 0;
  const canUndo = preview.state === "posted";
  if (!mayImport || (!isOpen && !canUndo)) return <Effect preview={preview} />;
  return (
    <>
      {act.isError && (
        <div className="section act-error">
          <Notice kind="bad">
            <b>Nothing was changed.</b> {act.error.message}
          </Notice>
        </div>
      )}
      <div className="act">
        <span className="small soft">{preview.whyNot ?? effectText(preview)}</span>
        {mustChoose && (
          <label className="small replace-choice">
            <input
              type="checkbox"
              checked={replacesOther}
              onChange={(event) => setReplacesOther(event.target.checked)}
            />
            Replace what import {preview.overlaps.map((one) => one.importId).join(", ")} counts on these days
          </label>
        )}
        <span className="push">
          {isOpen && (
            <button type="button" className="btn danger" disabled={act.isPending} onClick={() => act.mutate("discard")}>
              Discard
            </button>
          )}
          {isOpen && !preview.needsMapping && (
            <button
              type="button"
              className="btn main"
              disabled={!preview.canPost || act.isPending || (mustChoose && !replacesOther)}
              onClick={() => act.mutate("post")}
            >
              {act.isPending && act.variables === "post" ? "Posting" : postLabel(preview, replacesOther)}
            </button>
          )}
          {canUndo && (
            <button type="button" className="btn danger" disabled={act.isPending} onClick={() => act.mutate("undo")}>
              {act.isPending ? "Undoing" : `Undo ${whatPosts(preview)}`}
            </button>
          )}
        </span>
      </div>
    </>
  );
}

const postLabel = (preview: ImportPreview, replacesOther: boolean): string =>
  `${preview.replaces.length > 0 || replacesOther ? "Replace and post" : "Post"} ${whatPosts(preview)}`;

function effectText(preview: ImportPreview): string {
  const verb = preview.state === "posted" ? "Posted" : "After posting";
  if (preview.effect.length === 0) return preview.message;
  const months = preview.effect
    .slice(0, 3)
    .map(
      (one) =>
        `${monthName(one.month)} ${changeText(one.change)} ${one.currency} to ${headline(one.after, one.currency)}`,
    );
  const more = preview.effect.length > 3 ? `, and ${preview.effect.length - 3} more months` : "";
  return `${verb}: ${months.join("; ")}${more}`;
}

function Effect({ preview }: { preview: ImportPreview }) {
  // A discarded file says why: it may be the same bytes as another.
  const text = preview.state === "discarded" ? preview.message : (preview.whyNot ?? effectText(preview));
  return (
    <div className="act">
      <span className="small soft">{text}</span>
    </div>
  );
}
