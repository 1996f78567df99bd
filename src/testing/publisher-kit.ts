import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkHere } from "./check-here.ts";
import { jsonOf, runInMemory, type CliRun } from "./cli/run-in-memory.ts";
import { writeSampleProject, manifestText, type ProjectFiles } from "./cli/sample-project.ts";
import { BASE, clientOf } from "./forge/fixture.ts";
import { type Forge, type ForgeOptions, type ForgeUser, startForge } from "./forge/forge.ts";
import { aStore } from "./store-kit.ts";
import type { Environment } from "../cli/command.ts";
import type { RegistryConfig } from "../core/registry/documents.ts";
import { REGISTRY_FOLDER } from "../core/registry/paths.ts";
import { githubForge } from "../node/forge.ts";
import { fetchRef, openRepository } from "../node/git/repository.ts";
import { ephemeralSigner } from "../node/key-file.ts";
import type { LocalServer } from "../node/local-server.ts";
import { folderTarget } from "../node/publish-target.ts";
import { forgeRecord } from "../node/registry/publish/forge-record.ts";
import { openMirror } from "../node/registry/publish/mirror.ts";
import { PUBLISHED } from "../node/registry/publish/publish-record.ts";
import { publishStore } from "../node/registry/publish/publish.ts";
import { trustInit, type OnlineKeys } from "../node/registry/trust/trust-init.ts";
import { serveFolder } from "../node/serve-folder.ts";
import { type Landing, landPullRequest } from "../node/registry/land/land.ts";

const user = (id: number, login: string): ForgeUser => ({ id, login, token: `token-of-${login}` });

/** Who publishes, another developer, who reviews, and who runs the jobs. */
export const people = {
  grace: user(31, "grace"),
  eve: user(32, "eve"),
  rosa: user(33, "rosa"),
  bot: user(34, "registry-bot"),
  robot: { ...user(35, "checks[bot]"), type: "Bot" },
} as const;

export interface PublisherChoice extends Partial<Pick<ForgeOptions, "fault" | "apps">> {
  /** Accounts that may carry submissions of others, besides the registry's own. */
  readonly bots?: readonly number[];
  /** What registry.json says otherwise than the others. */
  readonly config?: Partial<RegistryConfig>;
  /** Further files of the registry, by path below `registry/`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Whether the registry has a store that is served. */
  readonly withStore?: boolean;
}

/** A developer at work with `mosis` against a forge on real Git: a home, a project, and a registry that lands what is right. */
export class PublisherKit {
  readonly forge: Forge;
  readonly home: string;
  readonly project: string;
  /** Who types. */
  user: ForgeUser = people.grace;
  readonly #root: string;
  readonly #keys: OnlineKeys;
  readonly #server: LocalServer | null;

  private constructor(forge: Forge, root: string, keys: OnlineKeys, server: LocalServer | null) {
    this.forge = forge;
    this.#root = root;
    this.#keys = keys;
    this.#server = server;
    this.home = join(root, "home");
    this.project = join(root, "project");
  }

  static async of(choice: PublisherChoice = {}): Promise<PublisherKit> {
    const { config = {}, files = {}, bots = [], withStore = false, ...options } = choice;
    const root = mkdtempSync(join(tmpdir(), "mosis-publisher-"));
    const forge = await startForge({ root: join(root, "forge"), users: Object.values(people), ...options });
    const keys = {
      bins: ephemeralSigner(),
      snapshot: ephemeralSigner(),
      timestamp: ephemeralSigner(),
      platform: ephemeralSigner(),
    };
    const server = withStore ? await serveFolder(join(root, "published"), { port: 0 }) : null;
    const offline = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
    const trust = trustInit({ offline, threshold: 2, online: keys, bitLength: 2, now: new Date() });
    const url = server === null ? {} : { url: `${server.url}/` };
    const own = [...aStore().registryFiles()].map(([path, bytes]) => [REGISTRY_FOLDER + path, bytes] as const);
    const more = [...trust, ...Object.entries(files)].map(([path, bytes]) => [REGISTRY_FOLDER + path, bytes] as const);
    const path = `${REGISTRY_FOLDER}registry.json`;
    const written = JSON.parse(new TextDecoder().decode(new Map(own).get(path))) as RegistryConfig;
    const policy = {
      ...written.policy,
      allow_http_loopback: true,
      reviewers: [{ github_id: people.rosa.id, login: people.rosa.login }],
      bots: [people.bot.id, ...bots],
    };
    await forge.createRepository({
      owner: BASE.owner,
      name: BASE.repo,
      message: "Begin",
      collaborators: [people.bot.login, people.rosa.login],
      files: {
        ...Object.fromEntries([...own, ...more]),
        [path]: JSON.stringify({ ...written, policy, ...url, ...config }),
      },
    });
    return new PublisherKit(forge, root, keys, server);
  }

