import { registerHooks } from "node:module";

// dependency-cruiser reads TypeScript through the compiler's JavaScript interface, which TypeScript 7 no longer has; without
// this it would read no .ts file and report success.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.replace(/^typescript(?=$|\/)/, "@typescript/typescript6"), context),
});
