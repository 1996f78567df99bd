import { afterAll, describe, expect, test } from "vitest";

import { pullRequestChanges } from "./pull-request.ts";
import { repositoryAt } from "./repository.ts";
import { GitKit } from "../../testing/git-kit.ts";

const kit = new GitKit();
const repository = repositoryAt(kit.gitdir);
afterAll(() => kit.remove());

const start = kit.commit({ files: { "registry/a.json": "a1", "registry/b.json": "b1", "src/code.ts": "code" } });

/** Path to before and after; throws where it is no submission. */
async function changes(main: string, head: string): Promise<Record<string, readonly [string | null, string | null]>> {
  const diff = await pullRequestChanges(repository, main, head);
  if (!diff.ok) throw new Error(diff.findings.map(({ rule, message }) => `${rule}: ${message}`).join(" "));
  const text = (bytes: Uint8Array | null): string | null => bytes && new TextDecoder().decode(bytes);
  return Object.fromEntries(diff.changes.map(({ path, before, after }) => [path, [text(before), text(after)]]));
}

async function refusal(main: string, head: string): Promise<readonly string[]> {
  const diff = await pullRequestChanges(repository, main, head);
  return diff.ok ? [] : diff.findings.map(({ rule, file, message }) => `${rule} ${file ?? ""} ${message}`);
}

describe("a pull request changes", () => {
  test("what its head has and main has not", async () => {
    const head = kit.commit({ parents: [start], files: { "registry/c.json": "c1", "registry/a.json": "a2" } });
    expect(await changes(start, head)).toEqual({ "registry/a.json": ["a1", "a2"], "registry/c.json": [null, "c1"] });
  });

  test("nothing of what only main did since", async () => {
    const head = kit.commit({ parents: [start], files: { "registry/c.json": "c1" } });
    const main = kit.commit({ parents: [start], files: { "registry/b.json": null, "src/code.ts": "better" } });
    expect(await changes(main, head)).toEqual({ "registry/c.json": [null, "c1"] });
  });

  test("files beside what main has of them by now", async () => {
    const head = kit.commit({ parents: [start], files: { "registry/a.json": "a2", "registry/c.json": "c1" } });
    const main = kit.commit({ parents: [start], files: { "registry/a.json": "a9", "registry/c.json": "c9" } });
    expect(await changes(main, head)).toEqual({ "registry/a.json": ["a9", "a2"], "registry/c.json": ["c9", "c1"] });
    const removed = kit.commit({ parents: [start], files: { "registry/a.json": null } });
    expect((await changes(removed, head))["registry/a.json"]).toEqual([null, "a2"]);
  });

  test("the same after its branch took main in", async () => {
    const first = kit.commit({ parents: [start], files: { "registry/c.json": "c1" } });
    const main = kit.commit({ parents: [start], files: { "registry/b.json": "b2", "src/code.ts": "better" } });
    const head = kit.merge(first, main);
    expect(await changes(main, head)).toEqual({ "registry/c.json": [null, "c1"] });
  });

  test("back what its branch put back while it took main in", async () => {
    const main = kit.commit({ parents: [start], files: { "registry/b.json": "b2", "src/code.ts": "better" } });
    const head = kit.commit({
      parents: [kit.commit({ parents: [start], files: { "registry/c.json": "c1" } }), main],
    });
    expect(await changes(main, head)).toEqual({
      "registry/b.json": ["b2", "b1"],
      "registry/c.json": [null, "c1"],
      "src/code.ts": ["better", "code"],
    });
  });

  test("two files where it renames one", async () => {
    const head = kit.commit({ parents: [start], files: { "registry/a.json": null, "registry/c.json": "a1" } });
    expect(await changes(start, head)).toEqual({ "registry/a.json": ["a1", null], "registry/c.json": [null, "a1"] });
  });

  test("nothing when it has nothing new", async () => {
    expect(await changes(start, start)).toEqual({});
    expect(await changes(kit.commit({ parents: [start], files: { x: "1" } }), start)).toEqual({});
  });
});

describe("no submission is a pull request", () => {
  test.each([
    ["adds a link", { "registry/c.json": { mode: "120000", content: "../src" } }, "registry/c.json"],
    ["adds a program", { "registry/c.json": { mode: "100755", content: "{}" } }, "registry/c.json"],
    ["adds a submodule", { "registry/lib": { mode: "160000", content: "a".repeat(40) } }, "registry/lib"],
    ["makes code a link to nowhere", { "src/code.ts": { mode: "120000", content: "code" } }, "src/code.ts"],
    ["makes a folder a link", { "registry/a.json": null, registry: { mode: "120000", content: "src" } }, "registry"],
  ] as const)("that %s", async (_, files, path) => {
    const head = kit.commit({ parents: [start], files: { "registry/d.json": "{}", ...files } });
    expect(await refusal(start, head)).toEqual([
      `registry/unknown-path ${path} The pull request makes or changes a link, a submodule or a file that can be run.`,
    ]);
  });

  test("without a history in common with main", async () => {
    const head = kit.commit({ files: { "registry/c.json": "c1" } });
    expect(await refusal(start, head)).toEqual(["submission/kind  The branch shares no history with the main branch."]);
  });

  test("of more files than any submission has", async () => {
    const files = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`registry/${index}.json`, "{}"]));
    const head = kit.commit({ parents: [start], files });
    expect(await refusal(start, head)).toEqual(["submission/kind  The pull request changes 201 files."]);
  });

  // Merging such a branch would undo what main did to b.json, although the branch has the same b.json as where it left main.
  test("merged crosswise, which hides what it takes back", async () => {
    const landed = kit.commit({ parents: [start], files: { "registry/mine.json": "1" } });
    const others = kit.commit({ parents: [start], files: { "registry/b.json": "revoked" } });
    const main = kit.merge(others, landed);
    const head = kit.commit({ parents: [landed, others], files: { "registry/c.json": "c1", "registry/b.json": "b1" } });
    expect(kit.read(kit.merge(main, head), "registry/b.json")).toBe("b1");
    expect(await refusal(main, head)).toEqual([
      "submission/kind  The branch and the main branch were merged crosswise.",
    ]);
  });
});

test("a commit that nobody has is missing", async () => {
  await expect(pullRequestChanges(repository, start, "c".repeat(40))).rejects.toMatchObject({
    name: "GitError",
    code: "missing",
  });
});
