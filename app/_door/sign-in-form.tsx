"use client";

import { type FormEvent, useState } from "react";
import { Notice } from "../_ui/notice.tsx";
import { type SignInResult, signInWith } from "./sign-in-call.ts";

const REFUSALS: Readonly<Record<Exclude<SignInResult, "signed-in">, { lead: string; rest: string }>> = {
  wrong: { lead: "That did not match.", rest: "Check the e-mail and the password. An admin can set a new one." },
  "too-many-requests": { lead: "Too many attempts.", rest: "Wait a quarter of an hour, then try again." },
  failed: { lead: "The server could not sign you in.", rest: "Try again; if it stays so, its log says why." },
};

/** @param returnTo a path of ours to go to afterwards. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const [refusal, setRefusal] = useState<keyof typeof REFUSALS | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const result = await signInWith(String(form.get("email")), String(form.get("password"))).catch(
      (): SignInResult => "failed",
    );
    if (result === "signed-in") {
      window.location.assign(returnTo);
      return;
    }
    setBusy(false);
    setRefusal(result);
  }

  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      {refusal !== null && (
        <Notice kind="bad">
          <b>{REFUSALS[refusal].lead}</b> {REFUSALS[refusal].rest}
        </Notice>
      )}
      <label>
        E-mail
        <input className="text" name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password
        <input className="text" name="password" type="password" autoComplete="current-password" required />
      </label>
      <button className="btn main" type="submit" disabled={isBusy}>
        {isBusy ? "Signing in" : "Sign in"}
      </button>
      <p className="note">You read what your role allows: a lead sees their own teams.</p>
    </form>
  );
}
