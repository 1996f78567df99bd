/** A repository on a forge. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** Where the registry is that everybody means who says nothing else. */
export const PUBLIC_REGISTRY: Repository = { owner: "mosis", repo: "registry" };
export const GITHUB_API = "https://api.github.com";

const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const NAME = /^[A-Za-z0-9._-]{1,100}$/;
const ENTERPRISE_PATH = "/api/v3";

/** `owner/name` as GitHub writes repositories; null for anything else. */
export function parseRepository(text: string): Repository | null {
  const [owner = "", repo = "", ...more] = text.split("/");
  if (more.length > 0 || !OWNER.test(owner) || !NAME.test(repo) || /^\.{1,2}$/.test(repo)) return null;
  return { owner, repo };
}

/** As {@link parseRepository} reads it. */
export function repositoryName({ owner, repo }: Repository): string {
  return `${owner}/${repo}`;
}

/**
 * The address of a forge's API without a final slash; null when it is none. A token goes there, so it must be https, or this very
 * machine.
 */
export function parseApiUrl(text: string): string | null {
  const match = /^(https?):\/\/([A-Za-z0-9.-]+)(:\d{1,5})?(\/[A-Za-z0-9._/-]*)?$/.exec(text);
  if (match === null) return null;
  const [, scheme, host = ""] = match;
  if (scheme !== "https" && !LOOPBACK.has(host)) return null;
  return text.replace(/\/+$/, "");
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost"]);

/** Where people look at what an API is about: of GitHub itself, or of an Enterprise server. */
export function webUrlOf(apiUrl: string): string {
  if (apiUrl === GITHUB_API) return "https://github.com";
  return apiUrl.endsWith(ENTERPRISE_PATH) ? apiUrl.slice(0, -ENTERPRISE_PATH.length) : apiUrl;
}
