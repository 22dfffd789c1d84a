import { parseArgs } from "node:util";
import type { AnyMapping } from "../../lib/core/any-mapping.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { importById } from "../../lib/flows/imports.ts";
import { type Ingested, ingestFile } from "../../lib/flows/ingest.ts";
import { filesAt, type GivenFile } from "./files-at.ts";
import type { CommandContext } from "./index.ts";
import { readMappingFile } from "./mapping-file.ts";
import { printJson, wrongWords } from "./output.ts";
import { printSummary } from "./print-summary.ts";
import { unread } from "./read-summary.ts";

const BY = "Command line";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      rig: { type: "string" },
      zone: { type: "string" },
      replace: { type: "boolean", default: false },
      map: { type: "string" },
    },
  });
  if (positionals.length === 0) return wrongWords("Name at least one file: ingest FILE...", wantsJson);
  const mapping = await readMappingFile(values.map);
  const results: object[] = [];
  let code = 0;
  const { files, isSingle } = filesAt(positionals);
  for await (const file of files) {
    const { result, exit } = await ingestOne(file, { ...values, mapping, wantsJson });
    results.push(result);
    code = Math.max(code, exit);
  }
  if (wantsJson) printJson(isSingle() ? results[0] : results);
  return code;
}

type Given = {
  account?: string | undefined;
  rig?: string | undefined;
  zone?: string | undefined;
  replace: boolean;
  mapping: AnyMapping | null;
  wantsJson: boolean;
};

async function ingestOne(
  file: GivenFile,
  { account, rig, zone, replace, mapping, wantsJson }: Given,
): Promise<{ result: object; exit: number }> {
  const { fileName } = file;
  try {
    if ("error" in file) throw file.error;
    const { bytes } = file;
    const done = await ingestFile({
      fileName,
      bytes,
      by: BY,
      replace,
      account: account ?? null,
      rig: rig ?? null,
      zone: zone ?? null,
      mapping,
    });
    const message = await sentence(done);
    if (!wantsJson) {
      if (done.summary) printSummary(done.summary);
      console.log(`  ${message}`);
    }
    return { result: await resultOf(done, fileName, message), exit: done.isPosted || done.sameAs !== null ? 0 : 1 };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (!wantsJson) console.error(`${fileName}: ${error.message}`);
    const isUnknown = error.code === "unknown-format" || error.code === "ambiguous-format";
    // A file that is not there has no hash; that it is not there is what `error` says.
    const sha256 = "error" in file ? null : await file.bytes.digest();
    return {
      result: { ...unread(fileName, error), sha256, import: { id: null, state: "refused", message: error.message } },
      exit: isUnknown ? 2 : 1,
    };
  }
}

async function sentence(done: Ingested): Promise<string> {
  if (done.sameAs !== null) {
    const { state, message } = await importById(done.sameAs);
    const since = state === "superseded" ? ` ${message}` : "";
    return `The same bytes as import ${done.sameAs}. Nothing was done.${since}`;
  }
  if (done.isPosted) {
    const replaced = done.replaced.length > 0 ? `, replacing import ${done.replaced.join(", ")} on those days` : "";
    return `Posted as import ${done.importId}: ${done.entries} ledger entries${replaced}.`;
  }
  if (done.refusal !== null)
    return `Import ${done.importId} is not posted. ${done.refusal} Add --replace to replace it.`;
  return `Import ${done.importId} is not posted. ${(await importById(done.importId)).message}`;
}

function stateOf({ isPosted, sameAs, refusal, state }: Ingested): string {
  if (isPosted) return "posted";
  if (sameAs !== null) return "unchanged";
  return refusal === null ? state : "refused";
}

async function resultOf(done: Ingested, fileName: string, message: string): Promise<object> {
  const summary = done.summary ?? (done.sameAs === null ? {} : (await importById(done.sameAs)).summary);
  const { shape: _shape, encoding: _encoding, file: _file, ...facts } = summary as Record<string, unknown>; // stored summary, plus how it was read
  return {
    file: fileName,
    sha256: done.sha256,
    ...facts,
    issues: done.summary?.issues ?? [],
    import: {
      id: done.sameAs ?? done.importId,
      state: stateOf(done),
      entries: done.entries,
      replaced: done.replaced,
      sameAs: done.sameAs,
      message,
    },
  };
}
