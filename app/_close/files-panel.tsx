import Link from "next/link";
import type { ExpectedFileWire, MonthClose } from "../../lib/api/wire/close.ts";
import { providerColour, rigColour } from "../../lib/charts/identity.ts";
import { DASH } from "../../lib/core/display.ts";
import { dayShort, monthOnly } from "../../lib/core/display-dates.ts";
import { providerName } from "../../lib/core/statement/names.ts";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";

const daysIn = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

/** Which files the month should have, which came, and for which of its days. */
export function FilesPanel({ page: { month, files, learnedFrom } }: { page: MonthClose }) {
  const here = files.filter((file) => file.state === "posted" || file.state === "incomplete").length;
  return (
    <Panel
      id="h-f"
      title="Expected files"
      note={
        learnedFrom.length === 0
          ? "no earlier month to learn from"
          : `learned from ${learnedFrom.map((each) => monthOnly(each)).join(", ")}`
      }
      aside={
        <span className="push small soft">
          {here} of {files.length}
        </span>
      }
    >
      {files.length === 0 ? (
        <p className="body note">No file of this month has come, and none came in earlier months.</p>
      ) : (
        <ScrollTable label="Expected files">
          <table className="dense cards files-of-month">
            <thead>
              <tr>
                <th>File</th>
                <th>Received</th>
                <th className="days-column">Days of {monthOnly(month)}</th>
                <th className="num">of {daysIn(month)}</th>
                <th>State</th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <FileRow key={[file.kind, file.provider, file.account, file.label].join()} file={file} month={month} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </Panel>
  );
}

const STATE_CLASSES: Readonly<Record<ExpectedFileWire["state"], string>> = {
  posted: "",
  waiting: " is-waiting",
  incomplete: " is-waiting",
  missing: " is-missing",
};

function FileRow({ file, month }: { file: ExpectedFileWire; month: string }) {
  const { rigs } = useShell();
  const rig = rigs.find((each) => file.kind === "power" && file.label.startsWith(`${each.name},`));
  const colour = rig
    ? rigColour(
        rigs.map((each) => each.slug),
        rig.slug,
      )
    : providerColour(file.provider);
  const owner = file.kind === "power" ? null : (file.account ?? providerName(file.provider));
  return (
    <tr>
      <td>
        <span className="name">
          <i className="mark" style={{ background: colour }} />
          <span className="ellipsis" title={[file.label, owner].filter(Boolean).join(", ")}>
            {file.label} {owner !== null && <span className="note">{owner}</span>}
          </span>
        </span>
      </td>
      <td className="note nowrap c3 full">
        {file.importId === null ? (
          (file.usually ?? "none yet")
        ) : (
          <>
            <Link href={`/imports?import=${file.importId}`}>import {file.importId}</Link>
            {file.receivedAt === null ? "" : `, ${dayShort(file.receivedAt)}`}
          </>
        )}
      </td>
      <td className="c4 full">
        <Days file={file} month={month} />
      </td>
      <td className="num soft gone">{file.days ?? DASH}</td>
      <td className={`note c2 state${STATE_CLASSES[file.state]}`}>{file.text}</td>
    </tr>
  );
}

/** One mark a day; hollow where no file speaks for it. */
function Days({ file, month }: { file: ExpectedFileWire; month: string }) {
  const { missingDays } = file;
  if (file.kind === "power") return <span className="note">{file.days ?? "0"} days measured</span>;
  if (missingDays === null)
    return <span className="note">{file.kind === "invoice" ? "a document" : "none of its days yet"}</span>;
  const all = Array.from({ length: daysIn(month) }, (_, index) => index + 1);
  return (
    <span className="days" role="img" aria-label={`${all.length - missingDays.length} of ${all.length} days`}>
      {all.map((day) => (
        <i key={day} className={missingDays.includes(day) ? "none" : ""} />
      ))}
    </span>
  );
}
