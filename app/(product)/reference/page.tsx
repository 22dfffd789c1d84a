import type { Metadata } from "next";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { referenceFigures } from "../../../lib/core/reference/figures.ts";
import { COMPARISON_A, COMPARISON_B } from "../../../lib/core/reference/published.ts";
import { ReferenceTable } from "../../_reference/reference-table.tsx";
import { Frame } from "../../_ui/frame.tsx";
import { Notice } from "../../_ui/notice.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { ScrollTable } from "../../_ui/scroll-table.tsx";

export const metadata: Metadata = { title: "Reference figures" };

const SOURCES = [
  { id: "A", title: COMPARISON_A.title },
  { id: "B", title: COMPARISON_B.title },
] as const;

export default async function ReferencePage() {
  await requirePrincipal("reader", "/reference");
  const { rows, comparison, disagreements } = referenceFigures();
  return (
    <Frame>
      <div className="head">
        <div>
          <h1>Reference figures</h1>
          <p className="sub-line">
            Two published comparisons, computed from their own inputs by the functions that give Tokenwatt’s advice
          </p>
        </div>
      </div>
      <Notice kind="warn">
        <b>Where a publication disagrees with itself, Tokenwatt computes from its inputs.</b>
        <ul className="plain-list">
          {disagreements.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Notice>
      {SOURCES.map((source) => (
        <Panel key={source.id} id={`source-${source.id}`} title={source.title}>
          <ReferenceTable rows={rows.filter((row) => row.source === source.id)} />
        </Panel>
      ))}
      <Panel id="beyond" title="Beyond money" note="what the first comparison sets side by side">
        <ScrollTable label="Beyond money">
          <table className="dense">
            <thead>
              <tr>
                <th>
                  <span className="sr">Aspect</span>
                </th>
                <th>Cloud</th>
                <th>Local</th>
              </tr>
            </thead>
            <tbody>
              {comparison.map((row) => (
                <tr key={row.aspect}>
                  <td className="strong nowrap">{row.aspect}</td>
                  <td>{row.cloud}</td>
                  <td>{row.local}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      </Panel>
    </Frame>
  );
}
