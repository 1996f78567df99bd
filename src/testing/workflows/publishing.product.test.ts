import { afterAll, beforeAll, expect, test } from "vitest";

import { ActionsKit } from "../actions-kit.ts";
import { cast } from "../land-kit.ts";

const NOTES = "com.example.notes";

let kit: ActionsKit;
beforeAll(async () => {
  kit = await ActionsKit.of({ apps: [{ id: NOTES }] });
});
afterAll(() => kit.end());

test("a safe update goes live with no person", async () => {
  const number = await kit.openUpdate(kit.store.app(NOTES));
  await kit.actions.idle();
  expect([...kit.results()].sort()).toEqual([
    "merge/land: success",
    "merge/recheck: success",
    "publish/build-site: skipped",
    "publish/sign: success",
    "publish/upload: success",
    "report/report: success",
    "review/review: success",
  ]);
  expect(await kit.pull(number)).toMatchObject({ merged: true });
  expect(await kit.offered(NOTES)).toEqual([1, 2]);
});

test(
  "a first app waits for a reviewer, and goes live after the approval of exactly its commit",
  { tags: ["deep"] },
  async () => {
    const app = kit.newApp({ id: "com.example.radio", name: "Radio" });
    const number = await kit.open(app.files());
    await kit.actions.idle();
    expect(await kit.pull(number)).toMatchObject({ merged: false, labels: [{ name: "state: in review" }] });
    const [comment] = await kit.commentsOf(number);
    expect(comment?.user?.login).toBe("github-actions[bot]");
    expect(comment?.body).toMatch(/A person has to look; in review\.\*\* Next: \*\*a reviewer/);
    const { head } = await kit.pull(number);
    await kit.comment(number, `/approve ${"0".repeat(40)}`, cast.rosa);
    await kit.comment(number, `/approve ${head.sha}`, cast.eve);
    await kit.actions.idle();
    expect(await kit.offered(app.id)).toBeNull();
    await kit.comment(number, `/approve ${head.sha}`, cast.rosa);
    await kit.actions.idle();
    expect(await kit.pull(number)).toMatchObject({ merged: true });
    expect(await kit.offered(app.id)).toEqual([1]);
    // One comment that changes with the state, and an answer to each of the two approvals that did not count.
    const authors = (await kit.commentsOf(number)).map(({ user }) => user?.login ?? "");
    expect(authors.filter((login) => login === "github-actions[bot]")).toHaveLength(3);
    expect(authors.filter((login) => login !== "github-actions[bot]").sort()).toEqual(["eve", "rosa", "rosa"]);
  },
);
