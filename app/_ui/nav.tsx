"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { Role } from "../../lib/auth/principal.ts";
import { BrandMark, Icon, type IconName } from "./icon.tsx";
import { type ShellFacts, useShell } from "./shell-context.tsx";
import { SignOut } from "./sign-out.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useView, withView } from "./view.ts";

const ROLE_NAMES: Readonly<Record<Role, string>> = { admin: "Admin", finance: "Finance", lead: "Team lead" };

type Entry = { readonly path: string; readonly label: string; readonly icon: IconName };

function Item({ entry, isCurrent, note }: { entry: Entry; isCurrent: boolean; note?: string }) {
  const { query } = useView();
  return (
    <Link
      className="item"
      href={withView(entry.path, query)}
      aria-current={isCurrent ? "page" : undefined}
      title={entry.label}
    >
      <Icon name={entry.icon} />
      {entry.label}
      {note !== undefined && <span className="n">{note}</span>}
    </Link>
  );
}

function Sub({ path, label, isCurrent }: { path: string; label: string; isCurrent: boolean }) {
  const { query } = useView();
  return (
    <Link className="item sub" href={withView(path, query)} aria-current={isCurrent ? "page" : undefined} title={label}>
      {label}
    </Link>
  );
}

const OVERVIEW: Entry = { path: "/", label: "Overview", icon: "overview" };
const LINES: Entry = { path: "/lines", label: "Lines", icon: "lines" };
const RIGS: Entry = { path: "/rigs", label: "Rigs", icon: "rigs" };
const REFERENCE: Entry = { path: "/reference", label: "Reference figures", icon: "reference" };
const IMPORTS: Entry = { path: "/imports", label: "Imports", icon: "imports" };
const CLOSE: Entry = { path: "/close", label: "Month close", icon: "lock" };
const PRICES: Entry = { path: "/prices", label: "Prices and rules", icon: "prices" };
const DIGESTS: Entry = { path: "/digests", label: "Digests", icon: "digests" };
const SETTINGS: Entry = { path: "/settings", label: "Settings", icon: "settings" };

/** Left navigation, a rail of icons between 1000 and 720 px, and on a phone the sheet behind the fifth tab. */
export function Navigation({ children }: { children: ReactNode }) {
  const facts = useShell();
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  // A sheet opened on one page is shut on the next.
  const isOpen = openAt === path;
  return (
    <>
      <div className="app">
        <nav className={isOpen ? "nav open" : "nav"} aria-label="Main" id="main-navigation">
          <Link className="brand" href="/" title="Tokenwatt">
            <BrandMark />
            Tokenwatt
          </Link>
          <Item entry={OVERVIEW} isCurrent={path === "/"} />
          <Item entry={LINES} isCurrent={path === "/lines"} />
          <TeamsAndRigs facts={facts} path={path} />
          <p className="group">Decide</p>
          <Item entry={REFERENCE} isCurrent={path === "/reference"} />
          <Records facts={facts} path={path} />
          <div className="who">
            <b>{facts.reader.name}</b>
            {ROLE_NAMES[facts.reader.role]} · {facts.organisation}
            <br />
            Reporting in {facts.currency}, {facts.zone}
            <div className="foot-acts">
              <ThemeSwitch />
              <SignOut />
            </div>
          </div>
        </nav>
        {children}
      </div>
      <Tabs path={path} facts={facts} isOpen={isOpen} onMore={() => setOpenAt(isOpen ? null : path)} />
    </>
  );
}

function TeamsAndRigs({ facts, path }: { facts: ShellFacts; path: string }) {
  const { query } = useView();
  return (
    <>
      {facts.teams.length > 0 && (
        <Link className="item" href={`${withView("/", query)}#teams`} title="Teams">
          <Icon name="teams" />
          Teams
        </Link>
      )}
      {facts.teams.map((team) => (
        <Sub
          key={team.slug}
          path={`/teams/${team.slug}`}
          label={team.name}
          isCurrent={path === `/teams/${team.slug}`}
        />
      ))}
      {facts.reader.role !== "lead" && <Item entry={RIGS} isCurrent={path === "/rigs"} />}
      {facts.rigs.map((rig) => (
        <Sub key={rig.slug} path={`/rigs/${rig.slug}`} label={rig.name} isCurrent={path === `/rigs/${rig.slug}`} />
      ))}
    </>
  );
}

function Records({ facts, path }: { facts: ShellFacts; path: string }) {
  const { role } = facts.reader;
  if (role === "lead") return null;
  const waiting = facts.importsNeedingYou;
  return (
    <>
      <p className="group">Records</p>
      <Item
        entry={IMPORTS}
        isCurrent={path === "/imports"}
        {...(waiting > 0 ? { note: `${waiting} ${waiting === 1 ? "needs" : "need"} you` } : {})}
      />
      <Item entry={PRICES} isCurrent={path === "/prices"} />
      <Item entry={CLOSE} isCurrent={path === "/close"} />
      <Item entry={DIGESTS} isCurrent={path === "/digests"} />
      <Item entry={SETTINGS} isCurrent={path === "/settings"} />
    </>
  );
}

function Tabs({ path, facts, isOpen, onMore }: { path: string; facts: ShellFacts; isOpen: boolean; onMore(): void }) {
  const { query } = useView();
  const entries = facts.reader.role === "lead" ? [OVERVIEW, LINES, REFERENCE] : [OVERVIEW, LINES, RIGS, IMPORTS];
  return (
    <nav className="tabs" aria-label="Main, small screens">
      {entries.map((entry) => (
        <Link
          key={entry.path}
          href={withView(entry.path, query)}
          aria-current={path === entry.path && !isOpen ? "page" : undefined}
        >
          <Icon name={entry.icon} size={18} />
          {entry === REFERENCE ? "Reference" : entry.label}
        </Link>
      ))}
      <button type="button" aria-expanded={isOpen} aria-controls="main-navigation" onClick={onMore}>
        <Icon name="more" size={18} />
        More
      </button>
    </nav>
  );
}
