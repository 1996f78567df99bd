import type { ChangedDocument, ReviewSubject } from "./review.ts";
import type { Sha256Function } from "../crypto.ts";
import { toHex } from "../bytes.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { canonicalize } from "../json/canonical.ts";
import type { AppBody, EventBody, ListingBody, Reserved, VersionBody } from "../registry/documents.ts";
import { versionStates } from "../registry/version-state.ts";

/** Whether what a submission says fits the registry it goes into. */
export function contentFindings(
  subject: ReviewSubject,
  ports: { readonly sha256: Sha256Function },
): readonly Finding[] {
  return subject.documents.flatMap((changed) => {
    switch (changed.document.place.kind) {
      case "app":
        return appFindings(changed, subject);
      case "listing":
        return listingFindings(changed, subject);
      case "version":
        return versionFindings(changed, subject);
      case "event":
        return eventFindings(changed, subject, ports.sha256);
      default:
        return [];
    }
  });
}

function appFindings({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const app = document.body as unknown as AppBody;
  const known = new Set(base.categories.categories.map(({ id }) => id));
  const findings = app.categories
    .filter((id) => !known.has(id))
    .map((id) =>
      finding("category/unknown", {
        file: change.path,
        message: `There is no category ${echo(id)}.`,
        expected: [...known].join(", "),
      }),
    );
  if (base.tombstones.has(app.app_id)) {
    findings.push(
      finding("submission/tombstoned", { file: change.path, message: `${app.app_id} was removed for good.` }),
    );
  }
  const reserved = reservation(app, base.reserved);
  if (reserved !== undefined) {
    findings.push(
      finding("submission/reserved", { file: change.path, message: `${app.app_id} is reserved: ${reserved.why}` }),
    );
  }
  return findings;
}

function reservation(app: AppBody, reserved: Reserved): Reserved["prefixes"][number] | undefined {
  return reserved.prefixes.find(
    ({ prefix, owners }) => `${app.app_id}.`.startsWith(`${prefix}.`) && !owners.includes(app.owner),
  );
}

function listingFindings({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const listing = document.body as unknown as ListingBody;
  const before = base.apps.get(listing.app_id)?.listings.get(listing.locale)?.seq ?? 0;
  if (listing.seq === before + 1) return [];
  const detail = { pointer: "/signed/seq", message: `"seq" is ${listing.seq}.`, expected: `${before + 1}` };
  return [finding("owner/seq", { file: change.path, ...detail })];
}

function versionFindings({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const version = document.body as unknown as VersionBody;
  const { manifest } = version;
  const findings: Finding[] = [];
  for (const [key, said, packed] of [
    ["app_id", version.app_id, manifest.id],
    ["version", version.version, manifest.version],
    ["version_code", version.version_code, manifest.version_code],
  ] as const) {
    if (said === packed) continue;
    const message = `"${key}" is ${JSON.stringify(said)}, the manifest says ${JSON.stringify(packed)}.`;
    findings.push(finding("version/manifest-differs", { file: change.path, pointer: `/signed/${key}`, message }));
  }
  const record = base.apps.get(version.app_id);
  const states = record === undefined ? new Map<number, never>() : versionStates(record);
  const highest = Math.max(
    0,
    ...[...states].filter(([, state]) => state.track === version.track).map(([code]) => code),
  );
  if (version.version_code <= highest) {
    const message = `The ${version.track} track already has the version code ${highest}.`;
    findings.push(
      finding("version/order", {
        file: change.path,
        pointer: "/signed/version_code",
        message,
        expected: `above ${highest}`,
      }),
    );
  }
  return findings;
}

function eventFindings(
  { change, document }: ChangedDocument,
  { base }: ReviewSubject,
  sha256: Sha256Function,
): readonly Finding[] {
  const event = document.body as unknown as EventBody;
  const record = base.apps.get(event.app_id);
  const findings: Finding[] = [];
  const last = record?.events.at(-1);
  const previous = last === undefined ? null : toHex(sha256(canonicalize(last)));
  if (event.n !== (last?.n ?? 0) + 1 || event.previous !== previous) {
    const message = `Event ${event.n} does not follow event ${last?.n ?? 0}.`;
    findings.push(
      finding("registry/chain", {
        file: change.path,
        message,
        expected: `n ${(last?.n ?? 0) + 1}, previous ${previous}`,
      }),
    );
  }
  if (record?.versions.some(({ version_code: code }) => code === event.version_code) !== true) {
    const message = `There is no version ${event.version_code} of ${event.app_id}.`;
    findings.push(finding("registry/dangling", { file: change.path, pointer: "/signed/version_code", message }));
  }
  return findings;
}
