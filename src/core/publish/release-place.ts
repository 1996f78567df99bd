import type { PlannedUpload } from "./plan-submission.ts";
import { type Repository, repositoryName } from "./forge-address.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import type { BlobReference } from "../registry/package-facts.ts";

/** Where the files of a version go. */
export type UploadPlace = ReleasePlace | EndpointPlace;

/** A registry's upload endpoint. */
export interface EndpointPlace {
  /** Address that every file's begins with. */
  readonly uploadUrl: string;
}

/** The release of a developer's own repository. */
export interface ReleasePlace {
  /** Address of the forge's pages. */
  readonly webUrl: string;
  readonly repository: Repository;
  readonly app: AppId;
  readonly versionCode: VersionCode;
}

/** Digits of a digest that tell the files of one release apart. */
const DIGITS = 12;

/**
 * Where a file will lie once it is released. Names hold digits of the content, so a file that is there under its name is the right
 * one, and what another submission refers to is never replaced. An endpoint names them by their whole digest.
 */
export function plannedUpload(place: UploadPlace, stem: string, suffix: string, blob: BlobReference): PlannedUpload {
  if ("uploadUrl" in place) {
    const name = `${blob.sha256}${suffix}`;
    return { to: "registry", name, url: place.uploadUrl + name, ...blob };
  }
  const { webUrl, repository, app, versionCode } = place;
  const tag = `${app}-${versionCode}`;
  const name = `${stem.replaceAll(/[^A-Za-z0-9._-]+/g, "-")}-${blob.sha256.slice(0, DIGITS)}${suffix}`;
  const own = repositoryName(repository);
  return {
    to: "release",
    repository: own,
    tag,
    name,
    url: `${webUrl}/${own}/releases/download/${tag}/${name}`,
    ...blob,
  };
}
