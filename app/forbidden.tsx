import Link from "next/link";

export default function Forbidden() {
  return (
    <main className="plain-page" id="main">
      <h1>Not yours to open</h1>
      <p className="soft">
        Your role does not include this page. A lead reads their own teams; an admin can change roles.
      </p>
      <p>
        <Link className="btn main" href="/">
          Open the overview
        </Link>
      </p>
    </main>
  );
}
