import { describe, expect, it } from "vitest";
import { hashPerson, textOrNull, withoutEmails } from "./person.ts";

describe("people", () => {
  it("have one opaque id however their address is written", () => {
    expect(hashPerson(" Ada@Harbour.example ")).toBe(hashPerson("ada@harbour.example"));
    expect(hashPerson("ada@harbour.example")).toMatch(/^person-[0-9a-f]{16}$/);
    expect(hashPerson("grace@harbour.example")).not.toBe(hashPerson("ada@harbour.example"));
  });

  it("are hashed wherever an address stands in a text", () => {
    const text = withoutEmails("key of ada@harbour.example (laptop), <grace@harbour.example>");
    expect(text).toBe(`key of ${hashPerson("ada@harbour.example")} (laptop), <${hashPerson("grace@harbour.example")}>`);
    expect(textOrNull("  ")).toBeNull();
    expect(textOrNull(" proj_a ")).toBe("proj_a");
  });
});
