import { pino } from "pino";
import { env } from "./env.ts";

/** The one log, JSON lines on standard output. Never give it a password, a token or a whole request. */
export const log = pino({ level: env.LOG_LEVEL, redact: ["password", "token", "secret", "*.password", "*.token"] });
