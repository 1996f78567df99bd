import type { Backend } from "./backend.ts";
import { ApiError } from "./api-error.ts";
import type { Answer, Call } from "./http.ts";

type Handler = (call: Call, backend: Backend) => Promise<Answer> | Answer;

/** `:name` is one segment of the path, `:name*` the rest of it. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** Changes refs or records: runs alone in its network of forks, and the state is saved after it. */
  readonly exclusive?: true;
  readonly handle: Handler;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route of the table that fits; HEAD is served as GET. */
export function createRouter(routes: readonly Route[]): (method: string, pathname: string) => Match | null {
  const table = routes.map((route) => ({ route, pattern: compile(route.path) }));
  return (method, pathname) => {
    const wanted = method === "HEAD" ? "GET" : method;
    for (const { route, pattern } of table) {
      const found = route.method === wanted ? pattern.exec(pathname) : null;
      if (found !== null) return { route, params: decode(found.groups ?? {}) };
    }
    return null;
  };
}

function compile(path: string): RegExp {
  const source = path.replace(
    /:(\w+)(\*?)/g,
    (_, name: string, rest: string) => `(?<${name}>${rest === "*" ? ".+" : "[^/]+"})`,
  );
  return new RegExp(`^${source}$`);
}

function decode(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch (cause) {
    if (cause instanceof URIError) throw new ApiError(400, "Bad Request");
    throw cause;
  }
}
