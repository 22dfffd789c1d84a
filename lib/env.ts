import { z } from "zod";

/** Every environment variable Tokenwatt reads, with what it means. `.env.example` is held equal to this by a test. */
export const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "DATABASE_URL must begin with postgresql://")
    .optional()
    .describe("A PostgreSQL (16 or newer) of your own. Left out, Tokenwatt runs one in its data folder."),
  TOKENWATT_DATA: z
    .string()
    .default(".tokenwatt")
    .describe("The data folder: database, secret, mail that could not be sent. Relative to the project."),
  HOST: z.string().default("127.0.0.1").describe("The address the web server listens on."),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000).describe("The port the web server listens on."),
  PUBLIC_URL: z
    .url("PUBLIC_URL must be a whole address such as https://tokenwatt.example.com")
    .optional()
    .describe("The address people type: used in mail and for sign-in. Left out, the one `npm start` prints."),
  NEXTAUTH_SECRET: z
    .string()
    .min(32, "NEXTAUTH_SECRET needs at least 32 characters")
    .optional()
    .describe("Signs sessions. Left out, one is made and kept in the data folder."),
  NEXTAUTH_URL: z.url().optional().describe("Set by `npm start` from PUBLIC_URL; next-auth reads it."),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "SMTP_URL must begin with smtp:// or smtps://")
    .optional()
    .describe("Where digests are sent through, smtp://user:password@host:587. Left out, they go to the data folder."),
  MAIL_FROM: z
    .string()
    .default("Tokenwatt <tokenwatt@localhost>")
    .describe("The sender of digests: a name and an address."),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("warn")
    .describe("How much the web server and the worker say."),
  REAL_SAMPLES: z.string().optional().describe("Tests only: a folder of real export files for the golden figures."),
  CHROMIUM_PATH: z.string().optional().describe("Tests only: the Chromium that browser journeys use."),
  NODE_ENV: z
    .enum(["development", "production", "test"])
    .default("development")
    .describe("Set by the tools that run it."),
});
export type Environment = z.infer<typeof environment>;

/**
 * Reads and checks the variables; an empty one counts as left out.
 * @throws Error with one line for each bad variable.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const read = environment.safeParse(given);
  if (read.success) return read.data;
  const lines = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment has a bad value.\n${lines.join("\n")}`);
}

export const env: Environment = readEnvironment(process.env);

/** The variables to give a child process: ours, with `changes` on top. */
export function childEnvironment(changes: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

/** Where the person who typed an npm command stands; npm itself moves to the project. */
export const callerFolder = (): string => process.env.INIT_CWD ?? process.cwd();
