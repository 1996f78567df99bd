import type { ChangedDocument, ReviewSubject } from "./review.ts";
import { nextSeq } from "./sequence.ts";
import { textFindings } from "./texts.ts";
import type { Sha256Function } from "../crypto.ts";
import { toHex } from "../bytes.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import type {
  AppBody,
  DeveloperBody,
  EventBody,
  ListingBody,
  Reserved,
  Tombstone,
  VersionBody,
} from "../registry/documents.ts";
import { type VersionState, versionStates } from "../registry/version-state.ts";

/** Whether what a submission says fits the registry it goes into. */
export function contentFindings(
  subject: ReviewSubject,
  ports: { readonly sha256: Sha256Function },
): readonly Finding[] {
  return subject.documents.flatMap((changed) => [
    ...goneFindings(changed, subject),
    ...ownFindings(changed, subject, ports.sha256),
    ...textFindings(changed),
  ]);
}

function ownFindings(changed: ChangedDocument, subject: ReviewSubject, sha256: Sha256Function): readonly Finding[] {
  switch (changed.document.place.kind) {
    case "developer":
      return developerFindings(changed, subject);
    case "app":
      return appFindings(changed, subject);
    case "tombstone":
      return tombstoneFindings(changed, subject);
    case "listing":
      return listingFindings(changed, subject);
    case "version":
      return versionFindings(changed, subject);
    case "event":
      return eventFindings(changed, subject, sha256);
    default:
      return [];
  }
}

/** Nothing is said of an app any more once it was removed. */
function goneFindings({ change, document: { place } }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  if (!("app" in place) || !base.tombstones.has(place.app)) return [];
  return [finding("submission/tombstoned", { file: change.path, message: `${place.app} was removed for good.` })];
}

function developerFindings({ change, document }: ChangedDocument, { kind, base }: ReviewSubject): readonly Finding[] {
  if (kind !== "register") return [];
  const { id } = document.body as unknown as DeveloperBody;
  if (base.developers.has(id)) {
    return [finding("submission/id-taken", { file: change.path, message: `There is a developer "${id}" already.` })];
  }
  if (!base.reserved.developers.includes(id)) return [];
  return [finding("submission/reserved", { file: change.path, message: `The developer id "${id}" is reserved.` })];
}

function tombstoneFindings({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const { app_id: app } = document.body as unknown as Tombstone;
  if (base.apps.has(app)) return [];
  return [finding("registry/dangling", { file: change.path, message: `There is no app ${app}.` })];
}

function appFindings({ change, document }: ChangedDocument, { kind, base }: ReviewSubject): readonly Finding[] {
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
  if (kind === "new-app" && base.apps.has(app.app_id)) {
    findings.push(
      finding("submission/id-taken", { file: change.path, message: `There is an app ${app.app_id} already.` }),
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

function listingFindings(changed: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const { app_id: app, locale, seq } = changed.document.body as unknown as ListingBody;
  return nextSeq(changed, base.apps.get(app)?.listings.get(locale)?.seq ?? 0, seq);
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
  const states = record === undefined ? new Map<VersionCode, VersionState>() : versionStates(record);
  const at = { file: change.path, pointer: "/signed/version_code" };
  if (states.has(version.version_code)) {
    const message = `There is a version ${version.version_code} of ${version.app_id} already.`;
    return [...findings, finding("submission/immutable", { ...at, message })];
  }
  const sameTrack = [...states].filter(([, { track }]) => track === version.track);
  const highest = Math.max(0, ...sameTrack.map(([code]) => code));
  if (version.version_code <= highest) {
    const message = `The ${version.track} track already has the version code ${highest}.`;
    findings.push(finding("version/order", { ...at, message, expected: `above ${highest}` }));
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
  // Nobody may sign for an app that is not there, which is found elsewhere.
  if (record === undefined) return [];
  const findings: Finding[] = [];
  const last = record.events.at(-1);
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
  if (!record.versions.some(({ version_code: code }) => code === event.version_code)) {
    const message = `There is no version ${event.version_code} of ${event.app_id}.`;
    findings.push(finding("registry/dangling", { file: change.path, pointer: "/signed/version_code", message }));
  }
  return findings;
}
