import { developers, type LocalDeveloper, reviewer } from "./cast.ts";
import { appProject, submitRegistration, submitVersion } from "./developer-actions.ts";
import type { LocalStore } from "./local-store.ts";
import { REGISTRY } from "./seed-registry.ts";

/** Runs one step of a story under a title, so that a shell can show progress. */
export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;

/** Fills a new store: three developers register and submit an app each, a reviewer approves, everything is published. */
export async function fillStore(store: LocalStore, step: Step): Promise<void> {
  for (const developer of developers) {
    await step(
      `${developer.user.login} registers as ${developer.id}; a reviewer approves the reserved id`,
      async () => {
        await landApproved(await submitRegistration(developer, store), store);
      },
    );
    await step(`${developer.user.login} submits ${developer.app}; a reviewer approves it`, async () => {
      const submission = { project: appProject(developer), notes: "First release." };
      await landApproved(await submitVersion(developer, submission, store), store);
    });
  }
  await step("publish: index, signatures, pages", () => store.publish());
  await store.keep();
}

/** Publishes an update of a developer's app from a copy of its project. */
export async function publishUpdate(
  developer: LocalDeveloper,
  project: string,
  store: LocalStore,
  step: Step,
): Promise<void> {
  await step(`${developer.user.login} submits an update of ${developer.app}; it lands with no person`, async () => {
    const submission = { project, notes: "Small improvements." };
    await landNow(await submitVersion(developer, submission, store), store);
  });
  await step("publish again: one app changed", () => store.publish());
}

/** Lands a submission that needs nobody. */
export async function landNow(pull: number, store: LocalStore): Promise<void> {
  const landing = await store.land(pull);
  if (landing.outcome !== "landed") throw new Error(`#${pull} did not land: ${JSON.stringify(landing, null, 2)}`);
}

/** Lands a submission that waits for a reviewer, after the reviewer's comment. */
async function landApproved(pull: number, store: LocalStore): Promise<void> {
  const waiting = await store.land(pull);
  if (waiting.outcome !== "waiting") throw new Error(`#${pull} did not wait: ${JSON.stringify(waiting, null, 2)}`);
  const { rest } = store.octokit(reviewer);
  const { data } = await rest.pulls.get({ ...REGISTRY, pull_number: pull });
  await rest.issues.createComment({ ...REGISTRY, issue_number: pull, body: `/approve ${data.head.sha}` });
  await landNow(pull, store);
}
