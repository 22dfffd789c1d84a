import { globSync } from "node:fs";

/** Every page of the product as its files name it: `/`, `/lines`, `/teams/[slug]`. */
export const pagesOnDisk = (): string[] =>
  globSync("**/page.tsx", { cwd: "app/(product)" })
    .map((file) => `/${file.replaceAll("\\", "/").replace(/\/?page\.tsx$/, "")}`)
    .sort();

/** One address for each page, in the demo company. */
export const ADDRESSES: Readonly<Record<string, string>> = {
  "/": "/",
  "/close": "/close",
  "/demo": "/demo",
  "/digests": "/digests",
  "/imports": "/imports",
  "/lines": "/lines",
  "/prices": "/prices",
  "/reference": "/reference",
  "/rigs": "/rigs",
  "/rigs/[slug]": "/rigs/forge",
  "/settings": "/settings",
  "/teams/[slug]": "/teams/support",
  "/teams/[slug]/statement": "/teams/support/statement",
};
