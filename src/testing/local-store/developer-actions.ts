import { join } from "node:path";

import type { LocalDeveloper } from "./cast.ts";
import type { LocalStore } from "./local-store.ts";
import { mosis } from "./mosis-cli.ts";
import { REGISTRY } from "./seed-registry.ts";
import { isJsonObject, type JsonObject } from "../../core/json/value.ts";

const SYSTEM_APPS = join(import.meta.dirname, "../../system-apps");

/** The folder of the developer's app. */
export function appProject({ app }: LocalDeveloper): string {
  return join(SYSTEM_APPS, app);
}

/** Makes the developer's key and opens the pull request that registers them; gives its number. */
export async function submitRegistration(developer: LocalDeveloper, store: LocalStore): Promise<number> {
  const { id, name, user } = developer;
  const project = appProject(developer);
  await mosis(["keys", "generate", "--no-passphrase"], { home: store.layout.home(user.login) });
  return publish(developer, project, store, ["--register", "--developer", id, "--name", name]);
}

/** Builds and signs a version, releases it, and opens the pull request that submits it; gives its number. */
export async function submitVersion(
  developer: LocalDeveloper,
  { project, notes }: { readonly project: string; readonly notes: string },
  store: LocalStore,
): Promise<number> {
  return publish(developer, project, store, ["--notes", notes]);
}

/** `mosis publish` as people type it, but for a package outside of the project, which stays as it is in Git. */
async function publish(
  { user }: LocalDeveloper,
  project: string,
  { layout, forge }: LocalStore,
  options: readonly string[],
): Promise<number> {
  const home = layout.home(user.login);
  const built = join(layout.packages, user.login, `${Date.now()}.mosis`);
  await mosis(["build", "--out", built], { home, cwd: project });
  const env = {
    GH_TOKEN: user.token,
    MOSIS_API_URL: forge.apiUrl,
    MOSIS_REGISTRY: `${REGISTRY.owner}/${REGISTRY.repo}`,
  };
  return pullNumber(await mosis(["publish", built, ...options], { home, cwd: project, env }));
}

function pullNumber({ pull }: JsonObject): number {
  const number = isJsonObject(pull) ? pull["number"] : undefined;
  if (typeof number === "number") return number;
  throw new Error("mosis publish opened no pull request");
}
