import type { Reader } from "../i18n/reader.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";

/** How to get a version and check what one got. */
export interface InstallView {
  readonly command: string;
  readonly packageHref: string;
  readonly packageDigest: string;
  readonly contentDigest: string;
  /** Commands that fetch, hash and open the package, one a line. */
  readonly verify: readonly string[];
}

/** @param storeUrl as the registry names it */
export function installView(
  id: string,
  version: Pick<IndexedVersion, "version_code" | "package" | "content_digest">,
  storeUrl: string,
  { routes }: Reader,
): InstallView {
  const base = storeUrl.replace(/\/+$/, "");
  const file = `${id}-${version.version_code}.mosis`;
  return {
    command: `mosis device install ${id} --store ${base}`,
    packageHref: routes.file(version.package.path),
    packageDigest: version.package.sha256,
    contentDigest: version.content_digest,
    verify: [
      `curl -o ${file} ${base}/${version.package.path}`,
      `sha256sum ${file}`,
      `mosis verify ${file}`,
      `mosis inspect ${file}`,
    ],
  };
}
