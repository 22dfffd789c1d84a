import { AppError } from "../core/app-error.ts";
import { type Machine, machineOf } from "../flows/api-tokens.ts";

export type { Machine } from "../flows/api-tokens.ts";

/** The machine whose token a request bears. A session cookie is none. @throws AppError signed-out, too-many-requests */
export async function machineOfRequest(request: Request): Promise<Machine> {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token)
    throw new AppError("signed-out", "Send a token: Authorization: Bearer twk_... An admin makes one in Settings.");
  return machineOf(token);
}
