import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isSetUp } from "../../lib/flows/create-admin.ts";
import { SetupForm } from "../_door/setup-form.tsx";
import { parameter, type SearchParams } from "../_server/view-query.ts";
import { BrandMark } from "../_ui/icon.tsx";
import { Notice } from "../_ui/notice.tsx";

export const metadata: Metadata = { title: "First run" };
export const dynamic = "force-dynamic";

const NEXT_STEPS = [
  { title: "You drop a file", text: "An OpenAI or Anthropic cost export, a FOCUS export of any cloud, a power log." },
  {
    title: "Tokenwatt says what it is",
    text: "Account, days, totals as the file states them and as they were read, and each row it cannot read.",
  },
  {
    title: "You say whose it is",
    text: "Projects and keys go to teams. What nobody claims stays in sight as Unassigned.",
  },
  { title: "You post it", text: "Only then does it count. An import can be undone." },
  { title: "The month stands", text: "Provisional: late lines still land in it." },
] as const;

export default async function SetupPage({ searchParams }: { searchParams: SearchParams }) {
  if (await isSetUp()) redirect("/sign-in");
  const token = parameter((await searchParams).token);
  return (
    <main className="first" id="main">
      <p className="brand">
        <BrandMark />
        Tokenwatt
      </p>
      <div>
        <h1>First run</h1>
        <p className="sub-line">Two answers, one minute. Your figures stay in your own database.</p>
      </div>
      {token === undefined ? (
        <Notice kind="warn">
          <b>Setup needs the link that the terminal printed.</b> It stands under “Tokenwatt is ready” where Tokenwatt
          was started. Lost it? Start Tokenwatt again: it prints a new one.
        </Notice>
      ) : (
        <>
          <Notice>
            <b>This link came from the terminal in which Tokenwatt was started.</b> It works once, within 24 hours.
            Whoever holds it becomes the admin; after that it is dead.
          </Notice>
          <div className="cols">
            <SetupForm token={token} />
            <section className="panel" aria-labelledby="next">
              <header>
                <h2 id="next">What happens next</h2>
                <span className="note">with your own file</span>
              </header>
              <ol className="steps">
                {NEXT_STEPS.map((step, index) => (
                  <li key={step.title} data-n={index + 1}>
                    <h3>{step.title}</h3>
                    <p className="note">{step.text}</p>
                  </li>
                ))}
              </ol>
            </section>
          </div>
        </>
      )}
    </main>
  );
}
