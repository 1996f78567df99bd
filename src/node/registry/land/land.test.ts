import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { nodeCrypto } from "../../crypto.ts";
import { mosisVersion } from "../../mosis-version.ts";
import type { Forge } from "../../forge.ts";
import { readCommit } from "../../git/repository.ts";
import type { Landing } from "./land.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import { composeFile, developerBody } from "../../../core/registry/compose.ts";
import type { VersionBody } from "../../../core/registry/documents.ts";
import { isSampled } from "../../../core/review/sample.ts";
import { anApp, type AppKit } from "../../../testing/app-kit.ts";
import { DeveloperKit } from "../../../testing/developer-kit.ts";
import { BASE } from "../../../testing/forge/fixture.ts";
import { anHttpServer } from "../../../testing/http-server.ts";
import { cast, LandKit } from "../../../testing/land-kit.ts";

const { ada, bot, eve, rosa, sam } = cast;
let kit: LandKit;
let updated = 0;
let added = 0;
const published = Array.from({ length: 20 }, (_, index) =>
  anApp({ id: `com.example.app${index}`, name: `App ${index}` }),
);

beforeAll(async () => {
  kit = await LandKit.of(...published);
});
afterAll(() => kit.end());

/** An app that is in the registry, and that no other test updates. */
function anUpdatedApp(): AppKit {
  const app = published[updated];
  updated += 1;
  if (app === undefined) throw new TypeError("begin with more apps");
  return app;
}

function aNewApp(): AppKit {
  added += 1;
  return anApp({ id: `com.example.new${added}`, name: `Novelty ${added}` });
}

const rulesOf = (landing: Landing): readonly string[] =>
  "report" in landing ? landing.report.findings.map(({ rule }) => rule) : [];

/** The decision about a version, and how many there are. */
async function decisionOf({ id }: AppKit, code: number): Promise<unknown> {
  const main = await kit.main();
  const text = main[`registry/decisions/${id}/${code}-1.json`];
  expect(main[`registry/decisions/${id}/${code}-2.json`]).toBeUndefined();
  return text === undefined ? null : JSON.parse(text);
}

/** Content digest of the second version, as its document says. */
function digestOf(app: AppKit): Sha256 {
  const file = app.files().find(({ path }) => path.endsWith("/versions/2.json"));
  const document = JSON.parse(new TextDecoder().decode(file?.bytes)) as { signed: VersionBody };
  return document.signed.package.content_digest;
}

async function isOnMain({ id }: AppKit, code: number): Promise<boolean> {
  return Object.keys(await kit.main()).some((path) => path.endsWith(`/${id}/versions/${code}.json`));
}

/** The forge, with something happening once: just before the merge, or while a pull request is judged. */
function meanwhile(happens: () => Promise<unknown>, when: "merge" | "judgement" = "merge"): Forge {
  const { jobs } = kit;
  let asked = 0;
  let isDone = false;
  const once = async (isNow: boolean): Promise<void> => {
    if (!isNow || isDone) return;
    isDone = true;
    await happens();
  };
  return {
    ...jobs,
    async pull(number) {
      asked += 1;
      await once(when === "judgement" && asked === 2);
      return jobs.pull(number);
    },
    async land(...request) {
      await once(when === "merge");
      return jobs.land(...request);
    },
  };
}

