import Link from "next/link";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { barLength } from "../../lib/charts/bars.ts";
import { rigColour } from "../../lib/charts/identity.ts";
import { count, moneyText, percentText, tokenPlaces, tokensInMillions } from "../../lib/core/display.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { SPLIT_NAMES } from "./rig-words.ts";

type User = RigMonth["users"][number];

/** Who the month went to; idle time is a row like a team. */
export function RigUsersPanel({ rig, span }: { rig: RigMonth; span: string }) {
  const tokens = rig.users.map((user) => user.tokens);
  const hasTokens = tokens.some((each) => each !== null);
  return (
    <Panel id="users" title="Who used it" note={`by ${SPLIT_NAMES[rig.split.by]}, ${rig.currency}`} span={span}>
      {rig.users.length === 0 ? (
        <p className="empty">Nothing of this month was borne by anybody.</p>
      ) : (
        <ScrollTable label="Who used it">
          <table className="dense tight">
            <thead>
              <tr>
                <th>Team</th>
                <th className="bar-cell wide-only">
                  <span className="sr">Bar</span>
                </th>
                {hasTokens && <th className="num">Tokens, M</th>}
                <th className="num">Share, %</th>
                <th className="num">{rig.currency}</th>
              </tr>
            </thead>
            <tbody>
              {rig.users.map((user) => (
                <UserRow
                  key={user.slug ?? user.name}
                  rig={rig}
                  user={user}
                  places={hasTokens ? tokenPlaces(tokens) : null}
                />
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td>{rig.name}</td>
                <td className="wide-only" />
                {hasTokens && <td />}
                <td className="num">100.0</td>
                <td className="num">
                  <Amount value={rig.month.amount} />
                </td>
              </tr>
            </tfoot>
          </table>
        </ScrollTable>
      )}
      <SplitFoot split={rig.split} />
    </Panel>
  );
}

function UserRow({ rig, user, places }: { rig: RigMonth; user: User; places: 0 | 1 | 3 | null }) {
  const { rigs } = useShell();
  const colour = rigColour(
    rigs.map((each) => each.slug),
    rig.slug,
  );
  const width = `${barLength(
    user.sharePercent,
    rig.users.map((each) => each.sharePercent),
  )}%`;
  const isIdle = user.filter.bearer === "idle";
  const pattern = isIdle ? "user-bar dots" : user.slug === null ? "user-bar hatch" : "user-bar";
  return (
    <tr>
      <td>
        {user.name}
        {user.idleAmount !== null && (
          <span className="note part-note">of it {moneyText(user.idleAmount)} idle, carried</span>
        )}
      </td>
      <td className="bar-cell wide-only">
        <span className={pattern} style={user.slug === null ? { width } : { width, background: colour }} />
      </td>
      {places !== null && (
        <td className="num" title={user.requests === null ? undefined : `${count(user.requests)} requests`}>
          {user.tokens === null ? isIdle ? "" : <Missing why="no file tells" /> : tokensInMillions(user.tokens, places)}
        </td>
      )}
      <td className="num">{percentText(user.sharePercent)}</td>
      <td className="num">
        <FigureButton filter={user.filter} name={`${user.name}’s share of ${rig.name}`}>
          <Amount value={user.amount} />
        </FigureButton>
      </td>
    </tr>
  );
}

function SplitFoot({ split }: { split: RigMonth["split"] }) {
  return (
    <p className="foot">
      {split.working.join(" ")}
      {split.files.length > 0 && " Read from "}
      {split.files.map((file, at) => (
        <span key={file.importId}>
          {at > 0 && ", "}
          <Link href={`/imports?import=${file.importId}`}>{file.fileName}</Link>
        </span>
      ))}
      {split.files.length > 0 && "."}
      {split.files.length === 0 && split.by !== "shares" && (
        <>
          {" "}
          <Link href="/imports">Import a log of its use</Link>
        </>
      )}
    </p>
  );
}
