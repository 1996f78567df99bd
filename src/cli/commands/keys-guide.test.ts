import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { KeysKit } from "../../testing/cli/keys-kit.ts";
import { jsonOf } from "../../testing/cli/run-in-memory.ts";

const PAGE = join(import.meta.dirname, "../../../docs/guides/signing-keys.md");

// Exactly the commands of the page: its code blocks in order.
const commands = [...readFileSync(PAGE, "utf8").matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, code = ""]) =>
  code.trimEnd().split("\n"),
);

/** Numeric id of the author. */
const GITHUB_ID = 1234;
/** What the page's commands take from the sign-in; so they write into a checkout, which review reads without a forge. */
const OFFLINE = {
  register: ["--github-id", `${GITHUB_ID}`, "--out", "store"],
  rotate: ["--developer", "grace", "--out", "store"],
  revoke: ["--developer", "grace", "--out", "store"],
  recover: ["--developer", "grace", "--out", "store"],
  generate: [],
} as const;

/** What review says to each kind of change that the page makes. */
const verdicts = {
  register: ["merge"],
  rotate: ["review", "risk/key-added"],
  revoke: ["merge"],
  // As long as the offline keys do not state it.
  recover: ["fail", "owner/signature", "risk/key-added"],
};

test("the commands of the guide to signing keys work one after the other, and review lets them in", async () => {
  const kit = new KeysKit("mosis");
  symlinkSync(kit.cwd, join(kit.home, "store"));
  const ids = new Map<string, string>();
  const names = ["$KEY", "$NEW", "$SPARE", "$CI", "$FRESH"];
  const run = async (words: readonly string[]) =>
    jsonOf(await kit.cli([...words, "--json"], { cwd: kit.home, env: { MOSIS_PASSPHRASE: "open sesame" } }));
  const done: string[] = [];
  for (const command of commands) {
    const [mosis, ...words] = command.split(" ").map((word) => ids.get(word) ?? word);
    const [, action = ""] = words;
    const json = await run([...words, ...OFFLINE[action as keyof typeof OFFLINE]]);
    expect([command, mosis, json["ok"]]).toEqual([command, "mosis", true]);
    done.push(action);
    if (action === "generate") {
      ids.set(names[ids.size]!, (json["key"] as { readonly keyid: string }).keyid);
    } else {
      expect([command, kit.review(GITHUB_ID)]).toEqual([command, verdicts[action as keyof typeof verdicts]]);
      kit.merge();
    }
  }
  expect(ids.size).toBe(names.length);
  expect(new Set(done)).toEqual(new Set(["generate", "register", "rotate", "revoke", "recover"]));
});
