import { join } from "node:path";

import { aPackage, aSigner, type ManifestChange, type PackageBuilder, utf8 } from "../builders.ts";
import {
  type Edits,
  gameFeature,
  gameFix,
  notesFeature,
  notesFix,
  replaced,
  weatherFeature,
  weatherFix,
} from "./version-edits.ts";
import { readProject } from "../../node/project.ts";
import { checkHere } from "../check-here.ts";

/** A first-party app as it is, and a next version of it. */
export interface VersionPair {
  readonly from: PackageBuilder;
  readonly to: PackageBuilder;
}

/**
 * `fix`: some lines of one script. `feature`: a new script, and what it needs in others, in a page, its style and all languages. Both
 * raise the version.
 */
export type PairKind = "fix" | "feature";

export const pairApps = ["notes", "weather", "game"] as const;
export type PairApp = (typeof pairApps)[number];

const pairs: Readonly<Record<PairApp, Readonly<Record<PairKind, Edits>>>> = {
  notes: { fix: notesFix, feature: notesFeature },
  weather: { fix: weatherFix, feature: weatherFeature },
  game: { fix: gameFix, feature: gameFeature },
};

const SYSTEM_APPS = join(import.meta.dirname, "../../system-apps");

/** Both versions, signed by one developer. */
export async function versionPair(app: PairApp, kind: PairKind): Promise<VersionPair> {
  const { files } = await readProject(join(SYSTEM_APPS, app), checkHere);
  const texts = new Map(files.map(({ path, data }) => [path as string, new TextDecoder().decode(data)]));
  const older = files
    .reduce((built, { path, data }) => built.withFile(path, data), aPackage())
    .signedBy(aSigner("ada"));
  const edits: Edits = { ...pairs[app][kind], "manifest.json": raised };
  const edited = Object.entries(edits).map(([path, edit]) => [path, edit(texts.get(path) ?? "")] as const);
  const to = edited.reduce((built, [path, text]) => built.withFile(path, text), older);
  return { from: identified(older, texts.get("manifest.json") ?? ""), to: identified(to, edited.at(-1)?.[1] ?? "") };
}

/** The builder signs what its manifest says, so it has to say what the file does. */
function identified(builder: PackageBuilder, manifest: string): PackageBuilder {
  return builder.with(JSON.parse(manifest) as ManifestChange).withFile("manifest.json", utf8(manifest));
}

function raised(manifest: string): string {
  return replaced(
    '"version": "1.0.0"',
    '"version": "1.0.1"',
  )(replaced('"version_code": 1', '"version_code": 2')(manifest));
}
