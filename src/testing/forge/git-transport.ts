import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createGunzip } from "node:zlib";
import { type Actor, canWrite } from "./access.ts";
import { type Backend, findRepository } from "./backend.ts";
import { watchRefs } from "./branches.ts";
import { followRefChange } from "./ref-changes.ts";
import type { RepositoryRecord } from "./records.ts";

export interface GitRequest {
  readonly owner: string;
  readonly name: string;
  /** `info/refs`, `git-upload-pack` or `git-receive-pack`. */
  readonly service: string;
  readonly url: URL;
}

/** The parts of a smart HTTP address, with or without `.git`; null when it is none. */
export function parseGitUrl(url: URL): GitRequest | null {
  const match = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  if (match === null) return null;
  const [, owner = "", name = "", service = ""] = match;
  return { owner, name, service, url };
}

/** Serves clone, fetch and push over smart HTTP (gitprotocol-http). Anyone reads; who may write, pushes. Returns the status sent. */
export async function serveGit(
  backend: Backend,
  call: GitRequest,
  user: Actor | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const repository = findRepository(backend, call.owner, call.name);
  const isAsked = call.service === "info/refs";
  const service = serviceOf(isAsked ? call.url.searchParams.get("service") : call.service);
  const push = service === "git-receive-pack";
  // Whether a repository exists is not told to strangers.
  if (user === null && (push || repository === null)) return refuse(response, 401, "Authentication required.");
  if (repository === null) return refuse(response, 404, "Repository not found.");
  if (user !== null && push && !mayPush(repository, user)) {
    return refuse(response, 403, `Permission to ${repository.owner}/${repository.name}.git denied to ${user.login}.`);
  }
  if (service === null) return refuse(response, 403, "This forge speaks smart HTTP only.");
  const run = { service, isAsked, dir: backend.git(repository).dir, env: backend.gitEnv };
  if (user === null || !push || isAsked) return stream(run, request, response);
  return backend.locks(repository.network, async () => {
    const changes = await watchRefs(backend, repository);
    // The client hears of its push when pull requests have followed it.
    const finish = async () => {
      for (const change of await changes()) await followRefChange(backend, repository, change, user);
      await backend.store.save();
    };
    return stream(run, request, response, finish);
  });
}

type Service = "git-upload-pack" | "git-receive-pack";

function serviceOf(name: string | null): Service | null {
  return name === "git-upload-pack" || name === "git-receive-pack" ? name : null;
}

function mayPush(repository: RepositoryRecord, user: Actor): boolean {
  const isGranted = user.grant === undefined || user.grant.permissions["contents"] === "write";
  return isGranted && canWrite(repository, user);
}

function refuse(response: ServerResponse, status: number, message: string): number {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    ...(status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {}),
  });
  response.end(message);
  return status;
}

interface ServiceRun {
  readonly service: Service;
  /** For what it has, before it is told what to do. */
  readonly isAsked: boolean;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
}

function stream(
  { service, isAsked, dir, env }: ServiceRun,
  request: IncomingMessage,
  response: ServerResponse,
  beforeEnd: () => Promise<void> = async () => {},
): Promise<number> {
  const protocol = String(request.headers["git-protocol"] ?? "");
  const args = [service.slice("git-".length), "--stateless-rpc", ...(isAsked ? ["--advertise-refs"] : []), dir];
  const child = spawn("git", args, { windowsHide: true, env: { ...env, GIT_PROTOCOL: protocol } });
  response.writeHead(200, {
    "content-type": `application/x-${service}-${isAsked ? "advertisement" : "result"}`,
    "cache-control": "no-cache",
  });
  if (isAsked && !protocol.includes("version=2")) response.write(`${packetLine(`# service=${service}\n`)}0000`);
  const body = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
  body.on("error", () => child.kill());
  body.pipe(child.stdin);
  child.stdout.on("data", (chunk: Buffer) => response.write(chunk));
  response.on("close", () => child.kill());
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.stdin.on("error", () => {});
    child.on("close", () => {
      beforeEnd().then(() => {
        response.end();
        resolve(response.statusCode);
      }, reject);
    });
  });
}

function packetLine(text: string): string {
  return (text.length + 4).toString(16).padStart(4, "0") + text;
}
