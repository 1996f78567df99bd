import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";

import { toHex } from "../../core/bytes.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import type { Manifest } from "../../core/manifest/manifest.ts";
import { DEFAULT_LOCALE, type ListingText, listingTexts } from "../../core/publish/listing-texts.ts";
import type { VersionBody } from "../../core/registry/documents.ts";
import { echo } from "../../core/findings/finding.ts";
import type { BlobReference } from "../../core/registry/package-facts.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { CliError } from "../errors/cli-error.ts";
import { isMissing } from "../errors/is-missing.ts";

/** A picture of the project for the store page. */
export interface Picture {
  /** File name without its ending. */
  readonly stem: string;
  readonly suffix: string;
  readonly bytes: Uint8Array;
  readonly blob: BlobReference;
}

/** The pictures that a manifest names, from the project. */
export async function readPictures(cwd: string, { screenshots = [] }: Manifest): Promise<readonly Picture[]> {
  return Promise.all(
    screenshots.map(async (path) => {
      const bytes = new Uint8Array(await readFile(join(cwd, path)));
      const sha256 = toHex(nodeCrypto.sha256(bytes)) as Sha256;
      const suffix = extname(path);
      return { stem: basename(path, suffix), suffix, bytes, blob: { sha256, length: bytes.length } };
    }),
  );
}

/** The texts for the store page of a new app. */
export async function readListings(cwd: string, manifest: Manifest): Promise<readonly ListingText[]> {
  const folder = join(cwd, "store");
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files = new Map<string, Uint8Array>();
  for (const name of names.filter((each) => each.endsWith(".json")).sort()) {
    files.set(name, await readFile(join(folder, name)));
  }
  const { texts, problems } = listingTexts(files, manifest);
  if (problems.length === 0) return texts;
  const message = problems.map((each) => `${each.file}: ${each.message}`).join("\n");
  const fix =
    'Write "name", "summary", "description" (lines) and "alt" (one a screenshot), or a "summary" into the manifest.';
  throw new CliError("store-text", message, fix);
}

/** What the options of `mosis publish` say of a version. */
export interface VersionOptions {
  readonly track: VersionBody["track"];
  readonly rollout: string | undefined;
  readonly manual: boolean;
  readonly notes: string | undefined;
}

/** The parts of a version document that are a choice. */
export function versionChoice(
  { track, rollout, manual, notes }: VersionOptions,
  { default_locale: locale = DEFAULT_LOCALE }: Manifest,
): Pick<VersionBody, "track" | "rollout_bp" | "release" | "notes"> {
  return {
    track,
    rollout_bp: rollout === undefined ? 10_000 : basisPoints(rollout),
    release: manual ? "manual" : "automatic",
    notes: notes === undefined ? {} : { [locale]: notes.split("\n") },
  };
}

/** Hundredths of a percent. */
export function basisPoints(percent: string): number {
  const [, whole = "", fraction = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(percent) ?? [];
  const points = whole === "" ? Number.NaN : Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  if (points <= 10_000) return points;
  throw new CliError(
    "bad-option",
    `${echo(percent)} is no share of devices.`,
    "Give percent from 0 to 100, such as 12.5.",
  );
}
