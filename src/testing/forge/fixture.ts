import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Octokit } from "octokit";
import type { RepositoryName } from "../../node/forge-commit.ts";
import { type Forge, type ForgeOptions, type ForgeUser, startForge } from "./forge.ts";

export const KEEPER: ForgeUser = { id: 11, login: "keeper", token: "token-of-keeper" };
export const DEV: ForgeUser = { id: 12, login: "dev", token: "token-of-dev" };
export const EVE: ForgeUser = { id: 13, login: "eve", token: "token-of-eve" };
export const ROBOT: ForgeUser = { id: 14, login: "robot[bot]", token: "token-of-robot", type: "Bot" };

export const BASE = { owner: "mosis", repo: "registry" } as const;

export interface World {
  readonly forge: Forge;
  readonly root: string;
  as(user: ForgeUser | null): Octokit;
  /** Stops the forge and starts another on the same folder. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** A forge with one repository, `mosis/registry`, that `keeper` maintains. */
export async function aWorld(options: Partial<ForgeOptions> = {}): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), "forge-"));
  const start = () => startForge({ root, users: [KEEPER, DEV, EVE, ROBOT], ...options });
  let forge = await start();
  await forge.createRepository({
    owner: BASE.owner,
    name: BASE.repo,
    files: { "README.md": "# Registry\n", "apps/one.txt": "one\n", "apps/two.txt": "1\n2\n3\n4\n5\n" },
    message: "Begin",
    date: new Date("2026-01-02T03:04:05Z"),
    collaborators: [KEEPER.login],
  });
  return {
    get forge() {
      return forge;
    },
    root,
    as: (user) => clientOf(forge, user),
    async restart() {
      await forge.close();
      forge = await start();
    },
    async end() {
      await forge.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** An octokit client that neither waits nor retries nor prints. */
export function clientOf(forge: Forge, user: ForgeUser | null): Octokit {
  return new Octokit({
    baseUrl: forge.apiUrl,
    ...(user === null ? {} : { auth: user.token }),
    retry: { enabled: false },
    throttle: { enabled: false },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

/** The status and body of what a call was refused with. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ readonly status: number; readonly message: string; readonly text: string }> {
  const error = await call.then(
    () => null,
    (cause: unknown) => cause as { status: number; response?: { data: { message: string } } },
  );
  if (error === null) throw new Error("The call was not refused.");
  return {
    status: error.status,
    message: error.response?.data.message ?? "",
    text: JSON.stringify(error.response?.data),
  };
}

export interface Proposal {
  readonly branch: string;
  /** Null removes a file. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly title?: string;
}

/** The requests of somebody who forks, commits and opens a pull request without a clone. Returns its number and head. */
export async function propose(
  client: Octokit,
  { branch, files, title = branch }: Proposal,
  base: RepositoryName = BASE,
) {
  const { rest } = client;
  const fork = (await rest.repos.createFork({ ...base })).data;
  const own = { owner: fork.owner.login, repo: fork.name };
  const main = (await rest.git.getRef({ ...own, ref: "heads/main" })).data.object.sha;
  const sha = await commitTo(client, { ...own, parent: main, files, message: title });
  await rest.git.createRef({ ...own, ref: `refs/heads/${branch}`, sha });
  const head = `${own.owner}:${branch}`;
  const pull = (await rest.pulls.create({ ...base, title, head, base: "main", body: `About ${title}` })).data;
  return { number: pull.number, head, sha, main, own, pull };
}

/** A commit through the Git database. Returns its id. */
export async function commitTo(
  { rest }: Octokit,
  at: {
    readonly owner: string;
    readonly repo: string;
    readonly parent: string;
    readonly files: Proposal["files"];
    readonly message: string;
  },
): Promise<string> {
  const { owner, repo, parent, message } = at;
  const tree = Object.entries(at.files).map(([path, content]) => ({
    path,
    mode: "100644" as const,
    type: "blob" as const,
    ...(content === null ? { sha: null } : { content }),
  }));
  const base_tree = (await rest.git.getCommit({ owner, repo, commit_sha: parent })).data.tree.sha;
  const written = (await rest.git.createTree({ owner, repo, base_tree, tree })).data.sha;
  return (await rest.git.createCommit({ owner, repo, message, tree: written, parents: [parent] })).data.sha;
}
