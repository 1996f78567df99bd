import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Octokit } from "octokit";

import { checkHere } from "./check-here.ts";
import type { AppKit, VersionChoice } from "./app-kit.ts";
import { BASE, clientOf } from "./forge/fixture.ts";
import { type Forge as LocalForge, type ForgeUser, startForge } from "./forge/forge.ts";
import { aStore, type StoreKit } from "./store-kit.ts";
import type { ComposedFile } from "../core/registry/compose.ts";
import type { RegistryConfig } from "../core/registry/documents.ts";
import type { RegistryFiles } from "../core/registry/model.ts";
import { REGISTRY_FOLDER } from "../core/registry/paths.ts";
import { type Forge, githubForge } from "../node/forge.ts";
import {
  fetchRef,
  type GitRemote,
  type GitRepository,
  openRepository,
  readBlob,
  readCommit,
} from "../node/git/repository.ts";
import { listFiles } from "../node/git/trees.ts";
import type { FetchRemote } from "../node/registry/fetch-remote.ts";
import { askForge } from "../node/registry/land/ask-forge.ts";
import { type CarriedOut, carryOut } from "../node/registry/land/carry-out.ts";
import { forgeQueue, keepQueue, type QueueStore } from "../node/registry/land/keep-queue.ts";
import { type Landing, type LandPorts, landPullRequest } from "../node/registry/land/land.ts";
import { type LandPlan, type LandRound, planLandings } from "../node/registry/land/land-plan.ts";
import type { PlannedLanding } from "../node/registry/land/land-planned.ts";
import { openSubmission } from "../node/registry/submit/submit.ts";

const user = (id: number, login: string): ForgeUser => ({ id, login, token: `token-of-${login}` });

/** A member of the developers that a `DeveloperKit` makes; who reviews; who runs the jobs; nobody in particular; who reviews, too. */
export const cast = {
  ada: user(1, "ada"),
  rosa: user(21, "rosa"),
  bot: { ...user(22, "registry-bot"), type: "Bot" },
  eve: user(23, "eve"),
  sam: user(24, "sam"),
} as const satisfies Readonly<Record<string, ForgeUser>>;

export interface MergeChoice extends Partial<LandPorts> {
  readonly everything?: boolean;
  readonly order?: (entries: LandPlan["entries"]) => LandPlan["entries"];
}

const NEVER_PUBLISHED = { read: () => Promise.resolve(null) };

/** A registry on a forge with real Git, whose pull requests can be landed. */
export class LandKit {
  readonly store: StoreKit;
  readonly forge: LocalForge;
  readonly repository: GitRepository;
  readonly remote: GitRemote;
  readonly #root: string;
  /** The clock of the merge job. */
  now = new Date("2026-11-01T12:00:00Z");
  #branches = 0;

  private constructor(store: StoreKit, forge: LocalForge, repository: GitRepository, root: string) {
    this.store = store;
    this.forge = forge;
    this.repository = repository;
    this.remote = { url: `${forge.url}/${BASE.owner}/${BASE.repo}.git`, token: cast.bot.token };
    this.#root = root;
  }

  /** Begins with these apps in the registry, all of ada's. */
  static of(...apps: readonly AppKit[]): Promise<LandKit> {
    return LandKit.with(new Map(), ...apps);
  }

  /** Begins with these files more, by path below `registry/`, and with these apps. */
  static with(more: RegistryFiles, ...apps: readonly AppKit[]): Promise<LandKit> {
    const store = aStore();
    for (const app of apps) store.withApp(app);
    return LandKit.on(store, new Map([...store.registryFiles(), ...more]));
  }

  /** Begins with these files, by path below `registry/`, of a store that may have more by now. */
  static async on(store: StoreKit, begin: RegistryFiles): Promise<LandKit> {
    const root = await mkdtemp(join(tmpdir(), "mosis-land-"));
    let seconds = 0;
    const clock = (): Date => new Date(Date.UTC(2026, 9, 1) + 1000 * (seconds += 1));
    const forge = await startForge({ root: join(root, "forge"), users: Object.values(cast), clock });
    const files = [...begin].map(([path, bytes]) => [REGISTRY_FOLDER + path, bytes] as const);
    await forge.createRepository({
      owner: BASE.owner,
      name: BASE.repo,
      message: "Begin",
      collaborators: [cast.bot.login, cast.rosa.login, cast.sam.login],
      files: {
        ...Object.fromEntries(files),
        [`${REGISTRY_FOLDER}registry.json`]: config(files),
        "src/code.ts": "code\n",
      },
    });
    return new LandKit(store, forge, await openRepository(join(root, "clone.git")), root);
  }

  as(who: ForgeUser): Octokit {
    return clientOf(this.forge, who);
  }

  /** Opens a pull request with these files on a new branch from main. */
  async open(files: readonly ComposedFile[], who: ForgeUser = cast.ada, title = "A submission"): Promise<number> {
    this.#branches += 1;
    const branch = `branch-${this.#branches}`;
    const texts = files.map(({ path, bytes }) => ({ path, text: new TextDecoder().decode(bytes) }));
    const { number } = await openSubmission(this.as(who), BASE, { branch, title, body: "", files: texts });
    return number;
  }

