import type { RegistryChoice } from "./choose-registry.ts";
import type { ForgeAccount } from "./forge-session.ts";
import type { BuiltPackage, ReadyPackage, Stopped } from "./prepare-package.ts";
import { type Picture, readPictures, type VersionOptions } from "./publish-sources.ts";
import { signVersion, versionDraft } from "./version-draft.ts";
import { planOrRefuse } from "./plan-or-refuse.ts";
import { echo } from "../../core/findings/finding.ts";
import type { Standing } from "../../core/publish/compose-version.ts";
import { parseRepository, type Repository, webUrlOf } from "../../core/publish/forge-address.ts";
import type { OpenSubmission, PlannedUpload, SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { plannedUpload, type UploadPlace } from "../../core/publish/release-place.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { urlProblem } from "../../core/review/fetched.ts";
import { CliError } from "../errors/cli-error.ts";
import { formatBytes } from "../render/text.ts";
import type { PassphraseSources } from "../keys/passphrase.ts";

/** Values of options that matter to a version. */
export interface PublishOptions extends VersionOptions {
  readonly key: string | undefined;
  readonly repository: string | undefined;
  readonly "package-url": string | undefined;
}

/** What is known before a version is planned. */
export interface VersionScene extends Omit<Standing, "registry"> {
  readonly choice: RegistryChoice;
  readonly config: RegistryConfig;
  /** Null where nobody is signed in. */
  readonly account: Pick<ForgeAccount, "login"> | null;
  readonly open: readonly OpenSubmission[];
}

/** A file to upload. */
export interface UploadFile {
  readonly upload: PlannedUpload;
  readonly bytes: Uint8Array;
}

/** A plan, and the bytes of what it uploads. */
export interface PlannedVersion {
  readonly plan: SubmissionPlan;
  readonly uploads: readonly UploadFile[];
  readonly ready: ReadyPackage;
  readonly keyid: string;
}

/** Signs a version and plans its submission; null when the registry has it already. */
export async function planVersion(
  built: BuiltPackage,
  options: PublishOptions,
  scene: VersionScene,
  sources: PassphraseSources,
): Promise<PlannedVersion | Stopped | null> {
  const { manifest } = built.opened;
  const signed = await signVersion(built, options.key, scene, sources);
  if ("stopped" in signed) return signed;
  const { ready } = signed;
  const pictures = scene.app === null ? await readPictures(sources.cwd, manifest) : [];
  const elsewhere = options["package-url"];
  // Only what is released needs to know where.
  const place = elsewhere !== undefined && pictures.length === 0 ? null : uploadPlace(options.repository, scene, ready);
  const shown = place === null ? [] : pictures.map((picture) => released(place, picture.stem, picture));
  const packed = place === null || elsewhere !== undefined ? [] : [releasedPackage(place, ready)];
  const url = elsewhere ?? packed[0]?.upload.url ?? "";
  // Before anything is sent there, and a token with it.
  for (const each of [url, ...shown.map(({ upload }) => upload.url)]) requireHost(each, scene.config);
  if (elsewhere !== undefined) requireSigned(elsewhere, built, ready);
  const uploads = [...packed, ...shown];
  const draft = await versionDraft(signed, options, scene, {
    cwd: sources.cwd,
    url,
    screenshots: shown.map(({ upload }) => ({ url: upload.url, length: upload.length, sha256: upload.sha256 })),
    uploads: uploads.map(({ upload }) => upload),
  });
  if (draft === null) return null;
  return { plan: planOrRefuse(draft, scene.open), uploads, ready, keyid: signed.signer.key.keyid };
}

/** The registry's upload endpoint, unless a repository is named or the token is not to be shown there; else a release. */
function uploadPlace(
  given: string | undefined,
  { choice, config, account }: VersionScene,
  { manifest }: ReadyPackage,
): UploadPlace {
  const { upload_url: uploadUrl } = config;
  if (uploadUrl !== undefined && given === undefined && account !== null && choice.isOwnChoice) return { uploadUrl };
  const own = account === null ? null : { owner: account.login, repo: OWN_REPOSITORY };
  const repository = given === undefined ? own : ownRepository(given);
  if (repository === null) {
    const message = "Nobody is signed in, so it is not clear where the package will lie.";
    throw new CliError(
      "repository-needed",
      message,
      "Name your repository with `--repository OWNER/REPO`, or sign in.",
    );
  }
  return { webUrl: webUrlOf(choice.apiUrl), repository, app: manifest.id, versionCode: manifest.version_code };
}

/** Repository of an account that packages are released in, unless another one is named. */
const OWN_REPOSITORY = "mosis-apps";

function ownRepository(given: string): Repository {
  const repository = parseRepository(given);
  if (repository !== null) return repository;
  throw new CliError(
    "bad-option",
    `\`--repository\` is ${echo(given)}, not OWNER/REPO.`,
    "Name a repository of yours.",
  );
}

function released(place: UploadPlace, stem: string, { suffix, blob, bytes }: Omit<Picture, "stem">): UploadFile {
  return { upload: plannedUpload(place, stem, suffix, blob), bytes };
}

function releasedPackage(place: UploadPlace, { manifest, facts, archive }: ReadyPackage): UploadFile {
  const stem = `${manifest.id}-${manifest.version_code}`;
  return released(place, stem, { suffix: ".mosis", blob: facts.package, bytes: archive });
}

function requireHost(url: string, { policy }: RegistryConfig): void {
  const problem = urlProblem(url, policy);
  if (problem === null) return;
  const fix = "Release it on a host that the registry allows, and name its address with `--package-url`.";
  throw new CliError("package-host", `${echo(url)} ${problem}.`, fix);
}

/** Whoever names an address put the file there as it was. */
function requireSigned(url: string, built: BuiltPackage, ready: ReadyPackage): void {
  if (built.isGiven && ready.archive !== built.archive) {
    const message = `${built.path} is not signed by the key, so what lies at ${echo(url)} is not either.`;
    throw new CliError("package-unsigned", message, "Run `mosis sign` first, and upload the file again.");
  }
}

/** What people are told of a version. */
export function versionLines({ plan, ready, keyid }: Omit<PlannedVersion, "uploads">): readonly string[] {
  const { manifest, archive } = ready;
  return [
    `${plan.subject} ${manifest.version} (${manifest.version_code}), ${formatBytes(archive.length)}`,
    `signed with key ${keyid}`,
    ...plan.uploads.map(({ url }) => `uploads ${url}`),
    ...plan.files.map(({ path }) => `adds ${path}`),
  ];
}
