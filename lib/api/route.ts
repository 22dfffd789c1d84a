import type { z } from "zod";
import { type Access, mayAccess } from "../auth/access.ts";
import { principalOfCookie } from "../auth/current-principal.ts";
import { type Machine, machineOfRequest } from "../auth/machine.ts";
import type { Principal } from "../auth/principal.ts";
import { sessionCookieName } from "../auth/session.ts";
import { AppError } from "../core/app-error.ts";
import { errorResponse, problemOf, problemResponse } from "./problem.ts";
import { isSameOrigin } from "./same-origin.ts";

/** JSON bodies are forms. Files are streamed: a route that takes one declares no `body` and reads `request.body`. */
const BODY_LIMIT_BYTES = 1024 * 1024;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

type Given<Who, Params, Query, Body> = {
  readonly principal: Who;
  readonly params: Parsed<Params>;
  readonly query: Parsed<Query>;
  readonly body: Parsed<Body>;
  readonly request: Request;
};

/** Who a route is given: nobody, the machine whose token it bears, or a person. */
type Who<A> = A extends "public" ? null : A extends "machine" ? Machine : Principal;

type Declaration<A extends Access | "public" | "machine", Params, Query, Body> = {
  /**
   * `reader` is any role: which teams a lead may read is the flow's to decide. `public` asks for nobody, `machine` for a
   * token, which no foreign page can send: neither a cookie nor where the request comes from counts.
   */
  readonly access: A;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Status of a plain result: 200 if not said. */
  readonly status?: 200 | 201 | 202;
  /** A plain value is sent as JSON, undefined as 204; a Response is sent as it is. */
  handle(given: Given<Who<A>, Params, Query, Body>): Promise<unknown>;
};

/** What Next calls: params arrive as a promise, and not at all in a route without any. */
export type Handler = (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>;

/**
 * The one way a route is made: who may call it, what it accepts, and the flow it calls. Refusals are problem+json:
 * 401 signed out, 403 wrong role or foreign page, 400 with the fields that do not fit, and an AppError by its code.
 */
export function route<
  A extends Access | "public" | "machine",
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(declaration: Declaration<A, Params, Query, Body>): Handler {
  return async (request, context) => {
    try {
      const principal = await whoOf(request, declaration.access);
      const search = new URL(request.url).searchParams;
      const params = parse(declaration.params, declaration.params && (await context?.params));
      const query = parse(declaration.query, declaration.query && objectOf(search));
      const body = parse(declaration.body, declaration.body && (await readJson(request)));
      // The conditional types say what the lines above did: nobody for "public", the schema's output else.
      const given = { principal, params, query, body, request } as Parameters<typeof declaration.handle>[0];
      return respond(await declaration.handle(given), declaration.status ?? 200);
    } catch (error) {
      return error instanceof FieldsError
        ? problemResponse(problemOf(error, error.fields))
        : errorResponse(error, request);
    }
  };
}

async function whoOf(request: Request, access: Access | "public" | "machine"): Promise<Principal | Machine | null> {
  if (access === "machine") return machineOfRequest(request);
  if (!isSameOrigin(request)) throw new AppError("forbidden", "This request came from another site.");
  return access === "public" ? null : authorised(request, access);
}

async function authorised(request: Request, access: Access): Promise<Principal> {
  const principal = await principalOfCookie(cookieOf(request, sessionCookieName()));
  if (!principal) throw new AppError("signed-out", "Sign in first.");
  if (!mayAccess(principal, access)) throw new AppError("forbidden", "Your role does not allow this.");
  return principal;
}

/** From the request itself, so that a handler behaves the same under Next and when a test calls it. */
function cookieOf(request: Request, name: string): string | undefined {
  const pairs = request.headers.get("cookie")?.split(/;\s*/) ?? [];
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

class FieldsError extends AppError {
  readonly fields: readonly { path: string; message: string }[];
  constructor(fields: readonly { path: string; message: string }[]) {
    const named = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message));
    super("invalid-input", named.join("; "));
    this.fields = fields;
  }
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new FieldsError(read.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}

/** A name given once is text, given several times a list. */
function objectOf(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

async function readJson(request: Request): Promise<unknown> {
  const tooLarge = new AppError("too-large", "The request is larger than 1 MB.");
  if (Number(request.headers.get("content-length") ?? 0) > BODY_LIMIT_BYTES) throw tooLarge;
  let bytes = 0;
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > BODY_LIMIT_BYTES) throw tooLarge;
    text += decoder.decode(chunk, { stream: true });
  }
  text += decoder.decode();
  if (text.trim() === "") return {};
  if (!request.headers.get("content-type")?.includes("application/json")) {
    throw new AppError("invalid-input", "Send JSON, with the content type application/json.");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid-input", "The request is not valid JSON.");
  }
}

function respond(result: unknown, status: number): Response {
  if (result instanceof Response) {
    if (!result.headers.has("cache-control")) result.headers.set("cache-control", "no-store");
    return result;
  }
  const headers = { "cache-control": "no-store" };
  return result === undefined
    ? new Response(null, { status: 204, headers })
    : new Response(JSON.stringify(result), { status, headers: { ...headers, "content-type": "application/json" } });
}
