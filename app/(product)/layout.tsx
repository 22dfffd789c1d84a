import type { ReactNode } from "react";
import { requirePrincipal } from "../../lib/auth/require-principal.ts";
import { shellOf } from "../../lib/flows/shell.ts";
import { Navigation } from "../_ui/nav.tsx";
import { ShellProvider } from "../_ui/shell-context.tsx";

export const dynamic = "force-dynamic";

/** Navigation around every page of the product. Each page asks for its own reader again: a layout guards nothing. */
export default async function ProductLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal("reader");
  const shell = await shellOf(principal);
  return (
    <ShellProvider facts={{ ...shell, reader: { name: principal.name, role: principal.role } }}>
      <Navigation>{children}</Navigation>
    </ShellProvider>
  );
}
