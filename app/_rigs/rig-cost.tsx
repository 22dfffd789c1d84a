import Link from "next/link";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { decimal, isZero } from "../../lib/core/decimal.ts";
import { energyText } from "../../lib/core/display.ts";
import { monthOnly, monthShort } from "../../lib/core/display-dates.ts";
import { RIG_PARTS, type RigPart } from "../../lib/core/rig/parts.ts";
import { rigPartName } from "../../lib/core/statement/names.ts";
import { Amount, Change, MaybeAmount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** Parts every rig of a kind has: shown as not entered when nothing is known of them. */
const USUAL: Readonly<Record<RigMonth["kind"], readonly RigPart[]>> = {
  owned: ["depreciation", "energy", "hosting", "labour"],
  leased: ["rent", "energy", "hosting", "labour"],
  rented: ["rent", "labour"],
};

/** What the month is made of, each part with how it is reckoned. */
export function RigCostPanel({ rig, span }: { rig: RigMonth; span: string }) {
  const shown = RIG_PARTS.filter((part) => rig.parts[part] !== null || USUAL[rig.kind].includes(part));
  return (
    <Panel id="parts" title="Cost tree" note={rig.currency} span={span}>
      <ScrollTable label="Cost tree">
        <table className="dense tight rig-cost">
          <thead>
            <tr>
              <th>Where it went</th>
              <th className="num">{monthShort(rig.monthName)}</th>
              <th className="num">{monthShort(rig.previousMonth)}</th>
              <th className="num">Change</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((part) => (
              <PartRow key={part} rig={rig} part={part} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{rig.name}</td>
              <td className="num">
                <Amount value={rig.month.amount} />
              </td>
              <td className="num">
                <MaybeAmount value={rig.month.previous} why={`nothing in ${monthOnly(rig.previousMonth)}`} />
              </td>
              <td className="num">
                <Change change={rig.month.change} />
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
      <PriceFoot rig={rig} />
    </Panel>
  );
}

function PartRow({ rig, part }: { rig: RigMonth; part: RigPart }) {
  const label = rigPartName(part);
  const figure = rig.parts[part];
  const note = <span className="note part-note">{rig.partNotes[part]}</span>;
  if (figure === null)
    return (
      <tr>
        <td>
          {label}
          {note}
        </td>
        <td className="num" colSpan={3}>
          <Missing why={part === "energy" ? whyNoEnergy(rig) : "not entered"} isShown />
        </td>
      </tr>
    );
  return (
    <tr>
      <td>
        {label}
        {note}
      </td>
      <td className="num">
        <FigureButton filter={figure.filter} name={label}>
          <Amount value={figure.amount} estimated={figure.estimated} />
        </FigureButton>
      </td>
      <td className="num soft">
        <MaybeAmount value={figure.previous} why={`nothing in ${monthOnly(rig.previousMonth)}`} />
      </td>
      <td className="num">
        <FigureButton filter={figure.filter} aspect="change" name={`the change of ${label}`}>
          <Change change={figure.change} changePercent={figure.changePercent} />
        </FigureButton>
      </td>
    </tr>
  );
}

const whyNoEnergy = ({ energyKwh, energyIsInRent }: RigMonth): string => {
  if (energyIsInRent) return "in the rent";
  return energyKwh === null ? "no power log" : "no tariff";
};

/** Energy that has no price is said, not counted as free. */
function PriceFoot({ rig }: { rig: RigMonth }) {
  if (rig.energyIsInRent || isZero(decimal(rig.unpricedKwh))) return null;
  return (
    <p className="foot">
      {energyText(rig.unpricedKwh)} kWh have no price, so they carry no cost.{" "}
      <a href="#tariff-of-rig">Give the rig a tariff</a> or <Link href="/prices">enter one by the hour</Link>.
    </p>
  );
}
