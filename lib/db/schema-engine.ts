import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";

/** The catalogue type `"char"`, which the adapter does not know though the engine reads it. */
const CATALOGUE_CHAR = 18;
const TEXT = 25;

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;
/** What the repairs reach into; the adapter declares these protected or private. */
type Insides = {
  client: pg.Pool;
  onError(error: unknown): never;
  performIO(query: SqlQuery): Promise<pg.QueryArrayResult>;
};

/**
 * Prisma's schema engine, as WebAssembly, over the ordinary pg driver: migrations without downloading a binary.
 * `lastError` is PostgreSQL's own message, which the engine otherwise wraps beyond reading.
 */
export async function openSchemaEngine({
  url,
  schemaPath,
}: {
  url: string;
  schemaPath: string;
}): Promise<{ engine: SchemaEngine; lastError: () => string | undefined; close: () => Promise<void> }> {
  const { SchemaEngine } = await loadWasm();
  let last: string | undefined;
  const adapters: Adapter[] = [];
  const factory = adapterFactory(url, {
    onOpen: (adapter) => adapters.push(adapter),
    onError: (message) => {
      last = message;
    },
  });
  const datamodels: [string, string][] = [[schemaPath, readFileSync(schemaPath, "utf8")]];
  const engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
  const close = async () => {
    engine.free(); // which leaves its connections open
    for (const adapter of adapters) if (!insides(adapter).client.ended) await adapter.dispose();
  };
  return { engine, lastError: () => last, close };
}

// On globalThis: the module's JavaScript half is one per process, and a second WebAssembly instance would corrupt the first.
const holder = globalThis as { tokenwattSchemaEngine?: Promise<typeof import("@prisma/schema-engine-wasm")> };

function loadWasm(): Promise<typeof import("@prisma/schema-engine-wasm")> {
  holder.tokenwattSchemaEngine ??= instantiateWasm();
  return holder.tokenwattSchemaEngine;
}

async function instantiateWasm(): Promise<typeof import("@prisma/schema-engine-wasm")> {
  const glue = (await import(
    "@prisma/schema-engine-wasm/schema_engine_bg"
  )) as typeof import("@prisma/schema-engine-wasm") & {
    __wbg_set_wasm(exports: WebAssembly.Exports): void;
  };
  const path = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  // The glue module is exactly what the WebAssembly module imports.
  const imports = { "./schema_engine_bg.js": glue } as unknown as WebAssembly.Imports;
  const { instance } = await WebAssembly.instantiate(readFileSync(path), imports);
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)(); // every wasm-bindgen module exports it
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: console.error } });
  return glue;
}

type Watcher = { onOpen(adapter: Adapter): void; onError(message: string): void };

function adapterFactory(url: string, watcher: Watcher): SqlMigrationAwareDriverAdapterFactory {
  // Parts, never the address: with an address the adapter would make its shadow connection to the main database.
  const { host, port, user, password, database, connectionParameters } = new pg.Client({
    connectionString: url,
  }) as pg.Client & { connectionParameters: { ssl?: pg.ClientConfig["ssl"] } };
  const ssl = connectionParameters.ssl;
  const open = async (name: string | undefined): Promise<Adapter> => {
    const parts = { host, port, user, password: password ?? undefined, database: name, ...(ssl && { ssl }) };
    const adapter = repaired(await new PrismaPg(parts).connect(), watcher.onError);
    watcher.onOpen(adapter);
    return adapter;
  };
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => open(database),
    connectToShadowDb: async () => {
      const name = `shadow_${randomUUID().replaceAll("-", "")}`;
      const main = await open(database);
      await insides(main).client.query(`CREATE DATABASE "${name}"`);
      const shadow = await open(name);
      const end = shadow.dispose.bind(shadow);
      shadow.dispose = async () => {
        await end();
        await insides(main).client.query(`DROP DATABASE "${name}" WITH (FORCE)`);
        await main.dispose();
      };
      return shadow;
    },
  };
}

// The members exist at run time; the declarations hide them.
const insides = (adapter: Adapter): Insides => adapter as unknown as Insides;

/**
 * Three repairs: a script goes to PostgreSQL whole (the adapter splits it at every semicolon, function bodies too), an
 * error keeps its message, and the catalogue type `"char"` is readable (the adapter has no mapping for it).
 */
function repaired(adapter: Adapter, onError: (message: string) => void): Adapter {
  const inside = insides(adapter);
  adapter.executeScript = async (sql) => {
    try {
      await inside.client.query(sql);
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error));
      inside.onError(error);
    }
  };
  const charColumns = new WeakMap<object, number[]>();
  const performIO = inside.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  inside.performIO = async (query) => {
    const result = await performIO(query);
    const columns = result.fields.flatMap((field, index) => (field.dataTypeID === CATALOGUE_CHAR ? [index] : []));
    for (const index of columns) Object.assign(result.fields[index] ?? {}, { dataTypeID: TEXT });
    charColumns.set(query, columns);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const set = await queryRaw(query);
    const columnTypes: ColumnType[] = [...set.columnTypes];
    for (const index of charColumns.get(query) ?? []) columnTypes[index] = ColumnTypeEnum.Character;
    return { ...set, columnTypes };
  };
  return adapter;
}
