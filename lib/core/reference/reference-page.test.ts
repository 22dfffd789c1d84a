import { expect, it } from "vitest";
import { referenceMarkdown } from "./reference-page.ts";

it("docs/reference.md says what the functions compute (refresh it with vitest --update)", async () => {
  await expect(referenceMarkdown()).toMatchFileSnapshot("../../../docs/reference.md");
});
