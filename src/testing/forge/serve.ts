import type { IncomingMessage, ServerResponse } from "node:http";
import { type Actor, readToken } from "./access.ts";
import { ApiError, notFound } from "./api-error.ts";
import { apiRoutes } from "./api.ts";
import { type Backend, findRepository } from "./backend.ts";
import { parseGitUrl, serveGit } from "./git-transport.ts";
import { type Answer, bytesOf, type Call, failure, parseJson, readBody, send } from "./http.ts";
import { requirePermission } from "./permissions.ts";
import type { RateLimits } from "./rate-limit.ts";
import { createRouter, type Match, type Route } from "./router.ts";
import { downloadRoutes, uploadRoutes } from "./routes/assets.ts";
import { pageRoutes } from "./routes/pages.ts";
import { storageRoutes } from "./routes/artifacts.ts";

export interface ForgeRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Login, null for a stranger. */
  readonly user: string | null;
  /** Bytes of the request's body and of the answer's, as far as both were read and written by the API. */
  readonly received: number;
  readonly sent: number;
}

/** Cuts the connection of a request: before anything is done, or after it is done and before anybody hears of it. */
export type Fault = (request: Pick<ForgeRequest, "method" | "path">) => "before" | "after" | null;

export interface ServeOptions {
  readonly backend: Backend;
  readonly limits: RateLimits;
  readonly loginRoutes: readonly Route[];
  readonly appRoutes: readonly Route[];
  readonly accountOf: (token: string) => Actor | null;
  readonly log: (request: ForgeRequest) => void;
  readonly fault: Fault;
}

const API = "/api/v3";
const UPLOADS = "/api/uploads";

/** Resolves when the request is done with; never rejects. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The request listener: Git, API, uploads and pages by address. */
export function createListener(options: ServeOptions): Listener {
  const { backend, limits, log, fault } = options;
  const find = createFinder(options);
  return async (request, response) => {
    const method = request.method ?? "GET";
    const path = request.url ?? "/";
    let user: Actor | null = null;
    const note = (status: number, received = 0, sent = 0) =>
      log({ method, path, status, user: user?.login ?? null, received, sent });
    const cut = fault({ method, path });
    if (cut === "before") return void request.socket.destroy();
    try {
      const url = readUrl(path, backend.links.web);
      user = identify(options, request);
      const git = parseGitUrl(url);
      if (git !== null) return note(await serveGit(backend, git, user, request, response));
      const headers = url.pathname.startsWith(`${API}/`) ? limits.take(readToken(request.headers)) : {};
      const answer = await answerRequest(backend, find, { request, method, url, user }).catch(asFailure);
      if (cut === "after") return void request.socket.destroy();
      note(answer.status, Number(request.headers["content-length"] ?? 0), bytesOf(answer));
      send(request, response, { ...answer, headers: { ...headers, ...answer.headers } });
    } catch (error) {
      const answer = asFailure(error);
      note(answer.status);
      if (response.headersSent) response.destroy();
      else send(request, response, answer);
    }
  };
}

type Finder = (
  method: string,
  pathname: string,
) => { readonly area: "api" | "uploads" | "web"; readonly match: Match | null };

function createFinder({ loginRoutes, appRoutes }: Pick<ServeOptions, "loginRoutes" | "appRoutes">): Finder {
  const api = createRouter([...appRoutes, ...apiRoutes]);
  const uploads = createRouter(uploadRoutes);
  const web = createRouter([...downloadRoutes, ...storageRoutes, ...loginRoutes, ...pageRoutes]);
  return (method, pathname) => {
    if (pathname.startsWith(`${API}/`)) return { area: "api", match: api(method, pathname.slice(API.length)) };
    if (pathname.startsWith(`${UPLOADS}/`))
      return { area: "uploads", match: uploads(method, pathname.slice(UPLOADS.length)) };
    return { area: "web", match: web(method, pathname) };
  };
}

interface Incoming extends Pick<Call, "method" | "url" | "user"> {
  readonly request: IncomingMessage;
}

async function answerRequest(backend: Backend, find: Finder, { request, ...call }: Incoming): Promise<Answer> {
  const bytes = await readBody(request);
  const { area, match } = find(call.method, call.url.pathname);
  const writes = call.method !== "GET" && call.method !== "HEAD";
  // GitHub tells strangers that they are strangers before it tells anybody that there is nothing.
  if (area !== "web" && writes && call.user === null) throw new ApiError(401, "Requires authentication");
  if (match === null) throw notFound();
  const body = area === "api" && writes ? parseJson(bytes) : {};
  return handle(backend, match, { ...call, headers: request.headers, params: match.params, bytes, body });
}

async function handle(backend: Backend, { route, params }: Match, call: Call): Promise<Answer> {
  const run = async () => route.handle(call, backend);
  const { owner = "", repo = "" } = params;
  const repository = findRepository(backend, owner, repo);
  const isWrite = call.method !== "GET" && call.method !== "HEAD";
  if (repository !== null && isWrite) {
    requirePermission(call.user, repository, call.url.pathname.split(`/repos/${owner}/${repo}`)[1] ?? "");
  }
  if (route.exclusive === undefined || repository === null) return run();
  return backend.locks(repository.network, async () => {
    const answer = await run();
    await backend.store.save();
    return answer;
  });
}

function readUrl(path: string, base: string): URL {
  if (!path.startsWith("/") || !URL.canParse(`${base}${path}`)) throw new ApiError(400, "Bad Request");
  return new URL(`${base}${path}`);
}

function identify({ accountOf }: ServeOptions, { headers }: IncomingMessage): Actor | null {
  const token = readToken(headers);
  if (token === null) return null;
  const account = accountOf(token);
  if (account === null) throw new ApiError(401, "Bad credentials", [], { "www-authenticate": 'Basic realm="GitHub"' });
  return account;
}

function asFailure(error: unknown): Answer {
  if (error instanceof ApiError) return failure(error);
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return failure(new ApiError(500, `The forge failed: ${message}`));
}
