import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { childEnvironment, env } from "../lib/env.ts";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The Chromium for browser journeys: the one named, the system's, or Playwright's own; null when there is none. */
export function findChromium(): string | null {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  return [...PLACES, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/** Installs one where none is found: Debian's package as root, else Playwright's. Says which. */
export function installChromium(): string | null {
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    console.log("No Chromium was found: installing Debian's package chromium.");
    spawnSync("apt-get", ["update"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], {
      stdio: "inherit",
      env: childEnvironment({ DEBIAN_FRONTEND: "noninteractive" }),
    });
  }
  if (findChromium() === null) {
    console.log("No Chromium was found: installing Playwright's.");
    const cli = ["node_modules/@playwright/test/cli.js", "install", "chromium"];
    spawnSync(process.execPath, cli, { stdio: "inherit" });
  }
  return findChromium();
}
