import { checkKeys } from "./check-keys.ts";
import { type CheckResult, fail, ok, warn } from "./check-result.ts";
import { checkStore } from "./check-store.ts";
import type { SetupFacts } from "./setup-facts.ts";

/** Judges a developer's set-up, point by point in one order. */
export function checkSetup(facts: SetupFacts): readonly CheckResult[] {
  const { store } = facts;
  return [
    checkNode(facts),
    checkMosis(facts),
    ...checkGit(facts),
    checkHome(facts),
    ...checkKeys(facts),
    checkLeftovers(facts),
    checkEncoding(facts),
    checkProject(facts),
    ...(store === null ? [] : checkStore(store)),
  ];
}

function checkNode({ node: { version, trouble } }: SetupFacts): CheckResult {
  if (trouble === null) return ok("node", `Node ${version} runs mosis.`);
  return fail("node", trouble, "Install a newer Node.");
}

function checkMosis({ mosis: { version, installed } }: SetupFacts): CheckResult {
  if (installed === null || installed === version) return ok("mosis", `mosis ${version} is running.`);
  const message = `mosis ${version} is running, but ${installed} is installed for this folder.`;
  return warn("mosis", message, "Run it with `npx mosis`, or bring the folder's to the same version.");
}

function checkGit({ git: { version, name, email } }: SetupFacts): readonly CheckResult[] {
  if (version === null) {
    const fix = "Install it from https://git-scm.com; building, signing and publishing do without.";
    return [warn("git", "There is no Git, which a checkout of a registry needs.", fix)];
  }
  const missing = [...(name === null ? ["user.name"] : []), ...(email === null ? ["user.email"] : [])];
  const author =
    missing.length === 0
      ? ok("git-author", `Git commits as ${name} <${email}>.`)
      : warn(
          "git-author",
          `Git knows no ${missing.join(" and no ")}; new apps get a made-up author.`,
          missing.map((key) => `Run \`git config --global ${key} ${EXAMPLES[key]}\`.`).join(" "),
        );
  return [ok("git", `Git ${version} is there.`), author];
}

const EXAMPLES: Readonly<Record<string, string>> = { "user.name": '"Your Name"', "user.email": "you@example.com" };

function checkHome({ home: { path, trouble } }: SetupFacts): CheckResult {
  if (trouble === null) return ok("home", `\`${path}\` can be written.`);
  const fix = "Make it a folder of your own, or name another one in MOSIS_HOME.";
  return fail("home", `Nothing can be written to \`${path}\`: ${trouble}.`, fix);
}

function checkLeftovers({ leftovers }: SetupFacts): CheckResult {
  if (leftovers.length === 0) return ok("leftovers", "No half-written files are left behind.");
  const message = `Half-written files were left behind: ${leftovers.map((path) => `\`${path}\``).join(", ")}.`;
  return warn("leftovers", message, "Delete them while no mosis is running.");
}

function checkEncoding({ charset }: SetupFacts): CheckResult {
  if (charset === null || /^utf-?8$/i.test(charset)) return ok("encoding", "The terminal's language is set to UTF-8.");
  const message = `The environment names the character set ${charset}; mosis writes UTF-8.`;
  return warn("encoding", message, "Set LANG to a UTF-8 locale, such as `export LANG=C.UTF-8`.");
}

function checkProject({ project }: SetupFacts): CheckResult {
  if (project === null) return ok("project", "There is no app project in this folder.");
  const { app, errors, others } = project;
  const name = app ?? "the project in this folder";
  const fix = "Run `mosis validate`.";
  if (errors > 0) return fail("project", `${name} breaks ${count(errors, "rule")}.`, fix);
  if (others > 0) return warn("project", `${name} can be built, with ${count(others, "remark")}.`, fix);
  return ok("project", `${name} can be built.`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
