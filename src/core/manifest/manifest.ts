import type { AppId, VersionCode } from "../ids/ids.ts";
import type { PackagePath } from "../package/package-path.ts";

export const ICON_SIZES = ["32", "64", "128"] as const;
export type IconSize = (typeof ICON_SIZES)[number];

/**
 * `manifest.json` after its checks (src/core/schemas/manifest.schema.json). Types, not interfaces: a manifest is embedded whole
 * in signed documents and so is a JSON value. Keys beginning with `x-` are kept but not named here.
 */
export type Manifest = {
  readonly $schema?: string;
  readonly id: AppId;
  readonly name: string;
  /** SemVer 2.0.0. */
  readonly version: string;
  readonly version_code: VersionCode;
  readonly entry: PackagePath;
  readonly permissions: readonly string[];
  readonly permission_reasons?: { readonly [permission: string]: string };
  readonly network?: { readonly hosts: readonly string[] };
  readonly min_mosis_version: string;
  readonly max_tested_mosis_version?: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly icons: { readonly [size in IconSize]: PackagePath };
  readonly summary?: string;
  /** Markdown, one string a line. */
  readonly description?: readonly string[];
  readonly categories?: readonly string[];
  readonly tags?: readonly string[];
  readonly homepage?: string;
  /** SPDX expression. */
  readonly license?: string;
  /** BCP 47. */
  readonly default_locale?: string;
  readonly funding?: string;
  /** Pictures for the store, as paths of the project. */
  readonly screenshots?: readonly PackagePath[];
};
