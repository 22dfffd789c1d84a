"use client";

import type { ScopesMonth } from "../../lib/api/wire/prices.ts";
import { providerColour, providerName } from "../../lib/charts/identity.ts";
import { plural } from "../../lib/core/display.ts";
import { Refusal } from "../_settings/refusal.tsx";
import { useChange } from "../_settings/use-change.ts";
import { Amount } from "../_ui/amount.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

type Source = ScopesMonth["sources"][number];
const SERVICES_SHOWN = 6;

/** What of each broad bill counts, and what is left out of every total: counted here, never dropped. */
export function ScopesPanel({ page, mayChange }: { page: ScopesMonth; mayChange: boolean }) {
  const change = useChange();
  const put = (source: Source, wanted: Partial<Pick<Source, "scope" | "services">>) => {
    const { provider, format, scope, services } = { ...source, ...wanted };
    change.mutate({ method: "PUT", path: "/api/scopes", body: { provider, format, scope, services } });
  };
  return (
    <Panel id="scopes" title="What counts of a bill" note="a cloud’s bill holds more than AI">
      {change.isError && (
        <div className="body">
          <Refusal error={change.error} />
        </div>
      )}
      {page.sources.length === 0 ? (
        <p className="empty">No bill that tells AI from the rest is posted for this month; everything counts.</p>
      ) : (
        <ScrollTable label="What counts of a bill">
          <table className="dense cards">
            <thead>
              <tr>
                <th>Source</th>
                <th>Counts</th>
                <th>Out of scope</th>
                {mayChange && (
                  <th>
                    <span className="sr">Change</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {page.sources.map((source) => (
                <tr key={`${source.provider} ${source.format}`}>
                  <td>
                    <span className="name">
                      <i className="mark" style={{ background: providerColour(source.provider) }} />
                      <span>
                        {providerName(source.provider)}
                        <span className="note part-note">{source.label}</span>
                      </span>
                    </span>
                  </td>
                  <td className="full c3">
                    {countsText(source)}
                    <span className="note part-note">
                      {source.isDefault ? "by default" : `set by ${source.changedBy}`}
                    </span>
                  </td>
                  <td className="full c4">
                    <Outside source={source} {...(mayChange && { onCount: (services) => put(source, { services }) })} />
                  </td>
                  {mayChange && (
                    <td className="num full c5">
                      <button
                        type="button"
                        className="btn tiny"
                        disabled={change.isPending}
                        onClick={() =>
                          put(source, { scope: source.scope === "everything" ? "ai-and-gpu" : "everything" })
                        }
                      >
                        {source.scope === "everything" ? "Count AI and GPU only" : "Count everything"}
                        <span className="sr"> of {source.label}</span>
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      <p className="foot">
        What is out of scope is in no total. Widening it needs no new upload; open months are posted anew.
      </p>
    </Panel>
  );
}

function countsText({ scope, services }: Source): string {
  if (scope === "everything") return "Everything";
  return services.length === 0 ? "AI services and GPU compute" : `AI services, GPU compute and ${services.join(", ")}`;
}

function Outside({ source, onCount }: { source: Source; onCount?: (services: string[]) => void }) {
  const { outside, services } = source;
  if (outside.length === 0) return <span className="note">nothing</span>;
  const shown = outside.slice(0, SERVICES_SHOWN);
  return (
    <ul className="plain-list outside">
      {shown.map(({ service, lines, currency, amount }) => (
        <li key={`${service} ${currency}`}>
          <span>
            {service === "" ? "no service" : service} <span className="note">{plural(lines, "line")}</span>
          </span>
          <span className="num">
            <Amount value={amount} /> {currency}
          </span>
          {onCount !== undefined && service !== "" && (
            <button type="button" className="link small" onClick={() => onCount([...services, service])}>
              Count it<span className="sr">: {service}</span>
            </button>
          )}
        </li>
      ))}
      {outside.length > shown.length && (
        <li className="note">{plural(outside.length - shown.length, "more service")}</li>
      )}
    </ul>
  );
}
