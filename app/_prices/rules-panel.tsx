"use client";

import { useState } from "react";
import type { RulesMonth } from "../../lib/api/wire/rules.ts";
import type { FigureFilter } from "../../lib/api/wire/statement.ts";
import { decimal, isZero } from "../../lib/core/decimal.ts";
import { plural } from "../../lib/core/display.ts";
import { dayName, monthOnly } from "../../lib/core/display-dates.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Amount } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { RuleForm } from "./rule-form.tsx";

type Rule = RulesMonth["rules"][number];

/** How cost finds its team, and what each rule caught of the month; the rows sum to the month. */
export function RulesPanel({ page, mayChange }: { page: RulesMonth; mayChange: boolean }) {
  const { teams } = useShell();
  const [isAdding, setAdding] = useState(false);
  const end = useChange();
  const idle = page.rules.filter((rule) => rule.entries === 0);
  return (
    <Panel
      id="rules"
      title="Attribution rules"
      note="all conditions of a rule must match; the rule with the most conditions decides, then the lower number"
      aside={
        mayChange && teams.length > 0 ? (
          <span className="push">
            <button type="button" className="btn tiny" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              <Icon name="add" size={14} />
              Add a rule
            </button>
          </span>
        ) : undefined
      }
    >
      {isAdding && <RuleForm onDone={() => setAdding(false)} />}
      {end.isError && (
        <div className="body">
          <Refusal error={end.error} />
        </div>
      )}
      <ScrollTable label="Attribution rules">
        <table className="dense cards rules">
          <thead>
            <tr>
              <th className="num">Rule</th>
              <th>When the line says</th>
              <th>It goes to, %</th>
              <th>In force</th>
              <th className="num">Version</th>
              <th>Set by</th>
              <th className="num">
                {monthOnly(page.month)}, {page.currency}
              </th>
              {mayChange && (
                <th>
                  <span className="sr">End</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {page.rules.map((rule) => (
              <RuleLine
                key={rule.id}
                rule={rule}
                month={page.month}
                isEnding={end.isPending}
                onEnd={mayChange ? () => end.mutate({ method: "DELETE", path: `/api/rules/${rule.id}` }) : null}
              />
            ))}
            <OtherRows page={page} hasActs={mayChange} />
          </tbody>
          <tfoot>
            <tr className="total">
              <td className="gone" />
              <td>Every line of {monthOnly(page.month)}</td>
              <td className="gone" colSpan={4} />
              <td className="num c2">
                <Caught name="every line" filter={filterOf(page.month)} amount={page.total} />
              </td>
              {mayChange && <td className="gone" />}
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
      <p className="foot">
        {idle.length > 0 &&
          `${plural(idle.length, "rule")} caught nothing in ${monthOnly(page.month)}: ${idle.map((rule) => rule.number).join(", ")}. `}
        Trying a rule shows what would move in open months before it is kept. Ending one decides its lines anew.
      </p>
    </Panel>
  );
}

const filterOf = (month: string, more: Partial<FigureFilter> = {}): FigureFilter => ({
  month,
  cost: "effective",
  monthBy: "billed",
  ...more,
});

function Caught({ name, filter, amount }: { name: string; filter: FigureFilter; amount: string }) {
  return (
    <FigureButton filter={filter} name={name}>
      <Amount value={amount} />
    </FigureButton>
  );
}

function RuleLine({
  rule,
  month,
  isEnding,
  onEnd,
}: {
  rule: Rule;
  month: string;
  isEnding: boolean;
  onEnd: (() => void) | null;
}) {
  return (
    <tr>
      <td className="num muted gone">{rule.number}</td>
      <td>
        <span className="narrow-inline muted">{rule.number} </span>
        <Conditions match={rule.match} />
        {rule.note !== "" && <span className="note part-note">{rule.note}</span>}
      </td>
      <td className="full c3">
        <GoesTo rule={rule} />
      </td>
      <td className="soft gone">{inForce(rule)}</td>
      <td className="num soft gone">{rule.version}</td>
      <td className="soft nowrap gone">{rule.createdBy}</td>
      <td className="num c2">
        <Caught
          name={`rule ${rule.number}`}
          filter={filterOf(month, { rule: String(rule.number) })}
          amount={rule.amount}
        />
      </td>
      {onEnd !== null && (
        <td className="num full c4">
          <button type="button" className="link quiet small" disabled={isEnding} onClick={onEnd}>
            End<span className="sr"> rule {rule.number}</span>
          </button>
        </td>
      )}
    </tr>
  );
}

function Conditions({ match }: { match: Rule["match"] }) {
  return Object.entries(match).map(([kind, value], index) => (
    <span key={kind}>
      {index > 0 && <span className="muted"> and </span>}
      <span className="muted">{kind}</span> <code>{value}</code>
    </span>
  ));
}

const MARK_LETTERS = 2;

function GoesTo({ rule }: { rule: Rule }) {
  const { teams } = useShell();
  const name = (slug: string) => teams.find((team) => team.slug === slug)?.name ?? slug;
  const [only] = rule.shares;
  if (rule.splitBy !== null) return <>{splitText(rule.splitBy)}</>;
  if (rule.shares.length === 1 && only !== undefined) {
    return (
      <span className="name">
        <i className="mono-box" aria-hidden="true">
          {name(only.team).slice(0, MARK_LETTERS)}
        </i>
        {name(only.team)}
      </span>
    );
  }
  return (
    <span className="shares">
      {rule.shares.map((share) => (
        <span key={share.team}>
          <i className="mono-box" title={name(share.team)} aria-hidden="true">
            {name(share.team).slice(0, MARK_LETTERS)}
          </i>
          <span className="sr">{name(share.team)}</span>
          {share.percent}
        </span>
      ))}
      <span className="sum">= 100 %</span>
    </span>
  );
}

const splitText = ({ family, provider }: NonNullable<Rule["splitBy"]>): string =>
  `by measured tokens × price, per day and model${family ? `, of ${family}` : ""}${provider ? `, ${provider}’s usage` : ""}`;

function inForce(rule: Rule): string {
  if (rule.from === null && rule.to === null) return "always";
  const from = rule.from === null ? "" : `since ${dayName(rule.from)}`;
  const to = rule.to === null ? "" : `to ${dayName(rule.to)}`;
  return `${from} ${to}`.trim();
}

/** What no rule in force decided: unassigned, withdrawn rules, rigs. */
function OtherRows({ page, hasActs }: { page: RulesMonth; hasActs: boolean }) {
  const { month, unassigned, withdrawn, rigs } = page;
  return (
    <>
      <OtherRow
        mark={<i className="mono-box hatch small-box" aria-hidden="true" />}
        what="No rule fits"
        to={
          <>
            Unassigned <span className="note">{unassigned.keys > 0 ? plural(unassigned.keys, "key") : ""}</span>
          </>
        }
        amount={<Caught name="no rule" filter={filterOf(month, { rule: "none" })} amount={unassigned.amount} />}
        hasActs={hasActs}
      />
      {!isZero(decimal(withdrawn)) && (
        <OtherRow
          what="Rules that are withdrawn"
          to={<span className="note">in a closed month, as they decided then</span>}
          amount={<Amount value={withdrawn} />}
          hasActs={hasActs}
        />
      )}
      {!isZero(decimal(rigs)) && (
        <OtherRow
          mark={<i className="mark" style={{ background: "var(--rigs)" }} />}
          what="Rigs"
          to="by each rig’s own shares, idle apart"
          amount={<Caught name="rigs" filter={filterOf(month, { class: "rig" })} amount={rigs} />}
          hasActs={hasActs}
        />
      )}
    </>
  );
}

function OtherRow({
  mark,
  what,
  to,
  amount,
  hasActs,
}: {
  mark?: React.ReactNode;
  what: string;
  to: React.ReactNode;
  amount: React.ReactNode;
  hasActs: boolean;
}) {
  return (
    <tr>
      <td className="num gone">{mark}</td>
      <td>{what}</td>
      <td className="full c3">{to}</td>
      <td className="gone" colSpan={3} />
      <td className="num c2">{amount}</td>
      {hasActs && <td className="gone" />}
    </tr>
  );
}
