const LONGEST = 60;
/** Characters spelled out where a name has no Latin letter or digit at all. */
const SPELLED = 8;

/**
 * A name as an address: lower case, letters and digits, single hyphens. A name in another script becomes the code points
 * of its first letters, so that it has an address too. Empty when there is no letter or digit.
 */
export function slugOf(name: string): string {
  const latin = name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST);
  if (latin !== "") return latin;
  const letters = [...name].filter((character) => /[\p{Letter}\p{Number}]/u.test(character));
  return letters
    .slice(0, SPELLED)
    .map((letter) => `u${(letter.codePointAt(0) ?? 0).toString(16)}`)
    .join("-");
}
