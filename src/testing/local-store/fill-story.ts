import { developers, type LocalDeveloper, reviewers } from "./cast.ts";
import { appProject, submitRegistration, submitVersion } from "./developer-actions.ts";
import { approve, expectLanded, expectState, isLive, tellSubmission } from "./forge-views.ts";
import type { LocalStore } from "./local-store.ts";
import { mustHold } from "./must-hold.ts";
import type { Step } from "./step.ts";

const ALL: readonly LocalDeveloper[] = Object.values(developers);
const NAMES = "ada, bruno and chiyo";
/** Apps of the developers. */
export const APPS = ["com.mosis.notes", "com.mosis.weather", "com.mosis.fifteen"] as const;

/**
 * Fills a new store: three developers register and submit a first app each, which waits for a reviewer both times; what is approved
 * is published by the workflows.
 */
export async function fillStore(store: LocalStore, step: Step): Promise<void> {
  const begin = (submit: (developer: LocalDeveloper) => Promise<number>) => async () => {
    const pulls = await Promise.all(ALL.map(submit));
    return Promise.all(
      ALL.map((developer, index) =>
        expectState(developer, pulls[index] ?? 0, { state: "in_review", next: "reviewer" }, store),
      ),
    );
  };
  const end = (submissions: readonly { readonly number: number }[]) => async () => {
    for (const { number } of submissions) await approve(reviewers.rosa, number, store);
    return Promise.all(submissions.map(({ number }) => expectLanded(number, store)));
  };
  const tell = (submissions: Awaited<ReturnType<ReturnType<typeof begin>>>) => submissions.map(tellSubmission);
  const registrations = await step(
    `${NAMES} ask to be registered, which needs a reviewer`,
    begin((developer) => submitRegistration(developer, store)),
    tell,
  );
  await step("rosa approves the three of them", end(registrations), tell);
  const versions = await step(
    `${NAMES} submit their first apps, which wait for a reviewer`,
    begin((developer) => submitVersion(developer, { project: appProject(developer), notes: "First release." }, store)),
    tell,
  );
  for (const app of APPS) mustHold(!(await isLive(app, 1, store)), `${app} is not live before it is approved`);
  store.publishPages();
  await step("rosa approves the apps, and they go live", end(versions), tell);
  for (const app of APPS) mustHold(await isLive(app, 1, store), `${app} is live`);
  await store.keep();
}