  /** Where the store is served, with a final slash. */
  get storeUrl(): string {
    if (this.#server === null) throw new TypeError("the registry has no store");
    return `${this.#server.url}/`;
  }

  /** Runs a command as the user, in the project. */
  run(argv: readonly string[], env: Environment = {}, cwd = this.project): Promise<CliRun> {
    return this.runSaying(argv, env, () => undefined, cwd);
  }

  /** As {@link run}; `onTalk` hears what it says meanwhile, and `interrupt` is Ctrl-C. */
  runSaying(
    argv: readonly string[],
    env: Environment,
    onTalk: (text: string) => void,
    cwd = this.project,
    interrupt?: AbortSignal,
  ): Promise<CliRun> {
    const { home, user: who, forge } = this;
    const own = { MOSIS_HOME: home, MOSIS_API_URL: forge.apiUrl, GH_TOKEN: who.token, PATH: "/usr/bin:/bin" };
    return runInMemory(argv, { cwd, env: { ...own, ...env }, onTalk, ...(interrupt && { interrupt }) });
  }

  /** The document of a command with `--json`. */
  async json(argv: readonly string[], env: Environment = {}, cwd = this.project): Promise<Record<string, unknown>> {
    return jsonOf(await this.run([...argv, "--json"], env, cwd));
  }

  /** Writes the sample app into the project, changed as told. */
  write(manifest: Readonly<Record<string, unknown>> = {}, files: ProjectFiles = {}): void {
    writeSampleProject(this.project, {
      "manifest.json": manifestText({ summary: "A sample.", categories: ["tools"], ...manifest }),
      ...files,
    });
  }

  /** Makes a key, registers the user as grace and lands that. */
  async register(): Promise<void> {
    await this.json(["keys", "generate", "--no-passphrase"]);
    const { pull } = await this.json(["publish", "--register", "--developer", "grace", "--name", "Grace"]);
    await this.mustLand(pull);
  }

  /** Lands what a command says it opened. */
  async mustLand(pull: unknown): Promise<void> {
    const { number } = pull as { readonly number: number };
    const landing = await this.land(number);
    if (landing.outcome !== "landed") throw new Error(`#${number}: ${JSON.stringify(landing, null, 2)}`);
  }

  /** Every pull request, oldest first. */
  async pulls() {
    const { data } = await clientOf(this.forge, people.bot).rest.pulls.list({
      ...BASE,
      state: "all",
      direction: "asc",
      per_page: 100,
    });
    return data;
  }

  async openPulls(): Promise<readonly number[]> {
    return (await this.pulls()).filter(({ state }) => state === "open").map(({ number }) => number);
  }

  /** Reviews and merges as the jobs do, with the reviewer's approval where it is needed. */
  async land(number: number): Promise<Landing> {
    const ports = await this.#ports();
    const first = await landPullRequest(number, ports);
    if (first.outcome !== "waiting") return first;
    const { rest } = clientOf(this.forge, people.rosa);
    const { head } = await ports.forge.pull(number);
    await rest.issues.createComment({ ...BASE, issue_number: number, body: `/approve ${head}` });
    return landPullRequest(number, ports);
  }

  /** Publishes the store as the job does. */
  async publish(): Promise<void> {
    const { forge, repository, remote } = await this.#ports();
    await publishStore(await fetchRef(repository, remote, "refs/heads/main"), {
      repository,
      mirror: await openMirror(join(this.#root, "mirror")),
      target: folderTarget(join(this.#root, "published")),
      record: forgeRecord(forge, repository, remote),
      keys: this.#keys,
      buildSite: null,
      now: new Date(),
    });
  }

  /** Writes the record of publishing, or as much of one as a test needs. */
  async remember(record: object): Promise<void> {
    const { forge } = await this.#ports();
    const bytes = new TextEncoder().encode(JSON.stringify(record));
    await forge.commit(PUBLISHED.ref, [{ path: PUBLISHED.file, bytes }], "Publish");
  }

  /** Sets labels as the jobs do. */
  async label(number: number, ...labels: readonly string[]): Promise<void> {
    await clientOf(this.forge, people.bot).rest.issues.setLabels({
      ...BASE,
      issue_number: number,
      labels: [...labels],
    });
  }

  async #ports() {
    const repository = await openRepository(join(this.#root, "clone.git"));
    const remote = { url: `${this.forge.url}/${BASE.owner}/${BASE.repo}.git`, token: people.bot.token };
    const forge = githubForge(clientOf(this.forge, people.bot), BASE);
    return { forge, repository, remote, now: new Date(), checker: checkHere };
  }

  async end(): Promise<void> {
    await Promise.all([this.forge.close(), this.#server?.close()]);
    rmSync(this.#root, { recursive: true, force: true });
  }
}
