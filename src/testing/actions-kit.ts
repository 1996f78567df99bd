import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Octokit } from "octokit";

import type { Actions, ActionsOptions } from "./actions/actions.ts";
import { localPolicy, registryEnvironments } from "./actions/registry-settings.ts";
import { startActions } from "./actions/runner.ts";
import { shiftedEnv } from "./actions/shifted-env.ts";
import { anApp, type AppChoice, type AppKit } from "./app-kit.ts";
import { BASE, clientOf } from "./forge/fixture.ts";
import { type Forge, type ForgeOptions, type ForgeUser, startForge } from "./forge/forge.ts";
import { cast } from "./land-kit.ts";
import { registryCode } from "./registry-code.ts";
import { serveStatic, type StaticServer } from "./static-server.ts";
import { aStore, type StoreKit } from "./store-kit.ts";
import { encodeAtRest, parseSignedDocument } from "../core/json/signed-document.ts";
import type { AppDocument } from "../core/index/app-document.ts";
import type { ComposedFile } from "../core/registry/compose.ts";
import type { RegistryConfig } from "../core/registry/documents.ts";
import { REGISTRY_FOLDER } from "../core/registry/paths.ts";
import { fetchTarget, findTarget } from "../core/trust/find-target.ts";
import { refresh } from "../core/trust/refresh.ts";
import { loadTrust, pinnedState, type Trust } from "../core/trust/trust.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { ephemeralSigner } from "../node/key-file.ts";
import { folderTarget } from "../node/publish-target.ts";
import { createOnlineKeys } from "../node/registry/publish/key-folder.ts";
import { openSubmission } from "../node/registry/submit/submit.ts";
import { trustInit } from "../node/registry/trust/trust-init.ts";

export interface ActionsKitOptions extends Partial<Pick<ActionsOptions, "approvesFirstTimers" | "interrupt">> {
  /** Apps that are in the registry at the beginning, all of ada's. */
  readonly apps?: readonly AppChoice[];
  readonly withSite?: boolean;
  /** Cuts requests to the forge off. */
  readonly fault?: ForgeOptions["fault"];
}

/** What has become of a package at its address: no such file, other bytes of the same length, or a server that fails. */
export type Trouble = "gone" | "altered" | "failing";

/** A registry on a forge whose workflows are executed: the real files, in processes of their own, with the rights of their jobs. */
export class ActionsKit {
  readonly store: StoreKit;
  readonly forge: Forge;
  readonly actions: Actions;
  readonly root: string;
  /** How far the clock of forge and jobs is before this machine's. */
  shiftMs = 0;
  readonly #packages: StaticServer;
  readonly #trust: ReadonlyMap<string, Uint8Array>;
  #branches = 0;
  #passedUntil = new Date();

  private constructor(
    parts: Pick<ActionsKit, "store" | "root"> & { packages: StaticServer; trust: Map<string, Uint8Array> },
    forge: Forge,
    options: Partial<ActionsOptions> & Pick<ActionsOptions, "environments" | "variables">,
  ) {
    this.store = parts.store;
    this.root = parts.root;
    this.forge = forge;
    this.#packages = parts.packages;
    this.#trust = parts.trust;
    this.actions = startActions({
      forge,
      repository: { owner: BASE.owner, name: BASE.repo },
      root: join(parts.root, "actions"),
      approvesFirstTimers: false,
      processEnv: () => shiftedEnv(this.shiftMs),
      ...options,
    });
  }

  static async of({ apps = [], withSite = false, fault, ...options }: ActionsKitOptions = {}): Promise<ActionsKit> {
    const root = await mkdtemp(join(tmpdir(), "mosis-actions-"));
    const store = aStore();
    const packages = await serveStatic((path) => packageAt(store, path));
    const packagesAt = packages.url;
    for (const app of apps) store.withApp(anApp({ ...app, packagesAt }));
    const online = await createOnlineKeys(join(root, "keys"));
    const offline = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
    const trust = new Map(trustInit({ offline, threshold: 2, online, bitLength: 2, now: new Date() }));
    let kit: ActionsKit | null = null;
    const clock = () => new Date(Date.now() + (kit?.shiftMs ?? 0));
    const forge = await startForge({
      root: join(root, "forge"),
      users: Object.values(cast),
      clock,
      ...(fault && { fault }),
    });
    const files = [...store.registryFiles(), ...trust].map(([path, bytes]) => [REGISTRY_FOLDER + path, bytes] as const);
    await forge.createRepository({
      owner: BASE.owner,
      name: BASE.repo,
      message: "Begin",
      collaborators: [cast.rosa.login],
      files: {
        ...(await registryCode({ withSite })),
        ...Object.fromEntries(files),
        [`${REGISTRY_FOLDER}registry.json`]: config(files),
      },
    });
    const environments = await registryEnvironments(join(root, "keys"), join(root, "published"));
    const pages: Record<string, string> = withSite ? {} : { MOSIS_PAGES: "off" };
    kit = new ActionsKit({ store, root, packages, trust }, forge, { environments, variables: pages, ...options });
    return kit;
  }

