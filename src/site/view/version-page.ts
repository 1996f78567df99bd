import { type InstallView, installView } from "./install.ts";
import { type PermissionView, permissionViews } from "./permissions.ts";
import { type ProvenanceView, provenanceView } from "./provenance.ts";
import type { StoreInfo } from "./store-data.ts";
import { type DiffSectionView, versionDiffView } from "./version-diff.ts";
import { type VersionView, versionView } from "./versions.ts";
import type { Reader } from "../i18n/reader.ts";
import { diffVersions } from "../../core/diff/diff-versions.ts";
import type { VersionDocument } from "../../core/index/api-documents.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";

/** The page of one version. */
export interface VersionPageView {
  readonly title: string;
  readonly description: string;
  readonly appName: string;
  readonly appHref: string;
  readonly version: VersionView;
  readonly permissions: readonly PermissionView[];
  /** Since the version before; null for the first one. */
  readonly changes: {
    readonly heading: string;
    readonly sections: readonly DiffSectionView[];
    readonly compareHref: string;
  } | null;
  readonly documentHref: string;
  readonly provenance: ProvenanceView;
  readonly install: InstallView;
}

/** Everything about one version. */
export interface VersionData {
  readonly appName: string;
  readonly indexed: IndexedVersion;
  readonly document: VersionDocument;
  /** The version before it; null for the first one. */
  readonly before: VersionDocument | null;
}

/** The page of one version; what changed is told since the version before it. */
export function versionPageView(
  { appName, indexed, document, before }: VersionData,
  info: StoreInfo,
  reader: Reader,
): VersionPageView {
  const { app_id: id, version, version_code: code, manifest } = document;
  const { text, routes } = reader;
  const hosts = manifest.network?.hosts ?? [];
  const values = { app: appName, version };
  return {
    title: text("version.title", values),
    description: text("version.description", values),
    appName,
    appHref: routes.app(id),
    version: versionView(indexed, null, reader),
    permissions: permissionViews(indexed, { before: before?.manifest, hosts }, reader),
    changes:
      before === null
        ? null
        : {
            heading: text("version.changes", { version: before.version }),
            sections: versionDiffView(diffVersions(before, document), reader),
            compareHref: routes.compare(id),
          },
    documentHref: routes.file(`v1/apps/${id}/versions/${code}.json`),
    provenance: provenanceView(document, info, reader),
    install: installView(id, document, info.url, reader),
  };
}
