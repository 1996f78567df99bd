import { developers } from "./cast.ts";
import { appProject, publishAndWait } from "./developer-actions.ts";
import { expectLanded, isLive, peopleOn, tellSubmission } from "./forge-views.ts";
import type { LocalStore } from "./local-store.ts";
import { mustHold } from "./must-hold.ts";
import { copyProject } from "./project-copy.ts";
import type { Step } from "./step.ts";
import { isJsonObject } from "../../core/json/value.ts";

/** A safe update of ada's app goes live with no person. */
export async function updateStory(store: LocalStore, step: Step): Promise<void> {
  const { ada } = developers;
  const project = await copyProject(appProject(ada), store, { summary: "Write it down. Find it again." });
  await step(
    "ada publishes a safe update and waits: it goes live with no person",
    async () => {
      const { pull, wait } = await publishAndWait(ada, { project, notes: "Small improvements." }, store);
      mustHold(isJsonObject(wait) && wait["outcome"] === "published", "mosis publish --wait saw it in the store");
      mustHold(isJsonObject(pull), "mosis publish opened a pull request");
      const number = Number(pull["number"]);
      const landed = await expectLanded(number, store);
      mustHold((await peopleOn(number, store)).length === 0, `nobody had to say anything on #${number}`);
      mustHold(await isLive("com.mosis.notes", 2, store), "version code 2 is live");
      return landed;
    },
    (landed) => [tellSubmission(landed)],
  );
}
