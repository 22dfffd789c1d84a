import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { COMMANDS, USAGE } from "./index.ts";

it("is in the README word for word", () => {
  expect(readFileSync("README.md", "utf8")).toContain(USAGE);
});
it("names every command", () => {
  for (const name of Object.keys(COMMANDS)) expect(USAGE).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
});
