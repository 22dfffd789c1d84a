import type { Metadata } from "next";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { DemoView } from "../../_demo/demo-view.tsx";

export const metadata: Metadata = { title: "Demo company" };

export default async function DemoPage() {
  await requirePrincipal("admin", "/demo");
  return <DemoView />;
}
