import Link from "next/link";
import type { ReactNode } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { energyText, fixed, percentText, powerText, unitCostText } from "../../lib/core/display.ts";
import { Missing } from "../_ui/amount.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** How much of it is used, and what its work costs beside the cloud model it replaces. */
export function EfficiencyPanel({ rig, span }: { rig: RigMonth; span: string }) {
  const { efficiency } = rig;
  return (
    <Panel id="efficiency" title="Utilisation and efficiency" note="per 1M tokens, idle included" span={span}>
      <dl className="body facts">
        <Fact name="Busy">
          {rig.busyPercent === null ? (
            <Missing why="no file of use" isShown />
          ) : (
            `${percentText(rig.busyPercent)} % of its hours`
          )}
        </Fact>
        <Fact name="Its target">{fixed(efficiency.target.percent, 0)} %</Fact>
        <Fact name="Draws idle">{wattsText(rig.idleWatts)}</Fact>
        <Fact name="Draws busy">{wattsText(rig.busyWatts)}</Fact>
      </dl>
      <ScrollTable label="Cost and energy per 1M tokens">
        <table className="dense">
          <thead>
            <tr>
              <th>Per 1M tokens</th>
              <th className="num">{rig.currency}</th>
              <th className="num">Wh</th>
            </tr>
          </thead>
          <tbody>
            <Row name="Today" cost={efficiency.costPerMillion} wh={efficiency.whPerMillion} why={whyNoTokens(rig)} />
            <Row
              name={`At ${fixed(efficiency.target.percent, 0)} % use`}
              note="the same fixed cost, energy by its idle and busy watts"
              cost={efficiency.target.costPerMillion}
              wh={efficiency.target.whPerMillion}
              why={whyNoTokens(rig) ?? "how busy it was is not known"}
              isEstimated
            />
            <CloudRow rig={rig} />
          </tbody>
        </table>
      </ScrollTable>
      <p className="foot">
        {efficiency.verdict}.
        {efficiency.tokens === null && (
          <>
            {" "}
            <Link href="/imports">Import a log of what it served</Link>
          </>
        )}
      </p>
    </Panel>
  );
}

const whyNoTokens = ({ efficiency }: RigMonth): string | null =>
  efficiency.tokens === null ? "no file tells its tokens" : null;

const wattsText = (watts: string | null) =>
  watts === null ? <Missing why="not known" isShown /> : `${powerText(watts)} W`;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="label">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type RowProps = {
  name: string;
  note?: string;
  cost: string | null;
  wh: string | null;
  why: string | null;
  isEstimated?: boolean;
};

function Row({ name, note, cost, wh, why, isEstimated = false }: RowProps) {
  const mark = isEstimated ? "≈ " : "";
  const className = isEstimated ? "num estimated" : "num";
  return (
    <tr>
      <td>
        {name}
        {note !== undefined && <span className="note part-note">{note}</span>}
      </td>
      <td className={className}>
        {cost === null ? <Missing why={why ?? "not known"} /> : `${mark}${unitCostText(cost)}`}
      </td>
      <td className={className}>
        {wh === null ? <Missing why={why ?? "nothing was measured"} /> : `${mark}${energyText(wh)}`}
      </td>
    </tr>
  );
}

function CloudRow({ rig: { efficiency } }: { rig: RigMonth }) {
  const { cloud } = efficiency;
  if (cloud === null)
    return (
      <tr>
        <td colSpan={3} className="soft">
          No cloud model is named that it replaces. <a href="#reckoning">Name one in its terms</a>
        </td>
      </tr>
    );
  return (
    <tr>
      <td>
        {cloud.model} in the cloud
        <span className="note part-note" title={cloud.source}>
          the same tokens at its price{sourceText(cloud.source)}
        </span>
      </td>
      <td className="num">
        {cloud.costPerMillion === null ? (
          <Missing why={cloud.why ?? "not known"} />
        ) : (
          unitCostText(cloud.costPerMillion)
        )}
      </td>
      <td className="num">
        <Missing why="nobody says what the cloud draws" />
      </td>
    </tr>
  );
}

/** Whose price it is; where it was read stands in the title. */
function sourceText(source: string): string {
  const whose = source.replace(/[,;]?\s*https?:\S+/, "").trim();
  return whose === "" ? "" : `, ${whose}`;
}
