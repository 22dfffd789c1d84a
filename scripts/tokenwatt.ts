import "./load-env.ts";
import { AppError } from "../lib/core/app-error.ts";
import { COMMANDS, USAGE } from "./commands/index.ts";
import { wrongWords } from "./commands/output.ts";

// npm run -s tokenwatt -- COMMAND ...: everything the pages do with files and figures, for scripts and cron.
// Exit codes: 0 done, 1 refused or a difference found, 2 wrong words or a file that no format claims.
const [name, ...words] = process.argv.slice(2);

if (name === undefined || name === "help" || name === "--help" || name === "-h") {
  console.log(USAGE);
  process.exitCode = name === undefined ? 2 : 0;
} else {
  const load = COMMANDS[name];
  if (!load) {
    const message = `There is no command "${name}".`;
    process.exitCode = wrongWords(
      words.includes("--json") ? message : `${message}\n\n${USAGE}`,
      words.includes("--json"),
    );
  } else await runCommand(load, words);
}

async function runCommand(load: (typeof COMMANDS)[string], given: string[]): Promise<void> {
  const wantsJson = given.includes("--json");
  try {
    const { run } = await load();
    process.exitCode = await run(
      given.filter((word) => word !== "--json"),
      { wantsJson },
    );
  } catch (error) {
    const isKnown = error instanceof AppError;
    const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    if (!isKnown && !isUsage) console.error(error);
    const message = error instanceof Error ? error.message : String(error);
    if (wantsJson)
      console.log(JSON.stringify({ error: { code: isKnown ? error.code : isUsage ? "usage" : "internal", message } }));
    else if (isKnown || isUsage) console.error(message);
    process.exitCode = isUsage
      ? 2
      : isKnown && (error.code === "unknown-format" || error.code === "ambiguous-format")
        ? 2
        : 1;
  }
}
