import { writeFileSync } from "node:fs";
import { environment } from "../lib/env.ts";

const WIDTH = 118;

function wrapped(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((line) => `# ${line}`);
}

/** The text of `.env.example`: every variable with its meaning and its default, all left out. */
export function exampleFile(): string {
  const blocks = Object.entries(environment.shape).map(([name, schema]) => {
    const standard = schema.safeParse(undefined);
    const value = standard.success && standard.data !== undefined ? String(standard.data) : "";
    return [...wrapped(schema.description ?? ""), `# ${name}=${value}`].join("\n");
  });
  const intro = "# Tokenwatt runs with none of these. Copy what you need to a file named .env, or export it.";
  return `${intro}\n\n${blocks.join("\n\n")}\n`;
}

if (import.meta.main) writeFileSync(".env.example", exampleFile());
