import { Amount } from "../_ui/amount.tsx";

const LINES = [
  { name: "Cloud models", note: "38 invoice lines", amount: "8412.60", colour: "var(--cloud)" },
  { name: "Hardware", note: "2 rigs, month 9 of 36", amount: "2229.17", colour: "var(--rigs)" },
  { name: "Energy", note: "1,470.94 kWh at 0.170", amount: "250.06", colour: "var(--rigs)" },
  { name: "Labour", note: "8 h at 85.00", amount: "680.00", colour: "var(--rigs)" },
  { name: "Shared", note: "gateway, tracing", amount: "1420.00", colour: "var(--shared)" },
] as const;

/** What a month looks like, for somebody who has not signed in: an invented one that sums. */
export function ExampleStatement() {
  return (
    <section className="sample" aria-label="A statement, as an example">
      <div className="receipt">
        <p className="label">Example statement, one month</p>
        <p className="receipt-title">Tokens and watts on one statement</p>
        <dl>
          {LINES.map((line) => (
            <div key={line.name}>
              <dt>
                <i className="mark" style={{ background: line.colour }} />
                {line.name}
              </dt>
              <dd className="note">{line.note}</dd>
              <dd>
                <Amount value={line.amount} />
              </dd>
            </div>
          ))}
        </dl>
        <p className="receipt-total">
          <span>Total cost of ownership</span>
          <span>
            $<Amount value="12991.83" />
          </span>
        </p>
        <div className="split" aria-hidden="true">
          <i style={{ flex: 841260, background: "var(--cloud)" }} />
          <i style={{ flex: 315923, background: "var(--rigs)" }} />
          <i style={{ flex: 142000, background: "var(--shared)" }} />
        </div>
      </div>
    </section>
  );
}
