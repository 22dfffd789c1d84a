"use client";

import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { Icon } from "./icon.tsx";

const ORDER = ["system", "light", "dark"] as const;
type Theme = (typeof ORDER)[number];
const NAMES: Readonly<Record<Theme, string>> = { system: "System theme", light: "Light theme", dark: "Dark theme" };

const isTheme = (value: string | undefined): value is Theme => ORDER.some((theme) => theme === value);
const nothingToWatch = () => () => {};

/** Steps through system, light and dark. The choice is known only in the browser, so the server says "Theme". */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  const isInBrowser = useSyncExternalStore(
    nothingToWatch,
    () => true,
    () => false,
  );
  const current: Theme = isTheme(theme) ? theme : "system";
  const next = ORDER[(ORDER.indexOf(current) + 1) % ORDER.length] ?? "system";
  return (
    <button
      type="button"
      className="btn tiny bare"
      title={isInBrowser ? `Change to ${NAMES[next].toLowerCase()}` : undefined}
      onClick={() => setTheme(next)}
    >
      <Icon name="theme" size={14} />
      {isInBrowser ? NAMES[current].replace(" theme", "") : "Theme"}
      <span className="sr"> theme, press to change</span>
    </button>
  );
}
