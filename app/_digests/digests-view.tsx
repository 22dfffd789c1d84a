"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { DigestsPage } from "../../lib/api/wire/records.ts";
import { Frame } from "../_ui/frame.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { DeliveryPanel } from "./delivery-panel.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { SubscriptionForm } from "./subscription-form.tsx";
import { SubscriptionsPanel } from "./subscriptions-panel.tsx";

/** The statement by mail: who gets it, when, what was sent, and what the next one would say. */
export function DigestsView() {
  const [chosen, setChosen] = useQueryState("digest", parseAsInteger.withOptions({ history: "push" }));
  const [isAdding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: keys.digests(),
    queryFn: ({ queryKey, signal }) => fetchKey<DigestsPage>(queryKey, signal),
  });
  return (
    <Frame>
      <div className="head">
        <div>
          <h1>Digests</h1>
          <p className="sub-line">The statement by mail, on a schedule, for people who never sign in</p>
        </div>
        <div className="push">
          <button type="button" className="btn main" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            <Icon name="add" />
            Add a subscription
          </button>
        </div>
      </div>
      <Loaded query={query} whatFailed="The digests could not be read.">
        {(page) => (
          <Digests
            page={page}
            chosen={chosen}
            onChoose={(id) => void setChosen(id)}
            isAdding={isAdding}
            onAdded={() => setAdding(false)}
          />
        )}
      </Loaded>
    </Frame>
  );
}

function Digests({
  page,
  chosen,
  onChoose,
  isAdding,
  onAdded,
}: {
  page: DigestsPage;
  chosen: number | null;
  onChoose(id: number | null): void;
  isAdding: boolean;
  onAdded(): void;
}) {
  const subscription = page.subscriptions.find((one) => one.id === chosen) ?? page.subscriptions[0];
  return (
    <>
      {!page.mail.isConfigured && <Notice kind="warn">{page.mail.text}</Notice>}
      <div className="grid">
        <div className="s7 stack">
          {isAdding && (
            <Panel id="add" title="Add a subscription">
              <SubscriptionForm subscription={null} onDone={onAdded} />
            </Panel>
          )}
          <SubscriptionsPanel page={page} chosen={subscription?.id ?? null} onChoose={onChoose} />
          {subscription !== undefined && (
            <Panel id="change" title={`${subscription.name}, ${subscription.cadence}`}>
              <SubscriptionForm key={subscription.id} subscription={subscription} onDone={() => onChoose(null)} />
            </Panel>
          )}
          <DeliveryPanel page={page} />
        </div>
        <div className="s5 stack">
          {subscription === undefined ? (
            <Panel id="preview" title="Preview">
              <Empty title="Nothing to preview yet">
                With the first subscription the mail it would get now stands here.
              </Empty>
            </Panel>
          ) : (
            <PreviewPanel key={subscription.id} subscription={subscription} />
          )}
        </div>
      </div>
    </>
  );
}
