"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import { instantName, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { Frame } from "../_ui/frame.tsx";
import { Icon } from "../_ui/icon.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView } from "../_ui/view.ts";
import { AddRigPanel } from "./add-rig.tsx";
import type { CatalogueRig } from "./catalogue.ts";
import { monthFactsOf } from "./month-facts.ts";
import { RigsFacts } from "./rigs-facts.tsx";
import { RigPartsPanel } from "./rigs-parts.tsx";
import { RigsPerToken } from "./rigs-per-token.tsx";
import { RigsTable } from "./rigs-tables.tsx";

/** Every rig's month: cost, use, energy, and what it is made of. */
export function RigsView({ catalogue }: { catalogue: readonly CatalogueRig[] }) {
  const { reader } = useShell();
  const { query: view } = useView();
  const [isAdding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: keys.rigs(view),
    queryFn: ({ queryKey, signal }) => fetchKey<RigsPage>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  const mayAdd = reader.role === "admin";
  return (
    <Frame facts={query.data === undefined || query.data.rigs.length === 0 ? null : monthFactsOf(query.data)}>
      <div className="head">
        <div>
          <h1>Rigs</h1>
          <p className="sub-line">
            What our own hardware cost{query.data === undefined ? "" : ` in ${monthName(query.data.month)}`}, who it
            served, and whether it beats the cloud
          </p>
        </div>
        {mayAdd && (
          <div className="push">
            <Link className="btn" href="/imports">
              Power logs
            </Link>
            <button type="button" className="btn main" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              <Icon name="add" />
              Add a rig
            </button>
          </div>
        )}
      </div>
      {isAdding && <AddRigPanel catalogue={catalogue} onDone={() => setAdding(false)} />}
      <Loaded query={query} whatFailed="The rigs could not be read.">
        {(page) =>
          page.rigs.length === 0 ? <NoRigs mayAdd={mayAdd} onAdd={() => setAdding(true)} /> : <Statement page={page} />
        }
      </Loaded>
    </Frame>
  );
}

function NoRigs({ mayAdd, onAdd }: { mayAdd: boolean; onAdd(): void }) {
  const { organisation } = useShell();
  return (
    <Panel id="rigs" title="Rigs" note="no rig registered">
      <Empty
        title="No rigs"
        action={
          mayAdd ? (
            <button type="button" className="btn" onClick={onAdd}>
              Add a rig
            </button>
          ) : undefined
        }
      >
        {organisation} uses cloud models only, as far as Tokenwatt knows. Add a rig when you own one: its depreciation,
        energy, hosting and labour join the statement.
      </Empty>
    </Panel>
  );
}

function Statement({ page }: { page: RigsPage }) {
  const { zone } = useShell();
  return (
    <>
      <RigsFacts page={page} />
      <RigsTable page={page} />
      <RigsPerToken page={page} />
      <RigPartsPanel page={page} />
      <p className="note">
        Figures as of {instantName(page.asOf, zone)}, {zone}.
        {page.state === "provisional" && ` ${monthOnly(page.month)} is provisional until it is closed.`}
      </p>
    </>
  );
}
