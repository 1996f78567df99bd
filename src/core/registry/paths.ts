import type { Sha256Function } from "../crypto.ts";
import { toHex } from "../bytes.ts";
import {
  type AppId,
  type DeveloperId,
  isLocale,
  parseAppId,
  parseDeveloperId,
  parseVersionCode,
  type VersionCode,
} from "../ids/ids.ts";

/** What a path below `registry/` is for, with the ids it is made of. */
export type RegistryPlace =
  | { readonly kind: "registry" | "categories" | "collections" | "reserved" }
  | { readonly kind: "root" | "targets"; readonly version: number }
  | { readonly kind: "developer"; readonly developer: DeveloperId }
  | { readonly kind: "rotation"; readonly developer: DeveloperId; readonly seq: number }
  | { readonly kind: "app"; readonly app: AppId }
  | { readonly kind: "listing"; readonly app: AppId; readonly locale: string }
  | { readonly kind: "version"; readonly app: AppId; readonly versionCode: VersionCode }
  | { readonly kind: "event"; readonly app: AppId; readonly n: number }
  | { readonly kind: "moderation"; readonly app: AppId; readonly n: number }
  | { readonly kind: "decision"; readonly app: AppId; readonly versionCode: VersionCode; readonly n: number }
  | { readonly kind: "tombstone"; readonly app: AppId }
  | { readonly kind: "exception"; readonly rule: string; readonly app: AppId };

export type PlaceKind = RegistryPlace["kind"];

/** Everything of a registry repository lives below this folder; places are relative to it. */
export const REGISTRY_FOLDER = "registry/";

const SINGLES = {
  "registry.json": "registry",
  "categories.json": "categories",
  "collections.json": "collections",
  "reserved.json": "reserved",
} as const;

/** Where a document lives, relative to `registry/`. */
export function registryPath(place: RegistryPlace, sha256: Sha256Function): string {
  switch (place.kind) {
    case "registry":
    case "categories":
    case "collections":
    case "reserved":
      return `${place.kind}.json`;
    case "root":
    case "targets":
      return `trust/${place.version}.${place.kind}.json`;
    case "developer":
      return `developers/${place.developer}.json`;
    case "rotation":
      return `developers/${place.developer}/rotations/${place.seq}.json`;
    case "app":
      return `${appFolder(place.app, sha256)}/app.json`;
    case "listing":
      return `${appFolder(place.app, sha256)}/listing/${place.locale}.json`;
    case "version":
      return `${appFolder(place.app, sha256)}/versions/${place.versionCode}.json`;
    case "event":
      return `${appFolder(place.app, sha256)}/events/${place.n}.json`;
    case "moderation":
      return `moderation/${place.app}/${place.n}.json`;
    case "decision":
      return `decisions/${place.app}/${place.versionCode}-${place.n}.json`;
    case "tombstone":
      return `tombstones/${place.app}.json`;
    case "exception":
      return `exceptions/${place.rule.replace("/", "-")}--${place.app}.json`;
  }
}

/** What a path is for, or null when a registry has no such path. */
export function parseRegistryPath(path: string, sha256: Sha256Function): RegistryPlace | null {
  const place = parsePlace(path);
  // Writing it back refuses leading zeros, wrong fan-out folders and every other second spelling.
  return place !== null && registryPath(place, sha256) === path ? place : null;
}

/** Folder of an app: fanned out by the hash of its id, because one folder of 100,000 makes every Git tree slow. */
export function appFolder(app: AppId, sha256: Sha256Function): string {
  return `apps/${toHex(sha256(new TextEncoder().encode(app))).slice(0, 2)}/${app}`;
}

function parsePlace(path: string): RegistryPlace | null {
  if (Object.hasOwn(SINGLES, path)) return { kind: SINGLES[path as keyof typeof SINGLES] };
  const [top = "", ...rest] = path.replace(/\.json$/, "").split("/");
  if (!path.endsWith(".json")) return null;
  switch (top) {
    case "trust":
      return parseTrust(rest);
    case "developers":
      return parseDeveloper(rest);
    case "apps":
      return parseApp(rest);
    case "moderation":
    case "decisions":
      return parseLog(top, rest);
    case "tombstones":
      return parseTombstone(rest);
    case "exceptions":
      return parseException(rest);
    default:
      return null;
  }
}

function parseTrust([name = "", ...more]: readonly string[]): RegistryPlace | null {
  const match = /^(\d+)\.(root|targets)$/.exec(name);
  const version = parseVersionCode(Number(match?.[1]));
  if (match === null || version === null || more.length > 0) return null;
  return { kind: match[2] === "root" ? "root" : "targets", version };
}

function parseDeveloper([name = "", folder, seqText = "", ...more]: readonly string[]): RegistryPlace | null {
  const developer = parseDeveloperId(name);
  if (developer === null || more.length > 0) return null;
  if (folder === undefined) return { kind: "developer", developer };
  const seq = parseVersionCode(Number(seqText));
  return folder === "rotations" && seq !== null ? { kind: "rotation", developer, seq } : null;
}

function parseApp([, id = "", folder, name = "", ...more]: readonly string[]): RegistryPlace | null {
  const app = parseAppId(id);
  if (app === null || more.length > 0) return null;
  if (folder === "app" && name === "") return { kind: "app", app };
  if (folder === "listing" && isLocale(name)) return { kind: "listing", app, locale: name };
  const number = parseVersionCode(Number(name));
  if (number === null) return null;
  if (folder === "versions") return { kind: "version", app, versionCode: number };
  return folder === "events" ? { kind: "event", app, n: number } : null;
}

function parseLog(
  top: "moderation" | "decisions",
  [id = "", name = "", ...more]: readonly string[],
): RegistryPlace | null {
  const app = parseAppId(id);
  if (app === null || more.length > 0) return null;
  const [first, second, ...others] = name.split("-").map((text) => parseVersionCode(Number(text)));
  if (first === null || first === undefined || others.length > 0) return null;
  if (top === "moderation") return second === undefined ? { kind: "moderation", app, n: first } : null;
  return second === null || second === undefined ? null : { kind: "decision", app, versionCode: first, n: second };
}

function parseTombstone([id, ...more]: readonly string[]): RegistryPlace | null {
  const app = parseAppId(id);
  return app === null || more.length > 0 ? null : { kind: "tombstone", app };
}

/** The family of a rule and its name, then the app. An app id may have two hyphens in a row, a rule has not. */
const EXCEPTION = /^([a-z]+)-([a-z0-9]+(?:-[a-z0-9]+)*)--(.+)$/;

function parseException([name = "", ...more]: readonly string[]): RegistryPlace | null {
  const [, family, rule, id] = EXCEPTION.exec(name) ?? [];
  const app = parseAppId(id);
  return app === null || more.length > 0 ? null : { kind: "exception", rule: `${family}/${rule}`, app };
}
