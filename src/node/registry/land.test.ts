import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { mosisVersion } from "../mosis-version.ts";
import type { Forge } from "../forge.ts";
import { readCommit } from "../git/repository.ts";
import type { Landing } from "./land.ts";
import { anApp, type AppKit } from "../../testing/app-kit.ts";
import { BASE } from "../../testing/forge/fixture.ts";
import { cast, LandKit } from "../../testing/land-kit.ts";

const { ada, bot, eve, rosa } = cast;
let kit: LandKit;
let updated = 0;
let added = 0;
const published = Array.from({ length: 15 }, (_, index) =>
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

async function isOnMain({ id }: AppKit, code: number): Promise<boolean> {
  return Object.keys(await kit.main()).some((path) => path.endsWith(`/${id}/versions/${code}.json`));
}

/** The forge, with something happening just before each merge. */
function meanwhile(happens: () => Promise<unknown>): Forge {
  const { jobs } = kit;
  return {
    ...jobs,
    async merge(...request) {
      await happens();
      return jobs.merge(...request);
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
      reviewer: null,
      inputs: { base, head, package_sha256: app.packages[1]!.facts.package.sha256 },
      validator_version: mosisVersion(),
    });
    const main = await kit.mainCommit();
    expect(landing.outcome === "landed" && landing.commit).toBe(main);
    const [merge] = (await readCommit(kit.repository, main)).parents;
    expect((await readCommit(kit.repository, merge!)).parents).toEqual([base, head]);
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
      reviewer: rosa.id,
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
    ["a reviewer who says more on the line", rosa, (head: string) => `/approve ${head} unless it crashes`],
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
    const forge = meanwhile(() => kit.push(number, { "src/code.ts": "evil\n" }));
    expect(await kit.land(number, { forge })).toMatchObject({
      outcome: "stale",
      detail: expect.stringMatching(/modified/),
    });
    expect(await isOnMain(app, 2)).toBe(false);
    expect(await decisionOf(app, 2)).toBeNull();
    const again = await kit.land(number);
    expect(again).toMatchObject({ outcome: "refused" });
    expect(rulesOf(again)).toEqual(["registry/unknown-path"]);
    expect((await kit.main())["src/code.ts"]).toBe("code\n");
  });

  test("on main is a conflict where both touch a file, and then another version is there already", async () => {
    const app = anUpdatedApp();
    const [mine, theirs] = [await kit.openUpdate(app), await kit.headOf(await kit.openUpdate(anUpdatedApp()))];
    const path = Object.keys(await kit.main())
      .find((each) => each.includes(app.id))!
      .replace(/app\.json$/, "versions/2.json");
    const forge = meanwhile(() =>
      kit.forge.commit({ owner: BASE.owner, name: BASE.repo, files: { [path]: theirs }, message: "Quicker" }),
    );
    expect(await kit.land(mine, { forge })).toMatchObject({
      outcome: "conflict",
      detail: expect.stringMatching(/not mergeable/),
    });
    expect((await kit.main())[path]).toBe(theirs);
  });

  test("elsewhere on main does not matter, and the decision finds its place", async () => {
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
