"use client";

/** The last resort: something threw that no panel could keep to itself. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <main className="plain-page" id="main">
      <h1>This page could not be made</h1>
      <p className="soft">
        What is posted stays as it is. Try again; if it stays so, the server’s log has it
        {error.digest === undefined ? "." : ` under ${error.digest}.`}
      </p>
      <p>
        <button type="button" className="btn main" onClick={reset}>
          Try again
        </button>
      </p>
    </main>
  );
}
