/** Files taken in one drop. */
export const MOST_FILES = 1_000;

const isHidden = (name: string): boolean => name.startsWith(".") || name === "__MACOSX" || name === "Thumbs.db";

/** Every file of a drop, folders walked, hidden files left out. Call while the event is handled: its items end with it. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files];
  const files: File[] = [];
  for (const entry of entries) await walk(entry, files);
  return files;
}

/** What a folder picker gives: hidden files are left out as in a drop. */
export const pickedFiles = (list: FileList | null): File[] =>
  [...(list ?? [])].filter((file) => !(file.webkitRelativePath || file.name).split("/").some(isHidden));

async function walk(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (isHidden(entry.name) || files.length > MOST_FILES) return;
  if (entry.isFile) {
    // isFile and isDirectory tell the two kinds apart; their types do not
    files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader(); // as above
  for (let batch = await nextBatch(reader); batch.length > 0; batch = await nextBatch(reader)) {
    for (const child of batch.sort((a, b) => a.name.localeCompare(b.name))) await walk(child, files);
  }
}

/** A folder is told in batches of at most a hundred; an empty one is the last. */
const nextBatch = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));
