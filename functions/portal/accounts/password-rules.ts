/** NIST SP 800-63B section 5.1.1.2: length, and no rules of composition. */
export const passwordLength = { least: 12, most: 128 } as const;
/** Below it is a pattern and no password. */
const DIFFERENT_CHARACTERS = 5;

/** Why a password is not taken, or null if it is. */
export function passwordProblem(
  password: string,
  about: { readonly email: string; readonly name: string },
): string | null {
  const characters = Array.from(password);
  if (characters.length < passwordLength.least) {
    return `Expected at least ${passwordLength.least} characters; a few words with spaces do well.`;
  }
  if (characters.length > passwordLength.most) return `Expected at most ${passwordLength.most} characters.`;
  if (new Set(characters).size < DIFFERENT_CHARACTERS) {
    return `Expected at least ${DIFFERENT_CHARACTERS} different characters.`;
  }
  const plain = password.toLowerCase();
  const known = [about.email, about.email.split("@")[0] ?? "", about.name.toLowerCase()];
  if (known.some((word) => word !== "" && plain.replaceAll(word, "").length < DIFFERENT_CHARACTERS)) {
    return "Expected more than your name or address.";
  }
  return null;
}
