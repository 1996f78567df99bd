import { checkFiles } from "./check-files.ts";
import { chooseSigner } from "./choose-signer.ts";
import { otherOwner } from "./developer-of.ts";
import { type BuiltPackage, type ReadyPackage, signBuilt, type Stopped } from "./prepare-package.ts";
import { readListings, versionChoice, type VersionOptions } from "./publish-sources.ts";
import { composeVersion, type NewVersion, publishingKeys, type Standing } from "../../core/publish/compose-version.ts";
import type { PlannedUpload, SubmissionDraft } from "../../core/publish/plan-submission.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { KeySigner } from "../../node/key-file.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { CliError } from "../errors/cli-error.ts";
import type { PassphraseSources } from "../keys/passphrase.ts";

/** A package as it will be published, and the key that signed it. */
export interface SignedVersion {
  readonly ready: ReadyPackage;
  readonly signer: KeySigner;
}

/** Signs a package with a key that may sign all of its version, too. */
export async function signVersion(
  built: BuiltPackage,
  key: string | undefined,
  { developer, app }: Pick<Standing, "developer" | "app">,
  sources: PassphraseSources,
): Promise<SignedVersion | Stopped> {
  const { manifest } = built.opened;
  const isNew = app === null;
  const stored = await listKeys(keysFolder(sources.env));
  const what = `${isNew ? "the first version" : "a version"} of ${manifest.id}`;
  const able = publishingKeys(developer, manifest, isNew, nodeCrypto.sha256);
  const signer = await chooseSigner(key, stored, { able, developer, what }, sources);
  const ready = signBuilt(built, signer, stored, sources.terminal);
  return "stopped" in ready ? ready : { ready, signer };
}

/** Where the files of a version lie, or will. */
export interface VersionPlaces extends Pick<NewVersion, "url" | "screenshots"> {
  /** Of the project, whose `store` folder has the texts of a new app. */
  readonly cwd: string;
  readonly uploads: readonly PlannedUpload[];
}

/** Writes and signs the documents of a version; null when the registry has it already. */
export async function versionDraft(
  { ready, signer }: SignedVersion,
  options: VersionOptions,
  scene: Omit<Standing, "registry"> & { readonly config: RegistryConfig },
  { cwd, url, screenshots, uploads }: VersionPlaces,
): Promise<SubmissionDraft | null> {
  const { manifest, facts } = ready;
  const { developer, app, config } = scene;
  const isNew = app === null;
  const composed = composeVersion(
    { ...scene, registry: config.name },
    {
      manifest,
      facts,
      url,
      choice: versionChoice(options, manifest),
      listings: isNew ? await readListings(cwd, manifest) : [],
      screenshots,
    },
    signer,
    nodeCrypto.sha256,
  );
  if (!composed.ok) {
    if (composed.problem === "published") return null;
    if (composed.problem === "other-owner") throw otherOwner({ app_id: manifest.id, owner: composed.owner });
    const message = `${manifest.id} has another version with the code ${manifest.version_code}: ${composed.version}.`;
    throw new CliError(
      "version-taken",
      message,
      "Raise `version_code` in the manifest; published versions never change.",
    );
  }
  const { kind, files } = composed;
  checkFiles(files);
  return {
    kind,
    subject: manifest.id,
    title: `${isNew ? "Add" : "Update"} ${manifest.name} ${manifest.version}`,
    summary: [
      `\`${manifest.id}\` ${manifest.version} (${manifest.version_code}) of \`${developer.id}\`, for ${options.track}.`,
    ],
    files,
    uploads,
    track: options.track,
    versionCode: manifest.version_code,
  };
}
