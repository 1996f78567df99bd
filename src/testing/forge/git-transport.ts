import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
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

/** Serves clone, fetch and push through `git http-backend`. Anyone reads; who may write, pushes. Returns the status sent. */
export async function serveGit(
  backend: Backend,
  call: GitRequest,
  user: Actor | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const repository = findRepository(backend, call.owner, call.name);
  const push = call.service === "git-receive-pack" || call.url.searchParams.get("service") === "git-receive-pack";
  // Whether a repository exists is not told to strangers.
  if (user === null && (push || repository === null)) return refuse(response, 401, "Authentication required.");
  if (repository === null) return refuse(response, 404, "Repository not found.");
  if (user !== null && push && !mayPush(repository, user)) {
    return refuse(response, 403, `Permission to ${repository.owner}/${repository.name}.git denied to ${user.login}.`);
  }
  if (user === null || call.service !== "git-receive-pack") return stream(backend, call, repository, request, response);
  return backend.locks(repository.network, async () => {
    const changes = await watchRefs(backend, repository);
    // The client hears of its push when pull requests have followed it.
    const finish = async () => {
      for (const change of await changes()) await followRefChange(backend, repository, change, user);
      await backend.store.save();
    };
    return stream(backend, call, repository, request, response, finish);
  });
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

function stream(
  backend: Backend,
  { service, url }: GitRequest,
  { owner, name }: RepositoryRecord,
  request: IncomingMessage,
  response: ServerResponse,
  beforeEnd: () => Promise<void> = async () => {},
): Promise<number> {
  const header = (field: string) => String(request.headers[field] ?? "");
  const child = spawn("git", ["http-backend"], {
    windowsHide: true,
    env: {
      ...backend.gitEnv,
      GIT_PROJECT_ROOT: backend.repositoriesDir,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${owner}/${name}.git/${service}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: header("content-type"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      GIT_PROTOCOL: header("git-protocol"),
    },
  });
  request.pipe(child.stdin);
  response.on("close", () => child.kill());
  return new Promise((resolve, reject) => {
    let head: Buffer | null = Buffer.alloc(0);
    child.stdout.on("data", (chunk: Buffer) => {
      if (head === null) return void response.write(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      writeHead(response, head.toString("latin1", 0, end));
      response.write(head.subarray(end + 4));
      head = null;
    });
    child.on("error", reject);
    child.stdin.on("error", () => {});
    child.on("close", () => {
      if (head !== null && !response.headersSent) response.statusCode = 500;
      beforeEnd().then(() => {
        response.end();
        resolve(response.statusCode);
      }, reject);
    });
  });
}

/** CGI headers to HTTP: `Status` is the status, the rest are headers. */
function writeHead(response: ServerResponse, text: string): void {
  const fields = text.split("\r\n").map((line) => {
    const [, name = "", value = ""] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    return [name, value] as const;
  });
  const status = fields.find(([name]) => name.toLowerCase() === "status")?.[1];
  response.statusCode = status === undefined ? 200 : Number.parseInt(status, 10);
  for (const [name, value] of fields) if (name.toLowerCase() !== "status") response.setHeader(name, value);
}
