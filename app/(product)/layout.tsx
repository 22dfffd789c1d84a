import type { ReactNode } from "react";
import { currentPrincipal } from "../../lib/auth/current-principal.ts";
import { shellOf } from "../../lib/flows/shell.ts";
import { Navigation } from "../_ui/nav.tsx";
import { ShellProvider } from "../_ui/shell-context.tsx";

export const dynamic = "force-dynamic";

/**
 * Navigation around every page of the product. It guards nothing: each page asks for its own reader, and sends who is
 * signed out to sign in and back to its address, which a layout does not know.
 */
export default async function ProductLayout({ children }: { children: ReactNode }) {
  const principal = await currentPrincipal();
  if (principal === null) return children;
  const shell = await shellOf(principal);
  return (
    <ShellProvider facts={{ ...shell, reader: { name: principal.name, role: principal.role } }}>
      <Navigation>{children}</Navigation>
    </ShellProvider>
  );
}
