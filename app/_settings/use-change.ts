"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { send } from "../../lib/api/client.ts";

export type ChangeRequest = {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
};

/** Sends a change; then everything that may show it is read again, the navigation included. */
export function useChange(onDone?: () => void) {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: ({ method, path, body }: ChangeRequest) => send(method, path, body),
    onSuccess: async () => {
      onDone?.();
      await client.invalidateQueries();
      router.refresh();
    },
  });
}