  get now(): Date {
    return new Date(Date.now() + this.shiftMs);
  }

  as(who: ForgeUser): Octokit {
    return clientOf(this.forge, who);
  }

  /** An app of ada's that is in no registry yet; its packages are where the jobs can load them. */
  newApp(choice: AppChoice): AppKit {
    const app = anApp({ ...choice, packagesAt: this.#packages.url });
    this.store.withApp(app);
    return app;
  }

  async open(files: readonly ComposedFile[], who: ForgeUser = cast.ada): Promise<number> {
    this.#branches += 1;
    const texts = files.map(({ path, bytes }) => ({ path, text: new TextDecoder().decode(bytes) }));
    const submission = { branch: `branch-${this.#branches}`, title: "A submission", body: "", files: texts };
    return (await openSubmission(this.as(who), BASE, submission)).number;
  }

  /** Opens a pull request with the next version of an app, and with other files if a test wants to. */
  openUpdate(app: AppKit, more: Readonly<Record<string, string>> = {}, who: ForgeUser = cast.ada): Promise<number> {
    app.withVersion();
    const files = app.files().filter(({ path }) => path.endsWith(`/versions/${app.packages.length}.json`));
    const others = Object.entries(more).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
    return this.open([...files, ...others], who);
  }

  /** Lets an address of packages give something else from now on; null mends it. */
  spoil(file: string, trouble: Trouble | null): void {
    this.#packages.tamper = (path, bytes) => {
      if (trouble === null || path !== file || bytes === null) return bytes;
      if (trouble === "failing") throw new Error("the host fails");
      return trouble === "gone" ? null : bytes.toReversed();
    };
  }

  /** Versions that the store lists as held. */
  async held(): Promise<unknown> {
    const bytes = await folderTarget(join(this.root, "published")).read("v1/held.json");
    return (JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array())) as { readonly held: unknown }).held;
  }

  async pull(number: number) {
    return (await this.as(cast.rosa).rest.pulls.get({ ...BASE, pull_number: number })).data;
  }

  async comment(number: number, body: string, who: ForgeUser): Promise<void> {
    await this.as(who).rest.issues.createComment({ ...BASE, issue_number: number, body });
  }

  async commentsOf(number: number) {
    return (await this.as(cast.rosa).rest.issues.listComments({ ...BASE, issue_number: number })).data;
  }

  /** Lets time go by, and the schedules run that are due in it. */
  async passHours(hours: number): Promise<void> {
    const after = new Date(Math.max(this.#passedUntil.getTime(), this.now.getTime() - 1));
    this.shiftMs += hours * 3_600_000;
    this.#passedUntil = this.now;
    await this.actions.passTime(after, this.now);
  }

  /** Jobs that ran since a moment, as `workflow/job: conclusion`, in the order of their names. */
  results(from = 0): readonly string[] {
    const { jobs } = this.actions;
    return jobs.slice(from).map(({ run, job, conclusion }) => `${run.name}/${job}: ${conclusion}`);
  }

  logs(): string {
    return this.actions.jobs.map(({ run, job, log }) => `==== ${run.name}/${job}\n${log.text}`).join("\n");
  }

  /** Version codes of an app that a device, which knows the first root only, is offered; null for none. Verifies everything. */
  async offered(id: string, at = this.now): Promise<readonly number[] | null> {
    const target = folderTarget(join(this.root, "published"));
    const ports = { crypto: nodeCrypto, fetch: (path: string) => target.read(path) };
    const result = await refresh(this.#device(), ports, at);
    if (result.status === "failed") throw result.error;
    const path = `apps/${id}.json`;
    const found = (await findTarget(result.trust, path, ports, at)).target;
    if (found === null) return null;
    const document = JSON.parse(new TextDecoder().decode(await fetchTarget(path, found, ports))) as AppDocument;
    return document.versions.map((version) => version.version_code).sort((a, b) => a - b);
  }

  async end(): Promise<void> {
    await this.actions.idle();
    await Promise.all([this.forge.close(), this.#packages.close()]);
    await rm(this.root, { recursive: true, force: true });
  }

  #device(): Trust {
    const parsed = parseSignedDocument(this.#trust.get("trust/1.root.json") ?? new Uint8Array(), "root.json");
    if (!parsed.ok) throw new TypeError("the kit has no root");
    return loadTrust(pinnedState(encodeAtRest(parsed.document)), nodeCrypto).trust;
  }
}

function packageAt(store: StoreKit, path: string): Uint8Array | null {
  for (const app of store.apps.values()) {
    const found = app.packages.find(({ manifest }) => path === `${app.id}-${manifest.version_code}.mosis`);
    if (found !== undefined) return found.archive;
  }
  return null;
}

function config(files: readonly (readonly [string, Uint8Array])[]): string {
  const bytes = files.find(([path]) => path === `${REGISTRY_FOLDER}registry.json`)?.[1];
  const own = JSON.parse(new TextDecoder().decode(bytes)) as RegistryConfig;
  return JSON.stringify({ ...own, policy: localPolicy(own.policy, [cast.rosa]) });
}
