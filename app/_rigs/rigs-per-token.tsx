"use client";

import Link from "next/link";
import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import { barLength } from "../../lib/charts/bars.ts";
import { rigColour } from "../../lib/charts/identity.ts";
import { fixed, tokenPlaces, tokensInMillions, unitCostText } from "../../lib/core/display.ts";
import { Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView, withView } from "../_ui/view.ts";

type Rig = RigsPage["rigs"][number];
type Scale = { readonly costs: readonly string[]; readonly places: 0 | 1 | 3 };

/** What 1M tokens cost on each rig, today and at its target, beside the cloud model they replace. */
export function RigsPerToken({ page }: { page: RigsPage }) {
  const { rigs } = useShell();
  const slugs = rigs.map((rig) => rig.slug);
  const scale: Scale = {
    costs: page.rigs.flatMap(costsOf).filter((cost) => cost !== null),
    places: tokenPlaces(page.rigs.map((rig) => rig.efficiency.tokens)),
  };
  return (
    <Panel
      id="per-token"
      title="Per 1M tokens, against the cloud model it replaces"
      note={`${page.currency} and watt-hours, idle included`}
    >
      <ScrollTable label="Per 1M tokens">
        <table className="dense cards per-token">
          <thead>
            <tr>
              <th>Rig</th>
              <th className="num">Tokens, M</th>
              <th className="num">Wh per 1M</th>
              <th>{page.currency} per 1M</th>
              <th>
                <span className="sr">Figures</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rigs.map((rig) => (
              <RigLine key={rig.slug} rig={rig} colour={rigColour(slugs, rig.slug)} scale={scale} />
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <p className="foot">
        Today: the month’s cost over the tokens it served. At the target use: the same fixed cost, energy by
        measurement, estimated. Cloud: what the same mix of tokens costs there by its price in this month.
      </p>
    </Panel>
  );
}

const costsOf = ({ efficiency }: Rig): (string | null)[] => [
  efficiency.costPerMillion,
  efficiency.target.costPerMillion,
  efficiency.cloud?.costPerMillion ?? null,
];

function RigLine({ rig, colour, scale }: { rig: Rig; colour: string; scale: Scale }) {
  const { query } = useView();
  const { tokens, whPerMillion, verdict } = rig.efficiency;
  return (
    <tr>
      <td className="full">
        <span className="name">
          <i className="mark" style={{ background: colour }} />
          <span>
            <Link className="bearer" href={withView(`/rigs/${rig.slug}`, query)}>
              {rig.name}
            </Link>
            <span className="note part-note">{verdict}</span>
          </span>
        </span>
      </td>
      <td className="num line" data-label="Tokens, M">
        {tokens === null ? <Missing why="no use file" /> : tokensInMillions(tokens, scale.places)}
      </td>
      <td className="num line" data-label="Wh per 1M">
        {whPerMillion === null ? (
          <Missing why={tokens === null ? "no use file" : "no power log"} />
        ) : (
          <FigureButton
            filter={{ ...rig.month.filter, kind: "energy" }}
            aspect="energy"
            part="per-million"
            name={`the energy of 1M tokens on ${rig.name}`}
          >
            {fixed(whPerMillion, 0)}
          </FigureButton>
        )}
      </td>
      <td className="full">
        <Bars rig={rig} colour={colour} costs={scale.costs} />
      </td>
      <td className="full">
        <Costs rig={rig} />
      </td>
    </tr>
  );
}

/** Decoration beside the figures, which say the same. */
function Bars({ rig, colour, costs }: { rig: Rig; colour: string; costs: readonly string[] }) {
  const [today, target, cloud] = costsOf(rig).map((cost) => (cost == null ? null : `${barLength(cost, costs)}%`));
  return (
    <span className="unit-bars" aria-hidden="true">
      {today && <i style={{ width: today, background: colour }} />}
      {target && <i style={{ width: target, boxShadow: `inset 0 0 0 1px ${colour}` }} />}
      {cloud && <i style={{ width: cloud, background: "var(--cloud)" }} />}
    </span>
  );
}

function Costs({ rig }: { rig: Rig }) {
  const { costPerMillion, target, cloud } = rig.efficiency;
  return (
    <span className="unit-costs">
      <span className="num strong">
        {costPerMillion === null ? (
          <Missing why="no tokens counted" />
        ) : (
          <FigureButton filter={rig.month.filter} aspect="unit-cost" name={`the cost of 1M tokens on ${rig.name}`}>
            {unitCostText(costPerMillion)}
          </FigureButton>
        )}
      </span>
      <span className="soft">today</span>
      {target.costPerMillion !== null && (
        <>
          <span className="num estimate" title="Estimated">
            ≈ {unitCostText(target.costPerMillion)}
          </span>
          <span className="soft">at {fixed(target.percent, 0)} %</span>
        </>
      )}
      {cloud !== null && (
        <>
          <span className="num" title={cloud.source}>
            {cloud.costPerMillion === null ? (
              <Missing why={cloud.why ?? "not known"} />
            ) : (
              unitCostText(cloud.costPerMillion)
            )}
          </span>
          <span className="soft">{cloud.model}</span>
        </>
      )}
    </span>
  );
}
