import type { ReactNode } from "react";
import type { HistoryClass } from "../../lib/charts/history.ts";

/** A titled sheet. `aside` stands at the right of the head: a legend, a total, a link. */
export function Panel({
  id,
  title,
  note,
  aside,
  span,
  children,
}: {
  id: string;
  title: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  span?: string;
  children: ReactNode;
}) {
  return (
    <section className={span === undefined ? "panel" : `panel ${span}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="note">{note}</span>}
        {aside}
      </header>
      {children}
    </section>
  );
}

export const CLASS_NAMES: Readonly<Record<HistoryClass, string>> = { cloud: "Cloud", rig: "Rigs", shared: "Shared" };
export const CLASS_COLOURS: Readonly<Record<HistoryClass, string>> = {
  cloud: "var(--cloud)",
  rig: "var(--rigs)",
  shared: "var(--shared)",
};
const CLASSES = ["cloud", "rig", "shared"] as const;

export function ClassLegend() {
  return (
    <span className="legend push">
      {CLASSES.map((one) => (
        <span key={one}>
          <i className="mark" style={{ background: CLASS_COLOURS[one] }} />
          {CLASS_NAMES[one]}
        </span>
      ))}
    </span>
  );
}

/** Nothing here yet: what is not there, why it matters, one button. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  );
}
