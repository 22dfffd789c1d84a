import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/chromium.ts";

const chromium = findChromium();

/**
 * Browser journeys against the built application. `scripts/e2e-server.ts` gives them two servers with databases of their
 * own: one with the demo company, one before setup; their addresses, the sign-ins and
 * the setup link stand in node_modules/.cache/tokenwatt-e2e/state.json.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  retries: 0,
  workers: 1,
  timeout: 60_000,
  use: {
    baseURL: "http://127.0.0.1:3300",
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    trace: "retain-on-failure",
    launchOptions: {
      ...(chromium && { executablePath: chromium }),
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    },
  },
  webServer: {
    command: "node scripts/e2e-server.ts",
    url: "http://127.0.0.1:3300/api/health",
    timeout: 240_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "pipe",
    stderr: "pipe",
  },
});
