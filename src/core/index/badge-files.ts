import type { AppDocument, IndexedVersion } from "./app-document.ts";
import { appBadges, type BadgeApp, storeBadges } from "../badges/app-badges.ts";
import type { RegistryConfig } from "../registry/documents.ts";

type Files = readonly (readonly [path: string, bytes: Uint8Array])[];

/** @param current the version that stands for the app */
export function badgeFiles(
  { app_id: id, name, license }: AppDocument,
  { version, status }: IndexedVersion,
  score: BadgeApp["score"],
  { title }: Pick<RegistryConfig, "title">,
): Files {
  return encoded(appBadges({ id, name, license: license ?? null, version, status, score }, title));
}

/** The badges of the store itself. */
export function storeBadgeFiles({ title }: Pick<RegistryConfig, "title">): Files {
  return encoded(storeBadges(title));
}

function encoded(badges: readonly (readonly [path: string, svg: string])[]): Files {
  return badges.map(([path, svg]) => [path, new TextEncoder().encode(svg)]);
}
