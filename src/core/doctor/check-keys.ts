import { type CheckResult, fail, ok, warn } from "./check-result.ts";
import type { KeyFacts, SetupFacts } from "./setup-facts.ts";

/** Permission bits of everybody but the owner. */
const OTHERS = 0o077;
/** Permission bits with which others could put keys of theirs into a folder. */
const OTHERS_WRITE = 0o022;

/** Judges the signing keys of a machine: where they are, who can read them, whether they can be used. */
export function checkKeys({ keyFolder, keys }: Pick<SetupFacts, "keyFolder" | "keys">): readonly CheckResult[] {
  const folder = checkFolder(keyFolder);
  if (keyFolder.trouble !== null) return [folder];
  if (keys.length === 0) {
    return [folder, warn("keys", "There is no signing key on this machine.", "Make one with `mosis keys generate`.")];
  }
  return [folder, checkUsable(keys), checkModes(keys), checkPassphrases(keys)];
}

function checkFolder({ path, mode, trouble }: SetupFacts["keyFolder"]): CheckResult {
  if (trouble !== null) {
    return fail("key-folder", `\`${path}\` cannot be read: ${trouble}.`, "Make it a folder that you can read.");
  }
  if (mode === null || (mode & OTHERS) === 0) return ok("key-folder", `Keys are kept in \`${path}\`.`);
  const fix = `Run \`chmod 700 "${path}"\`.`;
  const octal = mode.toString(8).padStart(4, "0");
  if ((mode & OTHERS_WRITE) === 0)
    return warn("key-folder", `\`${path}\` has mode ${octal}: others see which keys there are.`, fix);
  return fail("key-folder", `\`${path}\` has mode ${octal}: others can put keys into it.`, fix);
}

function checkUsable(keys: readonly KeyFacts[]): CheckResult {
  const broken = keys.filter(({ trouble }) => trouble !== null);
  if (broken.length === 0) return ok("keys", keys.length === 1 ? "There is 1 key." : `There are ${keys.length} keys.`);
  const message = broken.map(({ trouble }) => trouble).join(" ");
  return fail("keys", message, "Restore the files from your copy, or take them out of the folder.");
}

function checkModes(keys: readonly KeyFacts[]): CheckResult {
  const open = keys.filter(({ mode }) => mode !== null && (mode & OTHERS) !== 0);
  if (open.length === 0) return ok("key-modes", "Nobody else can read the private keys.");
  const paths = open.map(({ path }) => path);
  const message = `Others on this machine can get at ${paths.map((path) => `\`${path}\``).join(", ")}.`;
  const fix = `Run \`chmod 600 ${paths.map((path) => `"${path}"`).join(" ")}\`. Where somebody may have copied a key, replace it.`;
  return fail("key-modes", message, fix);
}

function checkPassphrases(keys: readonly KeyFacts[]): CheckResult {
  const bare = keys.filter(({ encrypted, trouble }) => !encrypted && trouble === null);
  if (bare.length === 0) return ok("key-passphrases", "The private keys are encrypted.");
  const message = `No passphrase protects ${bare.map(({ path }) => `\`${path}\``).join(", ")}.`;
  const fix = "Keep such a key on a CI machine only; for yourself, make another one with `mosis keys generate`.";
  return warn("key-passphrases", message, fix);
}
