import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { dayName } from "../../lib/core/display-dates.ts";
import { useShell } from "../_ui/shell-context.tsx";
import { AssetsPanel } from "./assets-panel.tsx";
import { ChargesPanel } from "./charges-panel.tsx";
import { ReckoningPanel } from "./reckoning-panel.tsx";
import { SharesPanel } from "./shares-panel.tsx";
import { TariffPanel, WallPanel } from "./supply-panels.tsx";

/** Everything that decides what the rig costs and who bears it, with its history. */
export function RigTermsPanels({ rig }: { rig: RigMonth }) {
  const { reader } = useShell();
  const props = { rig, mayChange: reader.role === "admin", today: rig.asOf.slice(0, 10) };
  const { openFrom } = rig.terms;
  return (
    <section className="stack rig-terms" aria-labelledby="terms">
      <div>
        <h2 id="terms">Terms, and since when</h2>
        <p className="sub-line">
          In {rig.terms.currency}.{" "}
          {openFrom === null
            ? "No month is closed: a change counts from the day it names."
            : `Months before ${dayName(openFrom)} are closed; a change counts from that day on at the earliest.`}
        </p>
      </div>
      <div className="grid even">
        <AssetsPanel {...props} />
        <ChargesPanel {...props} />
        <TariffPanel {...props} />
        <WallPanel {...props} />
        <SharesPanel {...props} />
        <ReckoningPanel {...props} />
      </div>
    </section>
  );
}
