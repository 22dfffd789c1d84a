import Link from "next/link";

export default function NotFound() {
  return (
    <main className="plain-page" id="main">
      <h1>There is no such page</h1>
      <p className="soft">The address may be old, or the team or rig has another name now.</p>
      <p>
        <Link className="btn main" href="/">
          Open the overview
        </Link>
      </p>
    </main>
  );
}
