const STAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)";
/** `docker logs -t`, `kubectl logs --timestamps`, `journalctl -o short-iso`, or a loop that writes the time. */
const BEFORE = new RegExp(`^\\s*(?:[\\w.-]+\\s+\\|\\s+)?\\[?(${STAMP})\\]?\\s`);
/** Docker's own files: `{"log":"...","stream":"stderr","time":"2026-05-14T09:00:00.123456789Z"}`. */
const DOCKER = new RegExp(`^\\s*\\{"log":.*"time":"(${STAMP})"`);

/** The time with its zone that stands beside a line of another program's log; null where none does. */
export function stampBeside(line: string): string | null {
  const found = (line.startsWith("{") ? DOCKER : BEFORE).exec(line)?.[1];
  return found?.replace(",", ".") ?? null;
}

/** Does the text begin as Docker's own log files do? */
export const isDockerLog = (text: string): boolean => /^\s*\{"log":/.test(text);
