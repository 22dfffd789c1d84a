export type SignInResult = "signed-in" | "wrong" | "too-many-requests" | "failed";

/** Signs in through next-auth's own endpoints, without its client library. */
export async function signInWith(email: string, password: string): Promise<SignInResult> {
  const csrf: unknown = await (await fetch("/api/auth/csrf")).json();
  const csrfToken = typeof csrf === "object" && csrf !== null && "csrfToken" in csrf ? String(csrf.csrfToken) : "";
  const response = await fetch("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }),
  });
  const answer: unknown = await response.json().catch(() => null);
  const url = typeof answer === "object" && answer !== null && "url" in answer ? String(answer.url) : "";
  const error = url === "" ? null : new URL(url, window.location.origin).searchParams.get("error");
  if (response.ok && error === null) return "signed-in";
  if (error === "too-many-requests") return "too-many-requests";
  return error === "CredentialsSignin" || response.status === 401 ? "wrong" : "failed";
}
