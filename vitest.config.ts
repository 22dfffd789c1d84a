import { defineConfig } from "vitest/config";

// Days and months must come out the same wherever a server stands: one zone behind the date line's far side shows it.
const ZONES = ["UTC", "Pacific/Kiritimati"];
/** What throws damage at readers, or compares whole samples, says the same in every zone: it runs in one. */
const IN_ONE_ZONE = ["**/fuzz*.test.ts", "**/damaged-*.test.ts", "**/real-samples*.test.ts"];
const IGNORED = ["node_modules", ".next", ".tokenwatt", "e2e"];

export default defineConfig({
  test: {
    pool: "forks",
    projects: [
      ...ZONES.map((zone) => ({
        extends: true as const,
        test: {
          name: zone,
          env: { TZ: zone },
          include: ["**/*.test.{ts,tsx}"],
          exclude: [
            ...IGNORED.map((folder) => `${folder}/**`),
            "**/*.integration.test.ts",
            ...(zone === "UTC" ? [] : IN_ONE_ZONE),
          ],
        },
      })),
      {
        extends: true as const,
        test: {
          name: "integration",
          env: {
            TZ: "UTC",
            NEXTAUTH_SECRET: "signs the sessions of tests and of nothing else",
            TOKENWATT_DATA: "node_modules/.cache/tokenwatt-test",
          },
          include: ["**/*.integration.test.ts"],
          exclude: IGNORED.map((folder) => `${folder}/**`),
          globalSetup: ["./lib/db/test-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
