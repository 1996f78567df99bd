import { developers, operator, reviewers } from "./cast.ts";
import { appeal, startProject, submitVersion } from "./developer-actions.ts";
import { approve, expectLanded, expectState, isLive, machineComments, say, tellSubmission } from "./forge-views.ts";
import type { LocalStore } from "./local-store.ts";
import { mustHold } from "./must-hold.ts";
import { REGISTRY } from "./seed-registry.ts";
import type { Step } from "./step.ts";

const APP = "org.example.counters";

/** A new app of chiyo's is rejected; she appeals, and another reviewer decides. */
export async function appealStory(store: LocalStore, step: Step): Promise<void> {
  const { chiyo } = developers;
  const { rosa, sam } = reviewers;
  const tell = (submission: Parameters<typeof tellSubmission>[0]) => [tellSubmission(submission)];
  const { number } = await step(
    "chiyo begins an app with mosis init and submits it",
    async () => {
      const project = await startProject(chiyo, APP, "Counters", store);
      const pull = await submitVersion(chiyo, { project, notes: "First release." }, store);
      return expectState(chiyo, pull, { state: "in_review", next: "reviewer" }, store);
    },
    tell,
  );
  await step(
    "rosa rejects it",
    async () => {
      await say(rosa, number, "/reject There are enough counters.", store);
      return expectState(chiyo, number, { state: "rejected", appealed: false, next: "developer" }, store);
    },
    tell,
  );
  await step(
    "chiyo appeals",
    async () => {
      await appeal(chiyo, APP, "No rule of this store forbids a second counter.", store);
      return expectState(chiyo, number, { state: "rejected", appealed: true, next: "reviewer" }, store);
    },
    tell,
  );
  await step(
    "rosa, who rejected it, may not decide the appeal",
    async () => {
      await approve(rosa, number, store);
      const submission = await expectState(chiyo, number, { state: "rejected", appealed: true }, store);
      const answer = (await machineComments(number, store)).at(-1) ?? "";
      mustHold(answer.includes("Who rejected does not decide the appeal"), `rosa is told so (${answer})`);
      return submission;
    },
    tell,
  );
  await step(
    "sam decides for chiyo, and the app goes live",
    async () => {
      await approve(sam, number, store);
      const landed = await expectLanded(number, store);
      mustHold(await isLive(APP, 1, store), `${APP} is live`);
      const { rest } = store.octokit(operator);
      const path = `registry/decisions/${APP}/1-1.json`;
      const { data } = await rest.repos.getContent({ ...REGISTRY, path, mediaType: { format: "raw" } });
      const { reviewers: by } = JSON.parse(data as unknown as string) as { readonly reviewers: readonly number[] };
      mustHold(JSON.stringify(by) === JSON.stringify([sam.id]), "the decision is sam's");
      return landed;
    },
    tell,
  );
}
