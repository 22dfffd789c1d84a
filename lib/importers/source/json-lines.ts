/** JSON with what stands before it on its first line (a time, a topic). */
export type JsonText = { readonly row: number; readonly prefix: string; readonly text: string };

/** No message of a device is longer; beyond it a bracket was never closed. */
const LONGEST = 1_048_576;

type To = {
  json(found: JsonText): void;
  /** A line with no JSON on it. */
  other(text: string, row: number): void;
  /** Is this line a message of its own? Then what came before it was cut. */
  isWhole(text: string): boolean;
  /** JSON that began here and was never ended before another message began. */
  broken(row: number): void;
};

/** Puts JSON that goes over several lines together again, a line at a time. */
export class JsonLines {
  readonly #to: To;
  #row = 0;
  #prefix = "";
  #parts: string[] = [];
  #length = 0;
  #depth = 0;
  #isInString = false;

  constructor(to: To) {
    this.#to = to;
  }

  line(text: string, row: number): void {
    if (this.#parts.length > 0 && this.#to.isWhole(text)) {
      this.#to.broken(this.#row);
      this.#reset();
    }
    if (this.#parts.length === 0) this.#begin(text, row);
    else this.#take(text);
  }

  /** @returns the row where JSON began that never ended; null when all of it did */
  end(): number | null {
    return this.#parts.length > 0 ? this.#row : null;
  }

  #begin(text: string, row: number): void {
    // A list with an item a line: its brackets and commas stand alone.
    if (/^\s*[[\],]\s*$/.test(text)) return;
    const start = /^\s*\[\s*\{/.test(text) ? text.indexOf("[") : text.indexOf("{");
    if (start < 0) {
      this.#to.other(text, row);
      return;
    }
    this.#row = row;
    this.#prefix = text.slice(0, start).trim();
    this.#take(text.slice(start));
  }

  #take(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    this.#measure(text);
    if (this.#depth <= 0) {
      const found = { row: this.#row, prefix: this.#prefix, text: this.#parts.join("\n") };
      this.#reset();
      this.#to.json(found);
    } else if (this.#length > LONGEST) {
      this.#to.broken(this.#row);
      this.#reset();
    }
  }

  #measure(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 34) this.#isInString = !this.#isInString;
      else if (this.#isInString) {
        if (code === 92) at += 1;
      } else if (code === 123 || code === 91) this.#depth += 1;
      else if (code === 125 || code === 93) this.#depth -= 1;
    }
    // No string goes over the end of a line.
    this.#isInString = false;
  }

  #reset(): void {
    this.#parts = [];
    this.#length = 0;
    this.#depth = 0;
    this.#isInString = false;
  }
}
