"use client";

import { type FormEvent, useState } from "react";
import { ApiError, send } from "../../lib/api/client.ts";
import { Notice } from "../_ui/notice.tsx";
import { ZoneField } from "../_ui/zone-field.tsx";
import { signInWith } from "./sign-in-call.ts";

type Start = "demo" | "upload";
const CURRENCIES = ["USD", "EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD", "JPY", "INR"] as const;
const STARTS: readonly { value: Start; label: string; note: string; button: string }[] = [
  {
    value: "demo",
    label: "Load the demo company",
    note: "14 months, four teams, three providers, two rigs. Every page has something on it; one button removes it.",
    button: "Create the admin and load the demo",
  },
  {
    value: "upload",
    label: "Upload your first file",
    note: "One provider’s cost export is enough for a first statement. Invoices, logs and rigs can follow in any order.",
    button: "Create the admin and upload a file",
  },
];

/** First run: the admin, the organisation, and where the first figures come from. */
export function SetupForm({ token }: { token: string }) {
  const [start, setStart] = useState<Start>("upload");
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [passwordLength, setPasswordLength] = useState(0);
  const chosen = STARTS.find((one) => one.value === start);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setRefusal(null);
    try {
      await send("POST", "/api/setup", {
        token,
        name: text("name"),
        email: text("email"),
        password: text("password"),
        organisation: text("organisation"),
        currency: text("currency"),
        zone: text("zone"),
        start,
      });
    } catch (error) {
      setBusy(false);
      setRefusal(error instanceof ApiError ? error : new ApiError(0, "internal", String(error)));
      return;
    }
    const result = await signInWith(text("email"), text("password"));
    if (result !== "signed-in") {
      window.location.assign("/sign-in");
      return;
    }
    // A refusal is told by the demo page itself, which asks how far the load is.
    if (start === "demo") await send("POST", "/api/demo").catch(() => null);
    window.location.assign(start === "demo" ? "/demo" : "/imports");
  }

  return (
    <form className="panel" method="post" onSubmit={(event) => void submit(event)} aria-label="First run">
      <header>
        <h2>
          <span className="rank">1</span>The admin
        </h2>
      </header>
      <div className="body">
        {refusal !== null && <Refusal refusal={refusal} />}
        <AdminFields passwordLength={passwordLength} onPassword={setPasswordLength} />
        <p className="note">
          The currency is what every page reports in. Currency and zone can be changed until the first month is closed.
        </p>
      </div>
      <header className="second">
        <h2>
          <span className="rank">2</span>The first figures
        </h2>
      </header>
      <fieldset className="body options" aria-label="The first figures">
        {STARTS.map((one) => (
          <label key={one.value} className={one.value === start ? "option on" : "option"}>
            <input
              type="radio"
              name="start"
              value={one.value}
              checked={one.value === start}
              onChange={() => setStart(one.value)}
            />
            <b>{one.label}</b>
            <span className="note">{one.note}</span>
          </label>
        ))}
      </fieldset>
      <div className="act">
        <span className="small soft">You stay signed in on this browser for 12 h</span>
        <span className="push">
          <button className="btn main" type="submit" disabled={isBusy}>
            {isBusy ? "Setting up" : chosen?.button}
          </button>
        </span>
      </div>
    </form>
  );
}

function Refusal({ refusal }: { refusal: ApiError }) {
  return (
    <Notice kind="bad">
      <b>Nothing was set up.</b> {refusal.message}
      {refusal.fields.map((field) => (
        <div key={field.path}>
          {field.path}: {field.message}
        </div>
      ))}
    </Notice>
  );
}

function AdminFields({ passwordLength, onPassword }: { passwordLength: number; onPassword(length: number): void }) {
  return (
    <div className="fields">
      <label className="field">
        <span>Name</span>
        <input className="text" name="name" autoComplete="name" required maxLength={120} />
      </label>
      <label className="field">
        <span>E-mail</span>
        <input className="text" name="email" type="email" autoComplete="username" required />
      </label>
      <label className="field wide">
        <span>Password</span>
        <input
          className="text"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={200}
          onChange={(event) => onPassword(event.target.value.length)}
        />
        <span className="note">
          {passwordLength > 0 ? `${passwordLength} characters. ` : ""}At least 12; a sentence is best.
        </span>
      </label>
      <label className="field">
        <span>Organisation</span>
        <input className="text" name="organisation" autoComplete="organization" required />
      </label>
      <div className="fields">
        <label className="field">
          <span>Currency</span>
          <select className="text" name="currency" defaultValue="USD">
            {CURRENCIES.map((currency) => (
              <option key={currency}>{currency}</option>
            ))}
          </select>
        </label>
        <ZoneField name="zone" label="Zone" initial="UTC" />
      </div>
    </div>
  );
}
