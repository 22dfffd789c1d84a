import { dataFolder, keptSecret } from "../data-folder.ts";
import { env } from "../env.ts";

let kept: string | undefined;

/** What sessions are signed with: NEXTAUTH_SECRET, else one made once and kept in the data folder, readable by us alone. */
export function authSecret(): string {
  kept ??= env.NEXTAUTH_SECRET ?? keptSecret({ folder: dataFolder(), name: "session.secret" });
  return kept;
}
