import type { OfferedApp } from "./offered-app.ts";
import type { VersionCode } from "../ids/ids.ts";

/**
 * What a store says of an installed version: `removed` where it should list it and does not, `unlisted` where it lists only others and
 * nothing is said against it. A type, so that it is a JSON value.
 */
export type InstalledStatus = {
  readonly status: "available" | "yanked" | "suspended" | "removed" | "unlisted";
  /** Why it was withdrawn, in the store's words. */
  readonly reason: string | null;
};

/** Looks an installed version up in what a store offers of the app. */
export function statusOfInstalled({ versions, unlisted }: OfferedApp, code: VersionCode): InstalledStatus {
  const listed = versions.find((each) => each.version_code === code);
  if (listed !== undefined) return { status: listed.status, reason: listed.reason ?? null };
  const withdrawn = unlisted?.withdrawn.find((each) => each.version_code === code);
  if (withdrawn !== undefined) return { status: withdrawn.status, reason: null };
  return { status: unlisted === undefined ? "removed" : "unlisted", reason: null };
}
