import { ApiError } from "../../lib/api/client.ts";
import { type UploadOptions, uploadFile } from "../../lib/api/upload.ts";
import type { ImportPreview } from "../../lib/api/wire/records.ts";

export type Upload = {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
  readonly state: "waiting" | "sending" | "reading" | "refused";
  readonly refusal: string | null;
};
type Waiting = { readonly id: number; readonly file: File; readonly options: UploadOptions; readonly isAlone: boolean };

/** Two at once: while one is read by the server, the next is on its way. */
const AT_ONCE = 2;

/**
 * Files on their way to the server. It lives as long as the tab does, not the page: whoever looks at another page and
 * comes back finds it where it is. What was never sent is lost with the tab, so the browser asks before it closes.
 */
class UploadQueue {
  #uploads: readonly Upload[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #listeners = new Set<() => void>();
  #nextId = 1;
  #running = 0;
  /** What the import page does with a file that was read; nothing while it is not shown. */
  onRead: ((preview: ImportPreview, how: { isAlone: boolean }) => void) | null = null;
  /** Something changed on the server. */
  onSettled: (() => void) | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly snapshot = (): readonly Upload[] => this.#uploads;

  readonly add = (files: readonly File[], options: UploadOptions): void => {
    const isAlone = files.length === 1 && this.#uploads.every((one) => one.state === "refused");
    for (const file of files) {
      const id = this.#nextId++;
      this.#waiting.push({ id, file, options, isAlone });
      this.#set([
        ...this.#uploads,
        { id, name: file.name, bytes: file.size, sent: 0, state: "waiting", refusal: null },
      ]);
    }
    while (this.#running < AT_ONCE && this.#waiting.length > 0) void this.#run();
  };

  /** Takes a refused file off the list, or one that was not sent yet. */
  readonly dismiss = (id: number): void => {
    const at = this.#waiting.findIndex((one) => one.id === id);
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#set(this.#uploads.filter((one) => one.id !== id));
  };

  async #run(): Promise<void> {
    this.#running += 1;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await this.#send(next);
    this.#running -= 1;
  }

  async #send({ id, file, options, isAlone }: Waiting): Promise<void> {
    this.#change(id, { state: "sending" });
    try {
      const { files, refused, ...preview } = await uploadFile(file, options, (sent) =>
        this.#change(id, { sent, state: sent >= file.size ? "reading" : "sending" }),
      );
      this.#set([...this.#uploads.filter((one) => one.id !== id), ...refused.map((one) => this.#refusedPart(one))]);
      this.onRead?.(preview, { isAlone: isAlone && files.length === 1 });
    } catch (error) {
      // A file that arrived but could not be read is kept as a failed import, which the server's list shows.
      if (error instanceof ApiError && error.status === 422) this.#set(this.#uploads.filter((one) => one.id !== id));
      else this.#change(id, { state: "refused", refusal: error instanceof Error ? error.message : String(error) });
    }
    this.onSettled?.();
  }

  /** A file in an archive that could not be read: the others were. */
  #refusedPart({ fileName, message }: { fileName: string; message: string }): Upload {
    return { id: this.#nextId++, name: fileName, bytes: 0, sent: 0, state: "refused", refusal: message };
  }

  #change(id: number, changes: Partial<Upload>): void {
    this.#set(this.#uploads.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  }

  #set(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    const isBusy = uploads.some((one) => one.state === "waiting" || one.state === "sending");
    if (isBusy) window.addEventListener("beforeunload", askFirst);
    else window.removeEventListener("beforeunload", askFirst);
    for (const listener of this.#listeners) listener();
  }
}

const askFirst = (event: BeforeUnloadEvent) => event.preventDefault();

export const uploadQueue = new UploadQueue();
