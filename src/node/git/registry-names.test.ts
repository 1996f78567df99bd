import { expect, onTestFinished, test } from "vitest";

import { repositoryAt } from "./repository.ts";
import { type NamesByTree, registryNames } from "./registry-names.ts";
import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { anApp } from "../../testing/app-kit.ts";
import { GitKit } from "../../testing/git-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const store = aStore()
  .withApp(anApp())
  .withApp(anApp({ id: "com.example.weather", name: "Weather Watch" }));

function committed(more: Readonly<Record<string, string>> = {}) {
  const git = new GitKit();
  onTestFinished(() => git.remove());
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const files = [...store.registryFiles()].map(([path, bytes]) => [REGISTRY_FOLDER + path, text(bytes)] as const);
  const commit = git.commit({ files: { ...Object.fromEntries(files), ...more } });
  return { repository: repositoryAt(git.gitdir), commit };
}

test("knows the apps, what they are called, the developers and what was removed", async () => {
  const { repository, commit } = committed({ "registry/tombstones/com.example.vanished.json": "{}" });
  const names = await registryNames(repository, commit);
  const nearest = (...[kind, text]: Parameters<typeof names.similar>): string | undefined =>
    names.similar(kind, text, "bob")[0]?.name.what;
  expect(nearest("app-id", "com.examp1e.notes", "bob")).toBe('the app com.example.notes of "ada"');
  expect(nearest("app-name", "Weather Vvatch", "bob")).toBe('the app com.example.weather of "ada"');
  expect(nearest("app-id", "com.example.vanishd", "bob")).toBe("the removed app com.example.vanished");
  expect(names.similar("app-id", "com.examp1e.notes", "ada")).toEqual([]);
});

test("reads no app again that is in what it knows", async () => {
  const { repository, commit } = committed();
  const known: NamesByTree = new Map();
  await registryNames(repository, commit, known);
  expect(known.size).toBe(2);
  for (const [tree, names] of known)
    known.set(
      tree,
      names.map((name) => ({ ...name, what: "as kept" })),
    );
  const names = await registryNames(repository, commit, known);
  expect(names.similar("app-id", "com.examp1e.notes", "bob")[0]?.name.what).toBe("as kept");
});

test("a repository without a registry has no names, and a broken document none either", async () => {
  const { repository, commit } = committed({ "registry/apps/31/com.example.notes/app.json": "{" });
  expect((await registryNames(repository, commit)).similar("app-id", "com.examp1e.notes", "bob")).toEqual([]);
  const empty = new GitKit();
  onTestFinished(() => empty.remove());
  const bare = empty.commit({ files: { "README.md": "x" } });
  const names = await registryNames(repositoryAt(empty.gitdir), bare);
  expect(names.similar("app-id", "com.examp1e.notes", "bob")).toEqual([]);
});
