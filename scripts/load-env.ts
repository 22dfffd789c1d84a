import { existsSync } from "node:fs";

// Imported before anything that reads the environment; what is exported already wins over the file.
if (existsSync(".env")) process.loadEnvFile(".env");
