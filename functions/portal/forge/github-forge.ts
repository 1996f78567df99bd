import { App, Octokit } from "octokit";

import { type Forge, type ForgePull, ForgeUnavailable } from "./forge-port.ts";
import { REGISTRY_FOLDER } from "../../../src/core/registry/paths.ts";

/** A GitHub App that is installed in the registry's repository, with write access to contents, pull requests and nothing else. */
export interface ForgeApp {
  /** Such as `https://api.github.com`. */
  readonly apiUrl: string;
  readonly id: number;
  /** PEM. */
  readonly privateKey: string;
  readonly registry: { readonly owner: string; readonly repo: string };
}

const MAIN = "main";
const COMMENTS = 100;
const FAILURES: ReadonlySet<string | null> = new Set(["failure", "timed_out", "action_required"]);
/** What the registry's machine begins or ends its report with. */
const REPORT = /(?:^|\n)<!-- mosis:review [^\n]*-->\s*(?:\n|$)/;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** The registry through GitHub's REST API, as an App. It neither waits nor retries: whoever asked can ask again. */
export function githubForge({ apiUrl, id, privateKey, registry }: ForgeApp): Forge {
  const options = { baseUrl: apiUrl, log: SILENT, retry: { enabled: false }, throttle: { enabled: false } };
  const app = new App({ appId: id, privateKey, Octokit: Octokit.defaults(options) });
  const installed = remembered(async () => {
    const { data } = await app.octokit.request("GET /repos/{owner}/{repo}/installation", { ...registry });
    return app.getInstallationOctokit(data.id);
  });
  const account = remembered(async () => {
    const { data } = await app.octokit.request("GET /app");
    const { data: bot } = await (await installed()).rest.users.getByUsername({ username: `${data?.slug ?? ""}[bot]` });
    return bot.id;
  });
  return {
    account: () => asked(account),
    read: (path) =>
      asked(async () => {
        const { rest } = await installed();
        const at = { ...registry, path: REGISTRY_FOLDER + path, ref: MAIN, mediaType: { format: "raw" } };
        const answer = await orNull(rest.repos.getContent(at));
        // With this media type it is the file itself, whatever the types say.
        const raw: unknown = answer?.data ?? null;
        if (raw === null) return null;
        return typeof raw === "string" ? new TextEncoder().encode(raw) : new Uint8Array(raw as ArrayBuffer);
      }),
    list: (path) =>
      asked(async () => {
        const { rest } = await installed();
        const answer = await orNull(rest.repos.getContent({ ...registry, path: REGISTRY_FOLDER + path, ref: MAIN }));
        return Array.isArray(answer?.data) ? answer.data.map(({ name }) => name) : [];
      }),
    openSubmission: (plan) => asked(async () => openPull((await installed()).rest, registry, plan)),
    submission: (number) => asked(async () => lookAt((await installed()).rest, registry, number)),
    close: (number, why) =>
      asked(async () => {
        const { rest } = await installed();
        await rest.issues.createComment({ ...registry, issue_number: number, body: why });
        await rest.pulls.update({ ...registry, pull_number: number, state: "closed" });
      }),
  };
}

type Rest = Octokit["rest"];

/** One commit on main's tip, on a branch of its own whose name holds the digest of what is on it: what a run left half done is gone on with. */
async function openPull(
  rest: Rest,
  registry: ForgeApp["registry"],
  { branch, title, body, files }: Parameters<Forge["openSubmission"]>[0],
): Promise<{ readonly number: number; readonly url: string }> {
  const { data: main } = await rest.repos.getBranch({ ...registry, branch: MAIN });
  const tree = files.map(({ path, text }) => ({ path, mode: "100644", type: "blob", content: text }) as const);
  const base = main.commit.commit.tree.sha;
  const { data: written } = await rest.git.createTree({ ...registry, base_tree: base, tree });
  const parents = [main.commit.sha];
  const { data: commit } = await rest.git.createCommit({ ...registry, message: title, tree: written.sha, parents });
  const ref = { ...registry, ref: `refs/heads/${branch}`, sha: commit.sha };
  await unlessRefused(rest.git.createRef(ref), /reference already exists/i);
  const opened = await unlessRefused(
    rest.pulls.create({ ...registry, head: branch, base: MAIN, title, body }),
    /pull request already exists/i,
  );
  if (opened !== null) return { number: opened.data.number, url: opened.data.html_url };
  const head = `${registry.owner}:${branch}`;
  const { data: found } = await rest.pulls.list({ ...registry, head, base: MAIN, state: "open" });
  const [first] = found;
  if (first === undefined) throw new ForgeUnavailable(`The branch ${branch} has a pull request that cannot be found.`);
  return { number: first.number, url: first.html_url };
}

async function lookAt(rest: Rest, registry: ForgeApp["registry"], number: number): Promise<ForgePull | null> {
  const answer = await orNull(rest.pulls.get({ ...registry, pull_number: number }));
  if (answer === null) return null;
  const { data: pull } = answer;
  const isOpen = pull.state === "open";
  const [comments, runs] = await Promise.all([
    rest.issues.listComments({ ...registry, issue_number: number, per_page: COMMENTS }),
    isOpen ? rest.checks.listForRef({ ...registry, ref: pull.head.sha }) : null,
  ]);
  // A marker in anybody else's comment is only text.
  const report = comments.data.findLast(({ user, body = "" }) => user?.type === "Bot" && REPORT.test(body));
  const checks = runs?.data.check_runs ?? [];
  return {
    number,
    url: pull.html_url,
    title: pull.title,
    state: isOpen ? "open" : pull.merged ? "merged" : "closed",
    labels: pull.labels.map(({ name }) => name),
    report: report?.body?.replace(REPORT, "\n").trim() ?? null,
    checks: checks.flatMap(({ name, status, conclusion, output }): ForgePull["checks"] => {
      const said = { name, title: output.title ?? "" };
      if (status !== "completed") return [{ ...said, state: "running" }];
      return FAILURES.has(conclusion) ? [{ ...said, state: "failed" }] : [];
    }),
  };
}

/** Asks once; a failure is forgotten. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | null = null;
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof ForgeUnavailable || !(cause instanceof Error)) throw cause;
    const status = statusOf(cause);
    throw new ForgeUnavailable(status === null ? cause.message : `it answered ${status}: ${cause.message}`, { cause });
  }
}

async function orNull<T>(request: Promise<T>): Promise<T | null> {
  return request.catch((error: unknown) => {
    if (statusOf(error) === 404) return null;
    throw error;
  });
}

async function unlessRefused<T>(request: Promise<T>, message: RegExp): Promise<T | null> {
  return request.catch((error: unknown) => {
    if (statusOf(error) === 422 && error instanceof Error && message.test(error.message)) return null;
    throw error;
  });
}

function statusOf(error: unknown): number | null {
  const { status } = error as { readonly status?: unknown };
  return typeof status === "number" ? status : null;
}
