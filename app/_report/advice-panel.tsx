"use client";

import { useState } from "react";
import type { Advice } from "../../lib/api/wire/statement.ts";
import { moneyText } from "../../lib/core/display.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";

const SHOWN_FIRST = 4;
const CONFIDENCE = { low: 1, fair: 2, high: 3 } as const;
const WORDS = { low: "Low", fair: "Fair", high: "High", medium: "Medium" } as const;

/** What to do about it: the sentence, the saving with its working, how sure, how hard, what would make it wrong. */
export function AdvicePanel({
  advice,
  together,
  currency,
  span,
}: {
  advice: readonly Advice[];
  /** Savings that do not count the same money twice, summed; null when none is counted. */
  together: string | null;
  currency: string;
  span?: string;
}) {
  const place = span === undefined ? {} : { span };
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? advice : advice.slice(0, SHOWN_FIRST);
  const hidden = advice.length - shown.length;
  return (
    <Panel
      id="advice"
      title="Recommendations"
      note={`${currency} a month`}
      {...place}
      aside={
        together === null ? undefined : (
          <span className="push small">
            <b className="strong">
              <Amount value={together} />
            </b>{" "}
            together
          </span>
        )
      }
    >
      {advice.length === 0 ? (
        <Empty title="Nothing to recommend">
          No rule found spend that would be cheaper elsewhere. The limits the rules use are in the settings.
        </Empty>
      ) : (
        <ul className="advice">
          {shown.map((one) => (
            <AdviceItem key={one.id} advice={one} />
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <p className="foot">
          <button type="button" className="link quiet" onClick={() => setShowsAll(true)}>
            {hidden} more
          </button>
        </p>
      )}
    </Panel>
  );
}

function AdviceItem({ advice }: { advice: Advice }) {
  const dots = CONFIDENCE[advice.confidence];
  return (
    <li>
      <span className="what">{advice.title}</span>
      <span className="save">
        {advice.savingMonthly === null ? (
          <Missing why="it informs; no saving is counted" />
        ) : (
          <Amount value={advice.savingMonthly} />
        )}
      </span>
      <p className="basis">{advice.basis}</p>
      <p className="range">
        {advice.range !== null && (
          <>
            {moneyText(advice.range.low)}
            <br className="wide-only" /> to {moneyText(advice.range.high)}
          </>
        )}
      </p>
      <div className="tags">
        <span>
          <span className="level" aria-hidden="true">
            {[1, 2, 3].map((dot) => (
              <i key={dot} className={dot <= dots ? "on" : ""} />
            ))}
          </span>
          {WORDS[advice.confidence]} confidence
        </span>
        <span>{WORDS[advice.effort]} effort</span>
        <span>{advice.isReversible ? "Reversible" : "Not reversible"}</span>
      </div>
      <details className="more">
        <summary>Working and what would make it wrong</summary>
        <dl className="working">
          {advice.working.map((line) => (
            <div key={line.label} className="contents">
              <dt>
                {line.label}
                {line.text !== "" && <span className="note"> {line.text}</span>}
              </dt>
              <dd>{line.amount === null ? "" : <Amount value={line.amount} />}</dd>
            </div>
          ))}
        </dl>
        {advice.wrongIf.length > 0 && (
          <ul className="wrong-if">
            {advice.wrongIf.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}
