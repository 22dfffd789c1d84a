import { expect, it } from "vitest";
import { slugOf } from "./slug.ts";

it("makes an address of a name in any script", () => {
  expect(slugOf("Customer Operations (EMEA)")).toBe("customer-operations-emea");
  expect(slugOf("Équipe Données")).toBe("equipe-donnees");
  expect(slugOf("日本")).toBe("u65e5-u672c");
  expect(slugOf("--- !")).toBe("");
});
