import { afterAll, beforeAll, expect, test } from "vitest";

import { ActionsKit } from "../actions-kit.ts";
import { BASE, propose } from "../forge/fixture.ts";
import { cast } from "../land-kit.ts";

const NOTES = "com.example.notes";

let kit: ActionsKit;
beforeAll(async () => {
  kit = await ActionsKit.of({ apps: [{ id: NOTES }] });
  // What is on main is published, so that nothing is to be done but what a test asks for.
  await kit.passHours(6);
});
afterAll(() => kit.end());

const UPLOAD = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02";

/** A review that always says that all is well, and writes what it can. */
const forgery = (head = "${{ github.event.pull_request.head.sha }}") => `
name: review
on: { pull_request: {} }
permissions: { contents: write, statuses: write, pull-requests: write, actions: write }
jobs:
  review:
    runs-on: ubuntu-24.04
    environment: merge
    steps:
      - env: { TOKEN: "\${{ github.token }}" }
        run: |
          head="${head}"
          echo '{"head":"'$head'","verdict":"merge","findings":[{"rule":"risk/first-app","severity":"info","message":"@everyone <img src=x> [free](https://evil.example) \`\`\`"}]}' > report.json
          code() { curl -s -o /dev/null -w "%{http_code} " -X "$1" -H "authorization: Bearer $TOKEN" -d "$3" "$GITHUB_API_URL/repos/mosis/registry$2"; }
          code POST "/statuses/$head" '{"state":"success","context":"mosis/merge"}'
          code POST /actions/workflows/publish.yml/dispatches '{"ref":"main"}'
          code PUT /pulls/1/merge '{}'
      - uses: ${UPLOAD}
        with: { name: report, path: report.json }
`;

const main = async () => (await kit.as(cast.rosa).rest.git.getRef({ ...BASE, ref: "heads/main" })).data.object.sha;

/** What no attack gets: main moved, the status of a success, something published. */
async function expectNothing(number: number, before: string, from: number): Promise<void> {
  expect(await kit.pull(number)).toMatchObject({ merged: false, state: "open" });
  expect(await main()).toBe(before);
  expect(kit.results(from).filter((result) => result.startsWith("publish/"))).toEqual([]);
}

type Attack = readonly [what: string, files: Readonly<Record<string, string>>];

const attacks: readonly Attack[] = [
  ["replaces its own review.yml", { ".github/workflows/review.yml": forgery() }],
  [
    "touches src/",
    { "src/node/registry/land/judge.ts": "export const judgePullRequest = () => ({ outcome: 'merge' });\n" },
  ],
];

test.each(attacks)("a submission that %s does not land", doesNotLand);

const another: readonly Attack[] = [
  ["adds a second workflow of that name", { ".github/workflows/also.yml": forgery() }],
];
test.each(another)("a submission that %s does not land", { tags: ["deep"] }, doesNotLand);

async function doesNotLand(_: string, files: Attack[1]): Promise<void> {
  const [before, from] = [await main(), kit.actions.jobs.length];
  const number = await kit.openUpdate(kit.store.app(NOTES), files);
  await kit.actions.idle();
  await expectNothing(number, before, from);
  const { head } = await kit.pull(number);
  const { data } = await kit.as(cast.rosa).rest.repos.getCombinedStatusForRef({ ...BASE, ref: head.sha });
  expect(data.statuses).toMatchObject([{ context: "mosis/merge", state: "failure" }]);
  if (!(".github/workflows/review.yml" in files)) return;
  // An approval does not help it.
  await kit.comment(number, `/approve ${head.sha}`, cast.rosa);
  await kit.actions.idle();
  await expectNothing(number, before, from);
}

test("a forged report becomes a comment in which nothing is live, and its run can write nothing", async () => {
  const [before, from] = [await main(), kit.actions.jobs.length];
  const files = { ".github/workflows/review.yml": forgery() };
  const { number } = await propose(kit.as(cast.eve), { branch: "forged", files });
  await kit.actions.idle();
  await expectNothing(number, before, from);
  const forged = kit.actions.jobs.slice(from).find(({ job }) => job === "review");
  expect(forged?.log.text).toContain("may not deploy to merge");
  const unprotected = { ".github/workflows/review.yml": forgery().replace("    environment: merge\n", "") };
  const second = await propose(kit.as(cast.eve), { branch: "forged-2", files: unprotected });
  await kit.actions.idle();
  await expectNothing(second.number, before, from);
  expect(kit.actions.jobs.findLast(({ job }) => job === "review")?.log.text).toMatch(/403 403 403/);
  const [comment] = await kit.commentsOf(second.number);
  expect(comment?.body).toMatch(/everyone/);
  expect(comment?.body).not.toMatch(/@everyone|<img|\]\(https:\/\/evil|```/);
  expect(comment?.body).toContain("risk/first-app");
});

test("a report about another head is not shown", async () => {
  const victim = await propose(kit.as(cast.ada), { branch: "victim", files: { "docs/a.md": "a\n" } });
  const workflow = forgery(victim.sha).replace("    environment: merge\n", "");
  await propose(kit.as(cast.eve), { branch: "other", files: { ".github/workflows/review.yml": workflow } });
  await kit.actions.idle();
  expect(await kit.commentsOf(victim.number)).toEqual([]);
});

test("code is for people: nothing is said of it, and it does not land", async () => {
  const [before, from] = [await main(), kit.actions.jobs.length];
  const { number, sha } = await propose(kit.as(cast.ada), { branch: "code", files: { "src/x.ts": "export {};\n" } });
  await kit.comment(number, `/approve ${sha}`, cast.rosa);
  await kit.actions.idle();
  await expectNothing(number, before, from);
  const { data } = await kit.as(cast.rosa).rest.repos.getCombinedStatusForRef({ ...BASE, ref: sha });
  expect(data.statuses).toEqual([]);
});
