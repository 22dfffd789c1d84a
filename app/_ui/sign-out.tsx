"use client";

import { useState } from "react";
import { Icon } from "./icon.tsx";

/** Ends the session through next-auth's own form, without its client library. */
export function SignOut() {
  const [isLeaving, setLeaving] = useState(false);
  async function leave() {
    setLeaving(true);
    const answer: unknown = await (await fetch("/api/auth/csrf")).json();
    const csrfToken =
      typeof answer === "object" && answer !== null && "csrfToken" in answer ? String(answer.csrfToken) : "";
    await fetch("/api/auth/signout", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, json: "true", callbackUrl: "/sign-in" }),
    });
    window.location.assign("/sign-in");
  }
  return (
    <button type="button" className="btn tiny bare" disabled={isLeaving} onClick={() => void leave()}>
      <Icon name="leave" size={14} />
      Sign out
    </button>
  );
}
