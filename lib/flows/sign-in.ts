import { passwordMatches } from "../auth/password.ts";
import type { Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { activePerson, personByEmail } from "../db/people.ts";
import { countAttempt, forgiveAttempt } from "../db/sign-in-attempts.ts";

/**
 * The person with this e-mail and password, or null: the answer and its time are the same for an unknown e-mail, a wrong
 * password and a disabled person.
 * @throws AppError too-many-requests after ten attempts for one e-mail or fifty from one address in a quarter of an hour.
 */
export async function signIn({
  email,
  password,
  address,
}: {
  email: string;
  password: string;
  address: string;
}): Promise<Principal | null> {
  const waitSeconds = await countAttempt({ email, address });
  if (waitSeconds > 0) {
    const minutes = Math.ceil(waitSeconds / 60);
    throw new AppError("too-many-requests", `Too many attempts. Try again in ${minutes} min.`, { waitSeconds });
  }
  const person = await personByEmail(email);
  const matches = await passwordMatches(password, person?.passwordHash ?? null);
  if (!person || !matches || person.disabledAt) return null;
  await forgiveAttempt({ email, address });
  return principalById(person.id);
}

/** Who a session's id stands for, asked of the database every time: null once the person is disabled or gone. */
export async function principalById(id: string): Promise<Principal | null> {
  const person = await activePerson(id);
  if (!person) return null;
  const { name, email, role } = person;
  return { userId: person.id, name, email, role, teams: role === "lead" ? person.teams : [] };
}
