import { type Repository, repositoryName } from "./forge-address.ts";

/** Characters of an address that browsers and GitHub's servers take. */
const MAX_CHARS = 8000;

/**
 * GitHub's page for a new file, filled in, from which somebody without a token opens the pull request by hand; null when it is
 * more than one file, or too much for an address.
 */
export function newFilePage(
  webUrl: string,
  registry: Repository,
  files: readonly { readonly path: string; readonly text: string }[],
): string | null {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) return null;
  const query = `filename=${encodeURIComponent(file.path)}&value=${encodeURIComponent(file.text)}`;
  const url = `${webUrl}/${repositoryName(registry)}/new/main?${query}`;
  return url.length <= MAX_CHARS ? url : null;
}
