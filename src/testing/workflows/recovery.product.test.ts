import { afterEach, expect, test } from "vitest";

import { ActionsKit, type ActionsKitOptions } from "../actions-kit.ts";
import type { StepPlace } from "../actions/actions.ts";
import { BASE } from "../forge/fixture.ts";
import { cast } from "../land-kit.ts";

/** Each place is killed once; what fails more often than there are places fails for another reason. */
const MOST_RERUNS = 40;
const NOTES = "com.example.notes";

let kit: ActionsKit;
afterEach(() => kit.end());

/** Runs again whatever failed, as a person would press the button, until nothing does. */
async function rerunFailed(): Promise<number> {
  for (let times = 0; ; times += 1) {
    await kit.actions.idle();
    const { rest } = kit.as(cast.rosa);
    const { data } = await rest.actions.listWorkflowRunsForRepo({ ...BASE, status: "failure" as never, per_page: 100 });
    const [run] = data.workflow_runs;
    if (run === undefined) return times;
    if (times === MOST_RERUNS) throw new Error(`Something fails whatever is done:\n${kit.logs().slice(-4000)}`);
    await rest.actions.reRunWorkflow({ ...BASE, run_id: run.id });
  }
}

/** The state that has to be the same whatever was killed. */
async function expectLive(number: number): Promise<void> {
  expect(await kit.pull(number)).toMatchObject({ merged: true, labels: [{ name: "state: published" }] });
  expect(await kit.offered(NOTES)).toEqual([1, 2]);
  expect(await kit.commentsOf(number)).toHaveLength(1);
  const { rest } = kit.as(cast.rosa);
  const { data: decisions } = await rest.repos.getContent({ ...BASE, path: `registry/decisions/${NOTES}` });
  expect(decisions).toMatchObject([{ name: "2-1.json" }]);
  const { data: commits } = await rest.repos.listCommits({ ...BASE, path: "registry" });
  // By date, and some have the same one.
  const messages = commits.map(({ commit }) => commit.message).sort();
  expect(messages).toEqual(["A submission", `A submission (#${number})`, "Begin"]);
}

async function begin(options: ActionsKitOptions): Promise<number> {
  kit = await ActionsKit.of({ apps: [{ id: NOTES }], ...options });
  return kit.openUpdate(kit.store.app(NOTES));
}

/** Kills every job before each of its own steps, or those of the set before the first of them. */
async function killBeforeSteps(jobs: ReadonlySet<string> | null): Promise<ReadonlySet<string>> {
  const killed = new Set<string>();
  const interrupt = ({ workflow, job, index }: StepPlace, kill: () => void): void => {
    const place = jobs === null ? `${workflow}/${job}/${index}` : `${workflow}/${job}`;
    // The first three steps are checkout, Node and modules, the same everywhere.
    if (index < 3 || killed.has(place) || jobs?.has(place) === false) return;
    killed.add(place);
    kill();
  };
  const number = await begin({ interrupt });
  await rerunFailed();
  await expectLive(number);
  return killed;
}

const jobsOf = (places: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...places].map((place) => place.split("/").slice(0, 2).join("/")));

test("a job that writes, killed before its own steps and run again, ends in the same state", async () => {
  const writing = new Set(["merge/land", "publish/upload"]);
  expect(jobsOf(await killBeforeSteps(writing))).toEqual(writing);
});

test(
  "a job that is killed before any of its own steps and run again ends in the same state",
  { tags: ["deep"] },
  async () => {
    const killed = await killBeforeSteps(null);
    expect(killed.size).toBeGreaterThan(8);
    expect(jobsOf(killed)).toEqual(
      new Set(["review/review", "report/report", "merge/recheck", "merge/land", "publish/sign", "publish/upload"]),
    );
  },
);

test.each(["before", "after"] as const)(
  "a job that is killed right %s any of its writes and run again ends in the same state",
  { tags: ["deep"] },
  async (moment) => {
    let killCurrent: (() => void) | null = null;
    const told = new Set<string>();
    const number = await begin({
      interrupt: (_, kill) => {
        killCurrent = kill;
      },
      fault: ({ method, path }) => {
        // People who run jobs again are no job.
        if (method === "GET" || killCurrent === null || !path.startsWith("/api/") || path.endsWith("/rerun"))
          return null;
        // Each kind of write at each place in its job is cut off once.
        const kind = `${method} ${path.replace(/[0-9a-f]{40}|\d+/g, "…")}`;
        if (told.has(kind)) return null;
        told.add(kind);
        killCurrent();
        return moment;
      },
    });
    await rerunFailed();
    expect([...told].map((kind) => kind.split("/registry/")[1])).toEqual(
      expect.arrayContaining([
        "issues/…/comments",
        "issues/…/labels",
        "check-runs",
        "git/refs/heads%…Fmain",
        // The record of publishing is made.
        "git/refs",
        "actions/workflows/publish.yml/dispatches",
      ]),
    );
    await expectLive(number);
  },
);
