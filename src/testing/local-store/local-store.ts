import { existsSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";

import { Octokit } from "octokit";

import { operator, users } from "./cast.ts";
import { codeChanges } from "./code-changes.ts";
import { requireFreePort } from "./free-port.ts";
import { keepLog } from "./job-logs.ts";
import { type LocalLayout, localLayout } from "./layout.ts";
import { portalApp } from "./portal-app.ts";
import { REGISTRY, seedRegistry } from "./seed-registry.ts";
import type { LocalServer } from "../../node/local-server.ts";
import { serveFolder } from "../../node/serve-folder.ts";
import type { Actions, ActionsOptions } from "../actions/actions.ts";
import { registryEnvironments } from "../actions/registry-settings.ts";
import { startActions } from "../actions/runner.ts";
import { type Forge, type ForgeUser, startForge } from "../forge/forge.ts";
import { type RegistryCode, registryCode } from "../registry-code.ts";

/** A whole store on this machine: forge, registry, its workflows, and the published tree behind a web server. */
export interface LocalStore {
  /** Where the published tree is served. */
  readonly storeUrl: string;
  readonly forge: Forge;
  readonly layout: LocalLayout;
  /** False when the store was filled before. */
  readonly isNew: boolean;
  /** Says that the store is filled, so that the next start goes on with it. */
  keep(): Promise<void>;
  /** The forge's API as somebody sees it. */
  octokit(user: ForgeUser): Octokit;
  /** Executes the workflows of the registry. */
  readonly actions: Actions;
  /** Waits until no workflow runs. Throws when a job failed, but for reviews, which fail for what has to be mended. */
  settle(): Promise<void>;
  /** From now on pages are published, too. A new store waits with them until it is filled, as operators may. */
  publishPages(): void;
  /** Makes up for the time when it did not run: pushes this project's code, and starts what is due and what was cut off. */
  resume(): Promise<void>;
  /** Stops everything, jobs included. */
  close(): Promise<void>;
}

export interface LocalStoreOptions extends Pick<ActionsOptions, "processEnv" | "onJob"> {
  readonly root: string;
  /** Throws away what is there; so does a store that was never filled. */
  readonly reset: boolean;
  /** 0 takes any free port. */
  readonly storePort: number;
  readonly forgePort: number;
  /** False publishes no pages, for tests that read none. */
  readonly withSite: boolean;
  readonly clock?: () => Date;
}

/** A removal meets files that jobs of a killed start still write. */
const REMOVALS = 5;

/**
 * Opens the store in a folder, or begins one.
 *
 * @throws Error with the codes of Node for ports, such as `EADDRINUSE`; then nothing was thrown away. For a folder that holds
 * something else, too
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  const { root, reset, storePort, forgePort, withSite, clock = () => new Date() } = options;
  const layout = localLayout(root);
  const isNew = reset || !existsSync(layout.ready);
  const server = await serveFolder(layout.published, { port: storePort });
  try {
    await requireFreePort(forgePort);
    if (isNew) await clear(root, layout);
    const apps = [await portalApp(layout.portalKey)];
    const forge = await startForge({ root: layout.forge, port: forgePort, users, apps, clock });
    try {
      const code = await registryCode({ withSite });
      if (isNew) await seedRegistry(forge, layout, { code, storeUrl: `${server.url}/`, now: clock() });
      return await runningStore(options, { layout, isNew, server, forge, code });
    } catch (error) {
      await forge.close();
      throw error;
    }
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Empties the folder of a store, and no other folder. */
async function clear(root: string, { forge }: LocalLayout): Promise<void> {
  if (existsSync(root) && !existsSync(forge) && (await readdir(root)).length > 0) {
    throw new Error(`${root} holds something else than a local store; choose another folder.`);
  }
  await rm(root, { recursive: true, force: true, maxRetries: REMOVALS });
}

interface Running extends Pick<LocalStore, "layout" | "isNew" | "forge"> {
  readonly server: LocalServer;
  readonly code: RegistryCode;
}

async function runningStore(
  { withSite, processEnv, onJob }: LocalStoreOptions,
  { layout, isNew, server, forge, code }: Running,
): Promise<LocalStore> {
  const octokit = (user: ForgeUser): Octokit =>
    new Octokit({ baseUrl: forge.apiUrl, auth: user.token, throttle: { enabled: false }, log: SILENT });
  const variables: Record<string, string> = withSite && !isNew ? {} : { MOSIS_PAGES: "off" };
  const failures: string[] = [];
  const actions = startActions({
    forge,
    repository: { owner: REGISTRY.owner, name: REGISTRY.repo },
    root: layout.actions,
    environments: await registryEnvironments(layout.onlineKeys, layout.published),
    variables,
    approvesFirstTimers: false,
    ...(processEnv && { processEnv }),
    onJob(job) {
      if (job.conclusion === "failure") {
        const file = keepLog(job, layout.logs);
        if (job.run.name !== "review") failures.push(file);
      }
      onJob?.(job);
    },
  });
  const settle = async (): Promise<void> => {
    await actions.idle();
    if (failures.length > 0) throw new Error(`A job failed. See ${failures.splice(0).join(" and ")}.`);
  };
  return {
    storeUrl: server.url,
    forge,
    layout,
    isNew,
    keep: () => writeFile(layout.ready, ""),
    octokit,
    actions,
    settle,
    publishPages() {
      if (withSite) delete variables["MOSIS_PAGES"];
    },
    async resume() {
      const { rest } = octokit(operator);
      const at = { owner: REGISTRY.owner, name: REGISTRY.repo };
      const files = await codeChanges(forge.backend.git(at), "refs/heads/main", code);
      if (Object.keys(files).length > 0) await forge.commit({ ...at, files, message: "Bring the code up to date" });
      // The forge has stopped the schedules of a store that was off for months.
      for (const file of ["publish.yml", "sweep.yml"]) {
        await rest.actions.enableWorkflow({ ...REGISTRY, workflow_id: file });
      }
      if (actions.cutOff > 0) {
        await rest.actions.createWorkflowDispatch({ ...REGISTRY, workflow_id: "sweep.yml", ref: "main" });
      }
      await actions.catchUp();
      await settle();
    },
    async close() {
      await actions.stop();
      await Promise.all([server.close(), forge.close()]);
    },
  };
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
