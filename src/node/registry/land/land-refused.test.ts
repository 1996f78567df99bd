import { afterAll, beforeAll, expect, test } from "vitest";

import type { Landing } from "./land.ts";
import type { ComposedFile } from "../../../core/registry/compose.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { utf8 } from "../../../testing/builders.ts";
import { BASE } from "../../../testing/forge/fixture.ts";
import { cast, LandKit } from "../../../testing/land-kit.ts";
import { stuckChecker } from "../../../testing/stuck-checker.ts";

const { ada } = cast;
const app = anApp();
let kit: LandKit;

beforeAll(async () => {
  kit = await LandKit.of(app);
});
afterAll(() => kit.end());

const rulesOf = (landing: Landing): readonly string[] =>
  "report" in landing ? landing.report.findings.map(({ rule }) => rule) : [];

/** The document of the app's next version. */
function anUpdate(): readonly ComposedFile[] {
  app.withVersion();
  return app.files().filter(({ path }) => path.endsWith(`/versions/${app.packages.length}.json`));
}

test("a pull request is refused when its package cannot be checked in time", async () => {
  const number = await kit.openUpdate(app);
  const rounds = await kit.merge({ checker: stuckChecker });
  expect(rounds.get(number)).toBe("refused");
  const { data } = await kit.as(ada).rest.issues.listComments({ ...BASE, issue_number: number });
  expect(data.map(({ body }) => body).join()).toContain("took more than 10 seconds");
});

test.each([
  "src/code.ts",
  ".github/workflows/merge.yml",
  "package.json",
  "registry",
  "registry/README.md",
  "registry/apps/src/code.ts",
  "registry/developers/ada.json.txt",
])("a pull request is refused for %s, whatever else it brings", async (path) => {
  const rider = path === "registry" ? [] : anUpdate();
  const before = await kit.mainCommit();
  const landing = await kit.land(await kit.open([...rider, { path, bytes: utf8("evil") }]));
  expect(landing).toMatchObject({ outcome: "refused" });
  expect(rulesOf(landing)).toContain("registry/unknown-path");
  expect(await kit.mainCommit()).toBe(before);
});

test.each([
  "registry/registry.json",
  "registry/reserved.json",
  "registry/trust/2.root.json",
  "registry/decisions/com.example.notes/1-1.json",
  "registry/moderation/com.example.notes/1.json",
  "registry/exceptions/risk-first-app--com.example.notes.json",
])("a pull request is refused for %s, which only operators write", async (path) => {
  const landing = await kit.land(await kit.open([{ path, bytes: utf8("{}") }]));
  expect(landing).toMatchObject({ outcome: "refused" });
  expect(rulesOf(landing)).toEqual(["submission/kind"]);
});

test("a pull request is refused when a version document is a link", async () => {
  const [file] = anUpdate();
  const { rest } = kit.as(ada);
  const number = await kit.open([file!]);
  const { data } = await rest.pulls.get({ ...BASE, pull_number: number });
  const own = { owner: ada.login, repo: data.head.repo.name };
  const { data: commit } = await rest.git.getCommit({ ...own, commit_sha: data.head.sha });
  const content = new TextDecoder().decode(file!.bytes);
  const tree = await rest.git.createTree({
    ...own,
    base_tree: commit.tree.sha,
    tree: [{ path: file!.path, mode: "120000", type: "blob", content }],
  });
  const linked = { ...own, message: "Link", tree: tree.data.sha, parents: [data.head.sha] };
  const { data: next } = await rest.git.createCommit(linked);
  await rest.git.updateRef({ ...own, ref: `heads/${data.head.ref}`, sha: next.sha });
  const landing = await kit.land(number);
  expect(landing).toMatchObject({ outcome: "refused" });
  expect(rulesOf(landing)).toEqual(["registry/unknown-path"]);
});
