import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { LocalDeveloper } from "./cast.ts";
import type { LocalStore } from "./local-store.ts";
import { mosis, type MosisCall, refusedMosis } from "./mosis-cli.ts";
import { REGISTRY } from "./seed-registry.ts";
import { isJsonObject, type JsonArray, type JsonObject } from "../../core/json/value.ts";

const SYSTEM_APPS = join(import.meta.dirname, "../../system-apps");

/** Where a submission stands, as `mosis status` says. */
export interface Submission {
  readonly number: number;
  readonly url: string;
  readonly subject: string;
  readonly state: string;
  readonly appealed: boolean;
  readonly next: string;
}

/** The folder of the developer's app. */
export function appProject({ app }: LocalDeveloper): string {
  return join(SYSTEM_APPS, app);
}

/** Makes the developer's key and opens the pull request that registers them; gives its number. */
export async function submitRegistration(developer: LocalDeveloper, store: LocalStore): Promise<number> {
  const { id, name } = developer;
  const project = appProject(developer);
  await mosis(["keys", "generate", "--no-passphrase"], developerCall(developer, project, store));
  return submit(developer, project, ["--register", "--developer", id, "--name", name], store);
}

/** Builds and signs a version, releases it, and opens the pull request that submits it; gives its number. */
export async function submitVersion(
  developer: LocalDeveloper,
  { project, notes }: { readonly project: string; readonly notes: string },
  store: LocalStore,
): Promise<number> {
  return submit(developer, project, ["--notes", notes], store);
}

/** Submits a version and waits until the store serves it; gives what `mosis publish --wait` says in the end. */
export async function publishAndWait(
  developer: LocalDeveloper,
  { project, notes }: { readonly project: string; readonly notes: string },
  store: LocalStore,
): Promise<JsonObject> {
  return publish(developer, project, ["--notes", notes, "--wait", "--timeout", "5"], store);
}

/** What `mosis publish` says of a project that it does not send. */
export function refusedPublish(developer: LocalDeveloper, project: string, store: LocalStore): Promise<JsonObject> {
  return refusedMosis(["publish"], developerCall(developer, project, store));
}

/** A new app from the template, in a folder that it gives. */
export async function startProject(developer: LocalDeveloper, id: string, name: string, store: LocalStore) {
  const call = developerCall(developer, store.layout.projects, store);
  const project = join(store.layout.projects, id);
  await mkdir(store.layout.projects, { recursive: true });
  const author = ["--author-name", developer.name, "--author-email", `${developer.user.login}@example.com`];
  await mosis(["init", id, "--yes", "--id", id, "--name", name, ...author], call);
  return project;
}

export function appeal(developer: LocalDeveloper, app: string, reason: string, store: LocalStore): Promise<JsonObject> {
  return mosis(["appeal", app, reason], developerCall(developer, store.layout.root, store));
}

/** Where a pull request stands that is open. */
export async function submissionOf(developer: LocalDeveloper, pull: number, store: LocalStore): Promise<Submission> {
  const { submissions } = await mosis(["status"], developerCall(developer, store.layout.root, store));
  const all = (submissions as JsonArray).filter(isJsonObject) as unknown as readonly Submission[];
  const found = all.find(({ number }) => number === pull);
  if (found === undefined) throw new Error(`mosis status says nothing of #${pull}`);
  return found;
}

async function submit(
  developer: LocalDeveloper,
  project: string,
  options: readonly string[],
  store: LocalStore,
): Promise<number> {
  const { pull } = await publish(developer, project, options, store);
  const number = isJsonObject(pull) ? pull["number"] : undefined;
  if (typeof number === "number") return number;
  throw new Error("mosis publish opened no pull request");
}

/** `mosis publish` as people type it, but for a package outside of the project, which stays as it is in Git. */
async function publish(
  developer: LocalDeveloper,
  project: string,
  options: readonly string[],
  store: LocalStore,
): Promise<JsonObject> {
  const call = developerCall(developer, project, store);
  const built = join(store.layout.packages, developer.user.login, `${Date.now()}.mosis`);
  await mosis(["build", "--out", built], call);
  return mosis(["publish", built, ...options], call);
}

function developerCall({ user }: LocalDeveloper, cwd: string, { layout, forge }: LocalStore): MosisCall {
  const env = {
    GH_TOKEN: user.token,
    MOSIS_API_URL: forge.apiUrl,
    MOSIS_REGISTRY: `${REGISTRY.owner}/${REGISTRY.repo}`,
  };
  return { home: layout.home(user.login), cwd, env };
}
