import type { DigestsPage } from "../../lib/api/wire/records.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** What was sent, to whom, and what the mail server said. */
export function DeliveryPanel({ page }: { page: DigestsPage }) {
  return (
    <Panel id="delivery" title="Delivery" note="times in UTC, the latest">
      {page.deliveries.length === 0 ? (
        <p className="empty">Nothing sent yet.</p>
      ) : (
        <ScrollTable label="Delivery">
          <table className="dense">
            <thead>
              <tr>
                <th>Sent</th>
                <th>To</th>
                <th>What</th>
                <th>Result</th>
              </tr>
            </thead>
            <tbody>
              {page.deliveries.map((one) => (
                <tr key={one.id}>
                  <td className="nowrap">{instantShort(one.at, "UTC")}</td>
                  <td>{one.to}</td>
                  <td>
                    {one.subject}
                    <span className="note part-note">{one.period}</span>
                  </td>
                  <td>{one.result}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      {page.mail.isConfigured && <p className="foot">{page.mail.text}</p>}
    </Panel>
  );
}
