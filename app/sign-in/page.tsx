import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentPrincipal } from "../../lib/auth/current-principal.ts";
import { isSetUp } from "../../lib/flows/create-admin.ts";
import { ExampleStatement } from "../_door/example-statement.tsx";
import { SignInForm } from "../_door/sign-in-form.tsx";
import { parameter, type SearchParams } from "../_server/view-query.ts";
import { BrandMark } from "../_ui/icon.tsx";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const returnTo = ownPath(parameter((await searchParams).returnTo));
  if ((await currentPrincipal()) !== null) redirect(returnTo);
  if (!(await isSetUp())) redirect("/setup");
  return (
    <main className="door" id="main">
      <section className="form" aria-labelledby="sign-in">
        <div className="door-stack">
          <p className="brand">
            <BrandMark />
            Tokenwatt
          </p>
          <h1 id="sign-in">Sign in</h1>
          <SignInForm returnTo={returnTo} />
        </div>
      </section>
      <ExampleStatement />
    </main>
  );
}

/** A path on this site, or the overview: `//elsewhere` and `/\elsewhere` would leave it. */
function ownPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : "/";
}
