import { getDocumentProxy } from "unpdf";
import { AppError } from "../../../core/app-error.ts";

const MAX_PAGES = 100;
const MAX_CHARACTERS = 4_000_000;

/** A run of text on a page: where it begins, how wide it is, how tall its letters are. */
type Run = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
};

/**
 * The text of a PDF, line by line as it stands on the page: runs at one height make a line, wide gaps between them a tab.
 * @throws AppError unreadable-file (damaged, protected, without text), too-large
 */
export async function pdfText(file: Uint8Array): Promise<string> {
  const pages = await readPages(file);
  const text = pages.map((runs) => linesOf(runs).join("\n")).join("\n");
  if (text.trim() === "")
    throw new AppError(
      "unreadable-file",
      "This PDF holds pictures and no text, as a scan does. Download the invoice itself from the provider.",
    );
  if (text.length > MAX_CHARACTERS) throw new AppError("too-large", "This PDF holds too much text for an invoice.");
  return `${text}\n`;
}

async function readPages(file: Uint8Array): Promise<Run[][]> {
  try {
    // The reader takes the array over; the caller keeps its own.
    const document = await getDocumentProxy(file.slice(), {
      verbosity: 0,
      stopAtErrors: false,
    });
    if (document.numPages > MAX_PAGES)
      throw new AppError("too-large", `A PDF may have ${MAX_PAGES} pages at most. Upload the invoice alone.`);
    const pages: Run[][] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      pages.push(items.flatMap((item) => ("str" in item ? runOf(item) : [])));
    }
    await document.cleanup();
    return pages;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const isProtected = error instanceof Error && error.name === "PasswordException";
    throw new AppError(
      "unreadable-file",
      isProtected
        ? "This PDF is protected by a password. Print it to a new PDF without one."
        : "This PDF is cut off or damaged. Download it again.",
      { cause: String(error) },
    );
  }
}

function runOf(item: { str: string; transform: readonly number[]; width: number; height: number }): Run[] {
  const [, , , scale = 0, x = 0, y = 0] = item.transform;
  if (item.str.trim() === "") return [];
  return [{ text: item.str, x, y, width: item.width, size: item.height || Math.abs(scale) || 10 }];
}

/** Runs in reading order, put together to lines. */
function linesOf(runs: readonly Run[]): string[] {
  const lines: { y: number; runs: Run[] }[] = [];
  for (const run of [...runs].sort((a, b) => b.y - a.y)) {
    const line = lines.at(-1);
    if (line && Math.abs(line.y - run.y) <= run.size * 0.4) line.runs.push(run);
    else lines.push({ y: run.y, runs: [run] });
  }
  return lines.map((line) => lineText(line.runs.sort((a, b) => a.x - b.x)));
}

function lineText(runs: readonly Run[]): string {
  let text = "";
  let end = 0;
  for (const run of runs) {
    const gap = run.x - end;
    if (text !== "") text += gap > run.size * 1.5 ? "\t" : gap > run.size * 0.15 || text.endsWith(" ") ? " " : "";
    text = text.endsWith(" ") || text.endsWith("\t") ? text + run.text.trimStart() : text + run.text;
    end = run.x + run.width;
  }
  return text.trim();
}
