import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Actor, Grant } from "./access.ts";
import { createApps, type ForgeApp } from "./apps.ts";
import { type Backend, createBackend, findAccount, findRepository, sameName } from "./backend.ts";
import { catchUp } from "./catch-up.ts";
import { deviceLoginRoutes } from "./device-login.ts";
import { createLinks } from "./links.ts";
import { isLogin } from "./names.ts";
import { createRateLimits } from "./rate-limit.ts";
import type { Account } from "./records.ts";
import { commitDirectly, createRepository, mustFind, type NewCommit, type NewRepository } from "./seeding.ts";
import { createListener, type Fault, type ForgeRequest, type Listener } from "./serve.ts";
import { openStore } from "./store.ts";
import { deliverWebhooks } from "./webhooks.ts";

export type { ForgeRequest, NewCommit, NewRepository };

export interface ForgeUser {
  readonly id: number;
  readonly login: string;
  readonly token: string;
  /** A Bot is an App's account: it alone may write check runs. */
  readonly type?: "User" | "Bot";
}

/** Whose the token of a workflow run is; the token given here is nobody's. */
export const ACTIONS_BOT: ForgeUser = {
  id: 41_898_282,
  login: "github-actions[bot]",
  token: randomBytes(18).toString("hex"),
  type: "Bot",
};

export interface ForgeOptions {
  /** Folder of the bare repositories and the state; a forge started on it again goes on where the last one stopped. */
  readonly root: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly users: readonly ForgeUser[];
  readonly clock?: () => Date;
  readonly apps?: readonly ForgeApp[];
  /** Requests a token (or strangers together) may make an hour before they are refused; never, when left out. */
  readonly requestsPerHour?: number;
  /** Cuts connections; none when left out. */
  readonly fault?: Fault;
}

/** A GitHub of one's own on real bare Git repositories. */
export interface Forge {
  readonly url: string;
  /** `baseUrl` of an octokit client. */
  readonly apiUrl: string;
  /** Every request answered since the start, in the order of the answers. */
  readonly requests: readonly ForgeRequest[];
  hasRepository(owner: string, name: string): boolean;
  createRepository(repository: NewRepository): Promise<void>;
  /** Commits to a branch as its owner would push; pull requests follow. Returns the commit. */
  commit(commit: NewCommit): Promise<string>;
  gitDir(owner: string, name: string): string;
  /** What executes workflows works on. */
  readonly backend: Backend;
  /** Lets an App's account do what the grant says with the token it gives, until it is taken back. */
  grant(login: string, grant: Grant): { readonly token: string; revoke(): void };
  /** Resolves when every webhook of what happened so far is sent. */
  hooksAreSent(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a forge on 127.0.0.1. Throws when a user is not the one the folder's state knows by that id or login. */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const root = resolve(options.root);
  const clock = options.clock ?? (() => new Date());
  await mkdir(join(root, "home"), { recursive: true });
  const store = await openStore(join(root, "state.json"));
  const tokens = registerUsers(store.state.accounts, [
    ...options.users,
    ACTIONS_BOT,
    ...(options.apps ?? []).map(appUser),
  ]);
  const server = createServer();
  const url = await listen(server, options.port ?? 0);
  const backend = createBackend({ root, store, links: createLinks(url), clock });
  const requests: ForgeRequest[] = [];
  const apps = createApps(options.apps ?? [], clock);
  const hooksAreSent = deliverWebhooks(backend);
  const tokenOf = (login: string) => options.users.find((user) => user.login === login)?.token;
  const listener = createListener({
    backend,
    limits: createRateLimits(options.requestsPerHour ?? null, clock),
    loginRoutes: deviceLoginRoutes({ tokenOf, clock }),
    accountOf: (token) => tokens.get(token) ?? apps.actorOf(token),
    appRoutes: apps.routes,
    log: (request) => void requests.push(request),
    fault: options.fault ?? (() => null),
  });
  const running = serveRequests(server, listener);
  const close = async () => {
    await hooksAreSent();
    await stop(server, running, backend);
  };
  await catchUp(backend)
    .then(() => store.save())
    .catch(async (error: unknown) => {
      await close();
      throw error;
    });
  return {
    url,
    apiUrl: backend.links.api,
    requests,
    hasRepository: (owner, name) => findRepository(backend, owner, name) !== null,
    createRepository: (repository) => createRepository(backend, repository),
    commit: (commit) => commitDirectly(backend, commit),
    gitDir: (owner, name) => backend.git(mustFind(backend, owner, name)).dir,
    backend,
    hooksAreSent,
    grant(login, grant) {
      const account = findAccount(backend, login);
      if (account === null) throw new Error(`There is no ${login}.`);
      const token = `ghs_${randomBytes(18).toString("hex")}`;
      tokens.set(token, { ...account, grant });
      return { token, revoke: () => void tokens.delete(token) };
    },
    close,
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

/** The requests being worked on. */
function serveRequests(server: Server, listener: Listener): ReadonlySet<Promise<void>> {
  const running = new Set<Promise<void>>();
  server.on("request", (request, response) => {
    const work = listener(request, response).finally(() => running.delete(work));
    running.add(work);
  });
  return running;
}

/** Cuts connections, but lets Git finish, so that the folder can be used or removed afterwards. */
async function stop(server: Server, running: ReadonlySet<Promise<void>>, { store }: Backend): Promise<void> {
  const closed = new Promise<void>((done, fail) =>
    server.close((error) => (error === undefined ? done() : fail(error))),
  );
  server.closeAllConnections();
  await closed;
  await Promise.all(running);
  await store.save();
}

/** The account of an App, which nobody logs in to. */
function appUser({ slug, accountId }: ForgeApp): ForgeUser {
  return { id: accountId, login: `${slug}[bot]`, token: randomBytes(18).toString("hex"), type: "Bot" };
}

/** Adds new users to the known accounts; returns who comes in with which token. */
function registerUsers(accounts: Account[], users: readonly ForgeUser[]): Map<string, Actor> {
  const entries = users.map(({ id, login, token, type = "User" }) => {
    if (!isLogin(login)) throw new TypeError(`Not a login: ${JSON.stringify(login)}`);
    const known = accounts.find((each) => each.id === id || sameName(each.login, login));
    if (known !== undefined && (known.id !== id || known.login !== login || known.type !== type)) {
      throw new Error(
        `The forge knows ${known.type} ${known.login} (${known.id}), which ${type} ${login} (${id}) is not.`,
      );
    }
    const account = known ?? { id, login, type };
    if (known === undefined) accounts.push(account);
    return [token, account] as const;
  });
  return new Map(entries);
}
