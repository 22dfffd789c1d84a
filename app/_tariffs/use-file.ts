"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readAnswer } from "../../lib/api/client.ts";

/** Sends a file as it is; then everything that may show what it says is read again. */
export function useFile<Answer>(path: string, onDone?: (answer: Answer) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, query }: { file: File; query: Readonly<Record<string, string>> }) => {
      const given = Object.entries({ ...query, name: file.name }).filter(([, value]) => value !== "");
      const response = await fetch(`${path}?${new URLSearchParams(given)}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: file,
      });
      return readAnswer<Answer>(response.status, await response.text());
    },
    onSuccess: async (answer) => {
      onDone?.(answer);
      await client.invalidateQueries();
    },
  });
}
