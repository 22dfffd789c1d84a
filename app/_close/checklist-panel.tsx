import Link from "next/link";
import type { CloseStep, MonthClose } from "../../lib/api/wire/close.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { Icon } from "../_ui/icon.tsx";
import { Panel } from "../_ui/panel.tsx";
import { useView, withView } from "../_ui/view.ts";

const MENDED_AT: Readonly<Record<CloseStep["id"], { path: string; words: string }>> = {
  files: { path: "/imports", words: "Open imports" },
  accounts: { path: "#h-rec", words: "See below" },
  meters: { path: "/rigs", words: "Rigs" },
  teams: { path: "/prices", words: "Prices and rules" },
};

/** The four steps, each done or open, in words and numbers, with where it is mended. */
export function ChecklistPanel({ page: { month, steps } }: { page: MonthClose }) {
  const { query } = useView();
  const done = steps.filter((step) => step.isDone).length;
  return (
    <Panel
      id="h-k"
      title={`Before ${monthOnly(month)} can close`}
      aside={
        <span className="push small soft">
          {done} of {steps.length} steps done
        </span>
      }
    >
      <ol className="checks">
        {steps.map((step) => (
          <li key={step.id} className={step.isDone ? "done" : "open"}>
            <span className="st" aria-hidden="true">
              {step.isDone ? <Icon name="tick" size={12} /> : <i />}
            </span>
            <b>
              {step.name}
              <span className="sr">, {step.isDone ? "done" : "open"}</span>
            </b>
            <span className="push small">
              <Mend id={step.id} href={withView(MENDED_AT[step.id].path, query)} />
            </span>
            <span className="note">{step.text}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Mend({ id, href }: { id: CloseStep["id"]; href: string }) {
  const { path, words } = MENDED_AT[id];
  return path.startsWith("#") ? <a href={path}>{words}</a> : <Link href={href}>{words}</Link>;
}
