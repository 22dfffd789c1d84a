import { describe, expect, test } from "vitest";
import { readEnvironment } from "./env.ts";

describe("the environment", () => {
  test("may be empty: everything has a default or may be missing", () => {
    expect(readEnvironment({})).toMatchObject({ HOST: "127.0.0.1", PORT: 3000, TOKENWATT_DATA: ".tokenwatt" });
  });

  test("counts an empty variable as left out, as docker compose sets it", () => {
    expect(readEnvironment({ DATABASE_URL: "", PORT: "", SMTP_URL: "" })).toMatchObject({ PORT: 3000 });
    expect(readEnvironment({ DATABASE_URL: "" }).DATABASE_URL).toBeUndefined();
  });

  test("says every bad value in a line that names it", () => {
    const read = () => readEnvironment({ PORT: "http", DATABASE_URL: "mysql://x", PUBLIC_URL: "example.com" });
    expect(read).toThrow(/PORT: .*\n|PORT: /);
    expect(read).toThrow(/DATABASE_URL must begin with postgresql:\/\//);
    expect(read).toThrow(/PUBLIC_URL must be a whole address/);
  });

  test("refuses a secret that is too short to be one", () => {
    expect(() => readEnvironment({ NEXTAUTH_SECRET: "short" })).toThrow(/at least 32/);
  });
});
