import { limits } from "../limits.ts";

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Reverse-DNS id of an app, such as `com.example.notes`. */
export type AppId = Branded<string, "AppId">;
/** Id of a developer or team in a registry, such as `ada`. */
export type DeveloperId = Branded<string, "DeveloperId">;
/** Integer that orders the versions of an app, 1 to 2^31-1. */
export type VersionCode = Branded<number, "VersionCode">;
/** SHA-256 of a key object, lower-case hex. */
export type KeyId = Branded<string, "KeyId">;
/** SHA-256 of some bytes, lower-case hex. */
export type Sha256 = Branded<string, "Sha256">;

/** Patterns of the ids, shared with the JSON schemas by a test. */
export const idPatterns = {
  appId: "^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*){2,7}$",
  developerId: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
  sha256: "^[0-9a-f]{64}$",
  locale: "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$",
} as const;

const APP_ID = new RegExp(idPatterns.appId);
const DEVELOPER_ID = new RegExp(idPatterns.developerId);
const SHA256 = new RegExp(idPatterns.sha256);
const LOCALE = new RegExp(idPatterns.locale);
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** The id of an app, or null when the text is none. */
export function parseAppId(text: unknown): AppId | null {
  if (typeof text !== "string" || text.length > limits.manifest.idChars || !APP_ID.test(text)) return null;
  return text.split(".").some((segment) => WINDOWS_DEVICE.test(segment)) ? null : (text as AppId);
}

/** The id of a developer (2 to 39 characters, as on most forges), or null when the text is none. */
export function parseDeveloperId(text: unknown): DeveloperId | null {
  if (typeof text !== "string" || text.length < 2 || text.length > 39 || !DEVELOPER_ID.test(text)) return null;
  return WINDOWS_DEVICE.test(text) ? null : (text as DeveloperId);
}

/** A version code, or null when the value is none. */
export function parseVersionCode(value: unknown): VersionCode | null {
  if (typeof value !== "number" || !Number.isInteger(value)) return null;
  return value >= 1 && value <= limits.manifest.versionCode ? (value as VersionCode) : null;
}

/** A SHA-256 in lower-case hex, or null when the value is none. */
export function parseSha256(value: unknown): Sha256 | null {
  return typeof value === "string" && SHA256.test(value) ? (value as Sha256) : null;
}

/** A key id, or null when the value is none. */
export function parseKeyId(value: unknown): KeyId | null {
  return parseSha256(value) as KeyId | null;
}

/** True for a BCP 47 language tag of language, optional script and optional region, such as `en` or `pt-BR`. */
export function isLocale(value: unknown): value is string {
  return typeof value === "string" && LOCALE.test(value);
}
