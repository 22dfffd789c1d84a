import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

export type NoticeKind = "info" | "warn" | "bad" | "good";

/** One thing to know, in its place. Trouble is announced; the rest is read in order. */
export function Notice({ kind = "info", children }: { kind?: NoticeKind; children: ReactNode }) {
  const icon = kind === "good" ? "tick" : kind === "info" ? "info" : "warning";
  return (
    <div className={`notice ${kind}`} role={kind === "bad" ? "alert" : undefined}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}
