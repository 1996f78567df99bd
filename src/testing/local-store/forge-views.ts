import { type Submission, submissionOf } from "./developer-actions.ts";
import { type LocalDeveloper, operator } from "./cast.ts";
import type { LocalStore } from "./local-store.ts";
import { mustHold } from "./must-hold.ts";
import { REGISTRY } from "./seed-registry.ts";
import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import { watchStore } from "../../device/watch-store.ts";
import { ACTIONS_BOT, type ForgeUser } from "../forge/forge.ts";

/** Comments on a pull request as a person. */
export async function say(who: ForgeUser, pull: number, body: string, store: LocalStore): Promise<void> {
  await store.octokit(who).rest.issues.createComment({ ...REGISTRY, issue_number: pull, body });
}

/** Approves what the pull request is at now. */
export async function approve(who: ForgeUser, pull: number, store: LocalStore): Promise<void> {
  await say(who, pull, `/approve ${(await pullOf(pull, store)).head.sha}`, store);
}

export async function pullOf(pull: number, store: LocalStore) {
  return (await store.octokit(operator).rest.pulls.get({ ...REGISTRY, pull_number: pull })).data;
}

/** What the machine has said on a pull request, oldest first: its one comment, then answers. */
export async function machineComments(pull: number, store: LocalStore): Promise<readonly string[]> {
  const { data } = await store.octokit(operator).rest.issues.listComments({ ...REGISTRY, issue_number: pull });
  return data.filter(({ user }) => user?.id === ACTIONS_BOT.id).map(({ body }) => body ?? "");
}

/** Who spoke on a pull request, but for the machine. */
export async function peopleOn(pull: number, store: LocalStore): Promise<readonly string[]> {
  const { data } = await store.octokit(operator).rest.issues.listComments({ ...REGISTRY, issue_number: pull });
  return data.filter(({ user }) => user?.id !== ACTIONS_BOT.id).map(({ user }) => user?.login ?? "");
}

/** Waits for the workflows; then a pull request has to be in a state, by `mosis status` and by the machine's comment. */
export async function expectState(
  developer: LocalDeveloper,
  pull: number,
  wanted: Partial<Submission>,
  store: LocalStore,
): Promise<Submission> {
  await store.settle();
  const submission = await submissionOf(developer, pull, store);
  for (const [key, value] of Object.entries(wanted)) {
    const said = submission[key as keyof Submission];
    mustHold(said === value, `#${pull} has ${key} ${String(value)} (it is ${String(said)})`);
  }
  const [comment = ""] = await machineComments(pull, store);
  const words = submission.state.replaceAll("_", " ");
  mustHold(comment.split("\n", 1)[0]?.includes(words) === true, `the comment on #${pull} begins with "${words}"`);
  return submission;
}

/** Waits for the workflows; then a pull request has to have landed. */
export async function expectLanded(pull: number, store: LocalStore): Promise<Submission> {
  await store.settle();
  const { merged, labels, html_url: url, title } = await pullOf(pull, store);
  mustHold(merged, `#${pull} has landed`);
  mustHold(
    labels.some(({ name }) => name === "state: published"),
    `#${pull} is labelled as published`,
  );
  return { number: pull, url, subject: title, state: "published", appealed: false, next: "nobody" };
}

/** Whether the store offers a version, verified as a device does. */
export async function isLive(app: string, versionCode: number, { storeUrl }: LocalStore): Promise<boolean> {
  const root = await fetch(`${storeUrl}/tuf/1.root.json`);
  // Before the first publication nothing is there.
  if (!root.ok) return false;
  const wanted = { app: app as AppId, versionCode: versionCode as VersionCode };
  return (await watchStore(storeUrl, new Uint8Array(await root.arrayBuffer()), wanted)(new Date())) !== null;
}

/** A line on where a submission stands. */
export function tellSubmission({ number, state, appealed, next, url }: Submission): string {
  const name = `${state.replaceAll("_", " ")}${appealed ? ", appealed" : ""}`;
  return `#${number} ${name}, next: ${next}  ${url}`;
}
