"use client";

import Link from "next/link";
import { useState } from "react";
import type { LinesRequest } from "../../lib/api/query-keys.ts";
import type { LinesPage } from "../../lib/api/wire/explain.ts";
import { compare, decimal } from "../../lib/core/decimal.ts";
import { count, moneyText, percentText, tokenPlaces, tokensInMillions } from "../../lib/core/display.ts";
import { dayName, monthName } from "../../lib/core/display-dates.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Icon } from "../_ui/icon.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { withView } from "../_ui/view.ts";
import { FILTER_WORDS, FILTERS, GROUPINGS, type Grouping } from "./filters.ts";
import type { LinesChange } from "./lines-view.tsx";

type Props = {
  readonly page: LinesPage;
  readonly request: LinesRequest;
  readonly grouping: Grouping;
  onChange(change: LinesChange): void;
};

export function GroupsPanel({ page, request, grouping, onChange }: Props) {
  const places = tokenPlaces([...page.groups.map((group) => group.tokens), page.tokens]);
  const isNarrowed = FILTERS.some((name) => request[name] !== undefined);
  return (
    <section className="panel" aria-labelledby="groups">
      <h2 className="sr" id="groups">
        Ledger lines by {FILTER_WORDS[grouping].toLowerCase()}
      </h2>
      <Chips page={page} request={request} grouping={grouping} onChange={onChange} />
      {page.groups.length === 0 ? (
        <p className="empty">No line of {monthName(page.month)} matches. Remove a filter to see more.</p>
      ) : (
        <ScrollTable label="Groups">
          <table className="dense">
            <thead>
              <tr>
                <th>{FILTER_WORDS[grouping]}</th>
                <th className="wide-only">Basis</th>
                <th className="num wide-only">Entries</th>
                <th className="num">Tokens, M</th>
                <th className="num">{page.currency}</th>
                <th className="num wide-only">Share, %</th>
              </tr>
            </thead>
            <tbody>
              {page.groups.map((group) => (
                <GroupLine
                  key={group.keys.join("\n")}
                  group={group}
                  places={places}
                  grouping={grouping}
                  onChange={onChange}
                />
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td>{isNarrowed ? "These lines" : monthName(page.month)}</td>
                <td className="wide-only" />
                <td className="num wide-only">{count(page.entryCount)}</td>
                <td className="num">
                  {page.tokens === null ? (
                    <Missing why="the exports give no tokens" />
                  ) : (
                    tokensInMillions(page.tokens, places)
                  )}
                </td>
                <td className="num">
                  <Amount value={page.total} estimated={page.estimated} />
                </td>
                <td className="num wide-only" />
              </tr>
            </tfoot>
          </table>
        </ScrollTable>
      )}
      <SameAsOverview page={page} request={request} />
    </section>
  );
}

function GroupLine({
  group,
  places,
  grouping,
  onChange,
}: {
  group: LinesPage["groups"][number];
  places: number;
  grouping: Grouping;
  onChange: Props["onChange"];
}) {
  const value = group.filter[grouping];
  const next = GROUPINGS[Math.min(GROUPINGS.indexOf(grouping) + 1, GROUPINGS.length - 1)];
  const label = grouping === "day" ? dayName(group.label) : group.label;
  return (
    <tr>
      <td>
        {value === undefined ? (
          label
        ) : (
          <button
            type="button"
            className="link quiet group-name"
            title={`Show only ${label}`}
            onClick={() => onChange({ [grouping]: value, by: next ?? grouping })}
          >
            {label}
          </button>
        )}
      </td>
      <td className="note nowrap wide-only">{group.basis}</td>
      <td className="num soft wide-only">{count(group.entries)}</td>
      <td className="num soft">
        {group.tokens === null ? <Missing why="the export gives money only" /> : tokensInMillions(group.tokens, places)}
      </td>
      <td className="num strong">
        <FigureButton filter={group.filter} name={label}>
          {group.basis === "quantity" ? (
            <Missing why="usage without money: it counts what is billed elsewhere, or has no price" />
          ) : (
            <Amount value={group.amount} estimated={group.estimated} />
          )}
        </FigureButton>
      </td>
      <td className="num soft wide-only">
        {group.share === null ? <Missing why="the total is zero" /> : percentText(group.share)}
      </td>
    </tr>
  );
}

/** One chip, one parameter of the address. */
function Chips({ page, request, grouping, onChange }: Props) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="filters">
      <span className="filter">
        <span>Month</span>
        <b>{monthName(page.month)}</b>
      </span>
      {FILTERS.map((name) => {
        const value = request[name];
        if (value === undefined) return null;
        return (
          <span className="filter" key={name}>
            <span>{FILTER_WORDS[name]}</span>
            <b title={value}>{value.replaceAll("\n", ", ")}</b>
            <button
              type="button"
              aria-label={`Remove ${FILTER_WORDS[name]} ${value}`}
              onClick={() => onChange({ [name]: null })}
            >
              <Icon name="close" size={14} />
            </button>
          </span>
        );
      })}
      <button
        type="button"
        className="btn tiny bare"
        onClick={() => {
          void navigator.clipboard.writeText(window.location.href).then(() => setCopied(true));
        }}
      >
        {isCopied ? "Copied" : "Copy the address"}
      </button>
      <span className="by">
        <span className="small muted">Group by</span>
        <fieldset className="seg" aria-label="Group by">
          {GROUPINGS.map((one) => (
            <button key={one} type="button" aria-pressed={one === grouping} onClick={() => onChange({ by: one })}>
              {FILTER_WORDS[one]}
            </button>
          ))}
        </fieldset>
      </span>
    </div>
  );
}

function SameAsOverview({ page, request }: { page: LinesPage; request: LinesRequest }) {
  if (page.overviewTotal === null) return null;
  const isSame = compare(decimal(page.total), decimal(page.overviewTotal)) === 0;
  const view = { month: page.month, cost: request.cost, monthBy: request.monthBy };
  return (
    <p className="identity">
      <span>
        These lines <b>{moneyText(page.total)}</b>
      </span>
      <span>=</span>
      <span>
        <Link href={withView("/", view)}>overview</Link> <b>{moneyText(page.overviewTotal)}</b>
      </span>
      {isSame ? (
        <span className="ok">The same to the last digit</span>
      ) : (
        <span className="ok broken">Differs. Rebuild the rollups: npm run -s tokenwatt -- verify</span>
      )}
    </p>
  );
}
