import "./load-env.ts";

// npm start. What can go wrong is said in one sentence; only what nobody foresaw shows where it happened.
try {
  // Imported late, so that a bad environment variable is said the same way, and the database client is written first.
  const { ensureClient } = await import("./generate.ts");
  ensureClient();
  const { runTokenwatt } = await import("./run-tokenwatt.ts");
  await runTokenwatt(process.argv.slice(2));
} catch (error) {
  const isForeseen = error instanceof Error && (error.name === "AppError" || /environment/.test(error.message));
  const isMisspelt = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  console.error(isForeseen || isMisspelt ? (error as Error).message : error);
  process.exitCode = 1;
}