describe("an update of a known app", () => {
  test("lands with no person, and the decision says on what", async () => {
    const app = anUpdatedApp();
    const number = await kit.openUpdate(app);
    const [base, head] = [await kit.mainCommit(), await kit.headOf(number)];
    const landing = await kit.land(number);
    expect(landing).toMatchObject({
      outcome: "landed",
      approvedBy: [],
      report: { kind: "version", verdict: "merge" },
    });
    expect(await isOnMain(app, 2)).toBe(true);
    expect(await decisionOf(app, 2)).toEqual({
      app_id: app.id,
      version_code: 2,
      n: 1,
      verdict: "merge",
      reasons: [],
      reviewers: [],
      statements: [],
      approved: [],
      sample: null,
      risk: { score: 0, parts: [] },
      inputs: {
        base,
        head,
        files: [{ path: expect.stringMatching(/versions\/2\.json$/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
        package_sha256: app.packages[1]!.facts.package.sha256,
      },
      validator_version: mosisVersion(),
      submission: number,
      timeline: [
        { state: "submitted", since: expect.stringMatching(/^2026-10-01T/) },
        { state: "approved", since: "2026-11-01T12:00:00Z" },
        { state: "published", since: "2026-11-01T12:00:00Z" },
      ],
    });
    const main = await kit.mainCommit();
    expect(landing.outcome === "landed" && landing.commit).toBe(main);
    expect((await readCommit(kit.repository, main)).parents).toEqual([base, head]);
    expect(await kit.jobs.pull(number)).toMatchObject({ merged: true });
    expect(await kit.land(number)).toEqual({ outcome: "closed" });
  });

  test("lands after another app's from the same base", async () => {
    const [first, second] = [anUpdatedApp(), anUpdatedApp()];
    const numbers = [await kit.openUpdate(first), await kit.openUpdate(second)];
    for (const number of numbers) expect(await kit.land(number)).toMatchObject({ outcome: "landed" });
    expect([await isOnMain(first, 2), await isOnMain(second, 2)]).toEqual([true, true]);
  });

  test("is refused from an account that is no member of its owner", async () => {
    const landing = await kit.land(await kit.openUpdate(anUpdatedApp(), eve));
    expect(landing).toMatchObject({ outcome: "refused" });
    expect(rulesOf(landing)).toEqual(["owner/author"]);
  });

  test.each([
    ["there is nothing at its address", "the host is gone", "package/unreachable"],
    ["other bytes are at its address", new Uint8Array(4), "package/digest"],
  ] as const)("is refused when %s", async (_, found, rule) => {
    const number = await kit.openUpdate(anUpdatedApp());
    const landing = await kit.land(number, { fetchRemote: async () => found });
    expect(landing).toMatchObject({ outcome: "refused" });
    expect(rulesOf(landing)).toEqual([rule]);
    expect(await kit.jobs.pull(number)).toMatchObject({ open: true, merged: false });
  });
});

describe("a new app", () => {
  test("waits for a person, whose approval of its commit lands it and stands in the decision", async () => {
    const app = aNewApp();
    const number = await kit.openNew(app);
    const waiting = await kit.land(number);
    expect(waiting).toMatchObject({ outcome: "waiting", report: { kind: "new-app", verdict: "review" } });
    expect(rulesOf(waiting)).toEqual(["risk/first-app"]);
    expect(await isOnMain(app, 1)).toBe(false);
    await kit.comment(number, `Looks fine to me.\r\n/approve ${await kit.headOf(number)}\r\nThank you!`, rosa);
    expect(await kit.land(number)).toMatchObject({ outcome: "landed", approvedBy: [rosa.id] });
    expect(await decisionOf(app, 1)).toMatchObject({
      verdict: "approved",
      reviewers: [rosa.id],
      statements: [""],
      reasons: [{ rule: "risk/first-app" }],
    });
  });

  test("does not land by a comment that was edited into an approval", async () => {
    const number = await kit.openNew(aNewApp());
    const comment = await kit.comment(number, "Let me see.", rosa);
    const body = `/approve ${await kit.headOf(number)}`;
    await kit.as(rosa).rest.issues.updateComment({ ...BASE, comment_id: comment, body });
    expect(await kit.land(number)).toMatchObject({ outcome: "waiting" });
    await kit.comment(number, body, rosa);
    expect(await kit.land(number)).toMatchObject({ outcome: "landed" });
  });

  test("has to be approved again when its branch moves on", async () => {
    const app = aNewApp();
    const number = await kit.openNew(app);
    await kit.comment(number, `/approve ${await kit.headOf(number)}`, rosa);
    const listing = app.files().find(({ path }) => path.includes("/listing/"));
    await kit.push(number, { [listing!.path]: `${new TextDecoder().decode(listing!.bytes)}\n` });
    expect(await kit.land(number)).toMatchObject({ outcome: "waiting" });
    await kit.comment(number, `/approve ${await kit.headOf(number)}`, rosa);
    expect(await kit.land(number)).toMatchObject({ outcome: "landed" });
  });
});

describe("a new app with words of people", () => {
  test("does not land by the approval of a reviewer who wrote a commit of it", async () => {
    const app = aNewApp();
    const number = await kit.openNew(app);
    const { rest } = kit.as(ada);
    const { data: pull } = await rest.pulls.get({ ...BASE, pull_number: number });
    const own = { owner: ada.login, repo: pull.head.repo.name };
    const { data: tip } = await rest.git.getCommit({ ...own, commit_sha: pull.head.sha });
    const { data: written } = await rest.git.createCommit({
      ...own,
      message: "With help",
      tree: tip.tree.sha,
      parents: [pull.head.sha],
      author: { name: "Rosa", email: `${rosa.id}+${rosa.login}@users.noreply.github.com` },
    });
    await rest.git.updateRef({ ...own, ref: `heads/${pull.head.ref}`, sha: written.sha });
    await kit.comment(number, `/approve ${written.sha}`, rosa);
    const waiting = await kit.land(number);
    expect(waiting).toMatchObject({
      outcome: "waiting",
      status: { standing: { answers: [{ by: rosa.id, message: expect.stringMatching(/wrote a commit/) }] } },
    });
    await kit.comment(number, `/approve ${written.sha}`, sam);
    expect(await kit.land(number)).toMatchObject({ outcome: "landed", approvedBy: [sam.id] });
  });

  test("lands by a review of the forge, which carries its commit", async () => {
    const number = await kit.openNew(aNewApp());
    const review = { ...BASE, pull_number: number };
    await kit
      .as(rosa)
      .rest.pulls.createReview({ ...review, event: "APPROVE", body: "Fine.", commit_id: "0".repeat(40) });
    expect(await kit.land(number)).toMatchObject({ outcome: "waiting" });
    await kit.as(rosa).rest.pulls.createReview({ ...review, event: "APPROVE", commit_id: await kit.headOf(number) });
    expect(await kit.land(number)).toMatchObject({ outcome: "landed", approvedBy: [rosa.id] });
  });

  test("does not land once it is rejected, until another reviewer grants the appeal", async () => {
    const number = await kit.openNew(aNewApp());
    kit.now = new Date("2026-10-02T00:00:00Z");
    await kit.comment(number, "/reject It is a copy.", rosa);
    await kit.comment(number, `/approve ${await kit.headOf(number)}`, sam);
    expect(await kit.land(number)).toMatchObject({
      outcome: "stopped",
      status: { state: "rejected", appealed: false },
    });
    await kit.comment(number, "/appeal It is mine, see the licence.", ada);
    await kit.comment(number, `/approve ${await kit.headOf(number)}`, rosa);
    expect(await kit.land(number)).toMatchObject({ outcome: "stopped", status: { state: "rejected", appealed: true } });
    await kit.comment(number, `/approve ${await kit.headOf(number)}`, sam);
    expect(await kit.land(number)).toMatchObject({ outcome: "landed", approvedBy: [sam.id] });
    kit.now = new Date("2026-11-01T12:00:00Z");
  });
});

describe("an update that needs nobody", () => {
  test("waits for a person when the sample draws it, and the decision says so", async () => {
    const [app, other] = [anUpdatedApp(), anUpdatedApp()];
    const [number, spared] = [await kit.openUpdate(app), await kit.openUpdate(other)];
    const secrets = Array.from({ length: 1000 }, (_, at) => new TextEncoder().encode(`a secret that is long ${at}`));
    const draws = (secret: Uint8Array, each: AppKit): boolean => isSampled(digestOf(each), secret, nodeCrypto.sha256);
    const sampleSecret = secrets.find((secret) => draws(secret, app))!;
    const waiting = await kit.land(number, { sampleSecret });
    expect(waiting).toMatchObject({ outcome: "waiting", status: { needed: 1 } });
    expect(rulesOf(waiting)).toEqual(["risk/sample"]);
    await kit.comment(number, `/approve ${await kit.headOf(number)} Nothing odd.`, rosa);
    expect(await kit.land(number, { sampleSecret })).toMatchObject({ outcome: "landed" });
    expect(await decisionOf(app, 2)).toMatchObject({
      verdict: "approved",
      reviewers: [rosa.id],
      statements: ["Nothing odd."],
      sample: true,
    });
    const sparing = secrets.find((secret) => !draws(secret, other))!;
    expect(await kit.land(spared, { sampleSecret: sparing })).toMatchObject({ outcome: "landed" });
    expect(await decisionOf(other, 2)).toMatchObject({ verdict: "merge", sample: false });
  });

  test("waits for a person while users have open reports about the app", async () => {
    const app = anUpdatedApp();
    const number = await kit.openUpdate(app);
    const openReports = async (id: string): Promise<number> => (id === app.id ? 2 : 0);
    const waiting = await kit.land(number, { openReports });
    expect(waiting).toMatchObject({ outcome: "waiting", report: { findings: [{ rule: "risk/user-reports" }] } });
    expect(await kit.land(number)).toMatchObject({ outcome: "landed" });
  });
});

describe("a new app is not landed by a word of", () => {
  let number: number;
  beforeAll(async () => {
    number = await kit.openNew(aNewApp());
  });

  test.each([
    ["its author, who is a reviewer otherwise", ada, (head: string) => `/approve ${head}`],
    ["a stranger", eve, (head: string) => `/approve ${head}`],
    ["the bot", bot, (head: string) => `/approve ${head}`],
    ["a reviewer in the middle of a line", rosa, (head: string) => `I would /approve ${head}`],
    ["a reviewer who quotes somebody", rosa, (head: string) => `> /approve ${head}`],
    [
      "a reviewer who says that it is not approved",
      rosa,
      (head: string) => `not approved: ${head}\nNot /approve ${head}`,
    ],
    ["a reviewer in code", rosa, (head: string) => `\`\`\`\n/approve ${head}\n\`\`\``],
    ["a reviewer who names no commit", rosa, () => "/approve"],
    ["a reviewer who names a part of the commit", rosa, (head: string) => `/approve ${head.slice(0, 12)}`],
    ["a reviewer who names another commit", rosa, () => `/approve ${"0".repeat(40)}`],
  ])("%s", async (_, who, body) => {
    await kit.comment(number, body(await kit.headOf(number)), who);
    expect(await kit.land(number)).toMatchObject({ outcome: "waiting" });
  });
});

describe("what happens while a pull request is judged", () => {
  test("to its branch is not merged: it is stale, and judged again", async () => {
    const app = anUpdatedApp();
    const number = await kit.openUpdate(app);
    const forge = meanwhile(() => kit.push(number, { "src/code.ts": "evil\n" }), "judgement");
    expect(await kit.land(number, { forge })).toMatchObject({
      outcome: "stale",
      detail: expect.stringMatching(/The branch moved from/),
    });
    expect(await isOnMain(app, 2)).toBe(false);
    expect(await decisionOf(app, 2)).toBeNull();
    const again = await kit.land(number);
    expect(again).toMatchObject({ outcome: "refused" });
    expect(rulesOf(again)).toEqual(["registry/unknown-path"]);
    expect((await kit.main())["src/code.ts"]).toBe("code\n");
  });

  test("to its branch at the last moment does not land: what was judged does, and the pull request stays open", async () => {
    const app = anUpdatedApp();
    const number = await kit.openUpdate(app);
    const judged = await kit.headOf(number);
    const forge = meanwhile(() => kit.push(number, { "src/code.ts": "evil\n" }));
    const landing = await kit.land(number, { forge });
    expect(landing).toMatchObject({ outcome: "landed" });
    const main = await readCommit(kit.repository, await kit.mainCommit());
    expect(main.parents[1]).toBe(judged);
    expect((await kit.main())["src/code.ts"]).toBe("code\n");
    expect(await kit.jobs.pull(number)).toMatchObject({ open: true, merged: false });
    // What is left of it is nothing of the registry.
    expect(await kit.land(number)).toEqual({ outcome: "code" });
  });

  test("by a reviewer counts: a hold at the last moment stops it", async () => {
    const app = anUpdatedApp();
    const number = await kit.openUpdate(app);
    const forge = meanwhile(() => kit.comment(number, "/hold Wait for the owner.", rosa), "judgement");
    kit.now = new Date("2026-10-02T00:00:00Z");
    expect(await kit.land(number, { forge })).toMatchObject({ outcome: "stopped", status: { state: "held" } });
    expect(await isOnMain(app, 2)).toBe(false);
    kit.now = new Date("2026-11-01T12:00:00Z");
    // The hold is over by then, and a person is needed from now on.
    expect(await kit.land(number)).toMatchObject({ outcome: "waiting", status: { needed: 1 } });
  });

  test("on main where both touch a file is judged again, and then another version is there already", async () => {
    const app = anUpdatedApp();
    const [mine, theirs] = [await kit.openUpdate(app), await kit.headOf(await kit.openUpdate(anUpdatedApp()))];
    const path = Object.keys(await kit.main())
      .find((each) => each.includes(app.id))!
      .replace(/app\.json$/, "versions/2.json");
    const forge = meanwhile(() =>
      kit.forge.commit({ owner: BASE.owner, name: BASE.repo, files: { [path]: theirs }, message: "Quicker" }),
    );
    const landing = await kit.land(mine, { forge });
    expect(landing).toMatchObject({ outcome: "refused" });
    expect(rulesOf(landing)).toContain("submission/immutable");
    expect((await kit.main())[path]).toBe(theirs);
  });

  test("elsewhere on main does not matter: it is judged again and lands", async () => {
    const app = anUpdatedApp();
    const number = await kit.openUpdate(app);
    const push = (text: string) =>
      kit.forge.commit({ owner: BASE.owner, name: BASE.repo, files: { "docs/x.md": text }, message: "Write" });
    expect(await kit.land(number, { forge: meanwhile(() => push("one")) })).toMatchObject({ outcome: "landed" });
    expect(await decisionOf(app, 2)).not.toBeNull();
  });
});

describe("nothing is landed", () => {
  test("of a draft, until it is offered", async () => {
    const { rest } = kit.as(ada);
    const app = anUpdatedApp();
    const number = await kit.openUpdate(app);
    const { data } = await rest.pulls.get({ ...BASE, pull_number: number });
    await rest.pulls.update({ ...BASE, pull_number: number, state: "closed" });
    expect(await kit.land(number)).toEqual({ outcome: "closed" });
    const offer = { ...BASE, head: `${ada.login}:${data.head.ref}`, title: "Draft", draft: true };
    const draft = await rest.pulls.create({ ...offer, base: "main" });
    expect(await kit.land(draft.data.number)).toEqual({ outcome: "draft" });
  });

  test("into another branch than main", async () => {
    const { rest } = kit.as(ada);
    await kit.as(bot).rest.git.createRef({ ...BASE, ref: "refs/heads/old", sha: await kit.mainCommit() });
    const { data } = await rest.pulls.get({ ...BASE, pull_number: await kit.openUpdate(anUpdatedApp()) });
    const head = `${ada.login}:${data.head.ref}`;
    const other = await rest.pulls.create({ ...BASE, head, base: "old", title: "Elsewhere" });
    expect(await kit.land(other.data.number)).toEqual({ outcome: "elsewhere" });
  });

  test("that is not there", async () => {
    await expect(kit.land(9999)).rejects.toMatchObject({ name: "ForgeError", code: "missing" });
  });
});

test("a registration with a domain lands once its server, which is asked, says so", async () => {
  await kit.setPolicy({ allow_http_loopback: true });
  const grace = new DeveloperKit("grace");
  const entries: unknown[] = [];
  const asked: unknown[] = [];
  const server = await anHttpServer((request, response) => {
    asked.push(request.url);
    response.end(JSON.stringify({ developers: entries }));
  });
  const { signer, keys } = grace;
  const members = [{ github_id: ada.id, role: "owner" as const }];
  const domains = [server.replace("http://", "")];
  const body = developerBody({ registry: "test", id: grace.id, seq: 1, name: "Grace", members, keys, domains });
  const file = composeFile({ kind: "developer", developer: grace.id }, body, [signer], nodeCrypto.sha256);
  const number = await kit.open([file]);
  const refused = await kit.land(number);
  expect([refused.outcome, ...rulesOf(refused)]).toEqual(["refused", "domain/unproven"]);
  entries.push({ registry: "test", developer: "grace", keyid: signer.key.keyid });
  expect(await kit.land(number)).toMatchObject({ outcome: "landed" });
  expect(asked).toEqual(["/.well-known/mosis-developer.json", "/.well-known/mosis-developer.json"]);
});