  /** Opens a pull request with the newest version of an app. */
  async openUpdate(app: AppKit, who: ForgeUser = cast.ada, version: VersionChoice = {}): Promise<number> {
    app.withVersion(version);
    const files = app.files();
    return this.open(
      files.filter(({ path }) => path.endsWith(`/versions/${app.packages.length}.json`)),
      who,
    );
  }

  /** Opens a pull request with a new app. */
  openNew(app: AppKit, who: ForgeUser = cast.ada): Promise<number> {
    this.store.withApp(app);
    return this.open(app.files(), who);
  }

  /** Commits on top of the branch of a pull request. */
  async push(number: number, files: Readonly<Record<string, string>>): Promise<string> {
    const { data } = await this.as(cast.ada).rest.pulls.get({ ...BASE, pull_number: number });
    const { owner, name } = { owner: data.head.repo?.owner.login ?? "", name: data.head.repo?.name ?? "" };
    return this.forge.commit({ owner, name, branch: data.head.ref, files, message: "More" });
  }

  /** Changes the policy on main, as its operators do. */
  async setPolicy(change: Partial<RegistryConfig["policy"]>): Promise<void> {
    const path = `${REGISTRY_FOLDER}registry.json`;
    const own = JSON.parse((await this.main())[path] ?? "") as RegistryConfig;
    const text = JSON.stringify({ ...own, policy: { ...own.policy, ...change } });
    await this.forge.commit({
      owner: BASE.owner,
      name: BASE.repo,
      files: { [path]: text },
      message: "Change the policy",
    });
  }

  async headOf(number: number): Promise<string> {
    return (await this.jobs.pull(number)).head;
  }

  async comment(number: number, body: string, who: ForgeUser): Promise<number> {
    return (await this.as(who).rest.issues.createComment({ ...BASE, issue_number: number, body })).data.id;
  }

  /** The forge as the jobs see it. */
  get jobs(): Forge {
    return githubForge(this.as(cast.bot), BASE);
  }

  /** The public queue, as the jobs keep it. */
  get queue(): QueueStore {
    return forgeQueue({ forge: this.jobs, repository: this.repository, remote: this.remote });
  }

  /** Lands one pull request, if it may. */
  land(number: number, change: Partial<LandPorts> = {}): Promise<Landing> {
    return landPullRequest(number, { ...this.ports, ...change });
  }

  /**
   * What the merge job does, until there is nothing left to do. Gives what became of each pull request at last.
   *
   * @param order of the entries of each round
   */
  async merge({ everything = false, order = (entries) => entries, ...change }: MergeChoice = {}): Promise<
    ReadonlyMap<number, PlannedLanding["outcome"]>
  > {
    const own = { record: NEVER_PUBLISHED, queue: this.queue, octokit: this.as(cast.bot), name: BASE };
    const ports = { ...this.ports, ...askForge(this.jobs, this.now), ...own, ...change };
    const outcomes = new Map<number, PlannedLanding["outcome"]>();
    for (let round: LandRound | null = { everything, after: 0 }; round !== null;) {
      const plan = await planLandings(round, ports);
      const carried: CarriedOut = await carryOut({ ...plan, entries: order(plan.entries) }, ports);
      await keepQueue(carried.stood, ports);
      for (const [number, outcome] of carried.outcomes) outcomes.set(number, outcome);
      round = carried.next;
    }
    return outcomes;
  }

  get ports(): LandPorts {
    const { repository, remote, fetchRemote, now } = this;
    return { forge: this.jobs, repository, remote, fetchRemote, now, checker: checkHere };
  }

  /** Text of every file on main by path. */
  async main(): Promise<Readonly<Record<string, string>>> {
    const { tree } = await readCommit(this.repository, await this.mainCommit());
    const files: Record<string, string> = {};
    for (const [path, oid] of await listFiles(this.repository, tree)) {
      files[path] = new TextDecoder().decode(await readBlob(this.repository, oid));
    }
    return files;
  }

  mainCommit(): Promise<string> {
    return fetchRef(this.repository, this.remote, "refs/heads/main");
  }

  async end(): Promise<void> {
    await this.forge.close();
    await rm(this.#root, { recursive: true, force: true });
  }

  /** The hosts of the developers. */
  readonly fetchRemote: FetchRemote = async ({ sha256 }) => {
    const packages = [...this.store.apps.values()].flatMap((app) => app.packages);
    return packages.find(({ facts }) => facts.package.sha256 === sha256)?.archive ?? "there is no such file";
  };
}

function config(files: readonly (readonly [string, Uint8Array])[]): string {
  const bytes = files.find(([path]) => path === `${REGISTRY_FOLDER}registry.json`)?.[1];
  const own = JSON.parse(new TextDecoder().decode(bytes)) as RegistryConfig;
  // Ada reviews too, but not what she submits herself.
  const reviewers = [cast.rosa, cast.ada, cast.sam].map(({ id, login }) => ({ github_id: id, login }));
  return JSON.stringify({ ...own, policy: { ...own.policy, reviewers, bots: [cast.bot.id] } });
}
