import { AppError } from "../core/app-error.ts";
import { filesOf } from "../importers/source/containers/files-of.ts";
import { metered, type Received, type ReceiveInput, receiveFile } from "./receive-file.ts";

export type ReceivedFile = Received & { readonly fileName: string };
export type RefusedFile = { readonly fileName: string; readonly message: string };

/**
 * Receives what was uploaded: a ZIP archive becomes one import for each of its files, named `outer.zip/inner.csv`; anything
 * else one import. A file of an archive that cannot be read is listed in `refused` and does not lose the others.
 * @throws AppError as `receiveFile` for a single file; for an archive when nothing at all of it could be read
 */
export async function receiveUpload(
  input: ReceiveInput,
): Promise<{ received: ReceivedFile[]; refused: RefusedFile[] }> {
  const received: ReceivedFile[] = [];
  const errors: { fileName: string; error: AppError }[] = [];
  try {
    for await (const { fileName, bytes, isInArchive } of filesOf({ ...input, bytes: metered(input.bytes, () => {}) })) {
      try {
        received.push({ ...(await receiveFile({ ...input, fileName, bytes })), fileName });
      } catch (error) {
        if (!isInArchive || !(error instanceof AppError)) throw error;
        errors.push({ fileName, error });
      }
    }
  } catch (error) {
    // What came before the fault was received and stays.
    if (!(error instanceof AppError) || received.length + errors.length === 0) throw error;
    errors.push({ fileName: input.fileName, error });
  }
  const [first] = errors;
  if (received.length === 0 && first) throw nothingReceived(errors);
  return { received, refused: errors.map(({ fileName, error }) => ({ fileName, message: error.message })) };
}

const SAID = 3;

function nothingReceived(errors: readonly { fileName: string; error: AppError }[]): AppError {
  const [first] = errors;
  const said = errors
    .slice(0, SAID)
    .map(({ fileName, error }) => (error.message.includes(fileName) ? error.message : `${fileName}: ${error.message}`));
  const more = errors.length > SAID ? ` ${errors.length - SAID} more files could not be read either.` : "";
  return new AppError(first?.error.code ?? "unreadable-file", `${said.join(" ")}${more}`, {
    refused: errors.map(({ fileName, error }) => ({ fileName, message: error.message })),
  });
}
