import { parseRegistryPath, REGISTRY_FOLDER, type PlaceKind, type RegistryPlace } from "./paths.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";

/** One file of a pull request: `before` is null when it is added, `after` when it is removed. */
export interface Change {
  /** From the root of the repository. */
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

export type SubmissionKind =
  | "register"
  | "developer-change"
  | "rotate"
  | "new-app"
  | "version"
  | "event"
  | "listing"
  | "transfer"
  | "withdraw";

type ChangeStatus = "added" | "modified" | "removed";

interface Slot {
  readonly place: PlaceKind;
  readonly status: readonly ChangeStatus[];
  readonly min: number;
  readonly max: number;
}

const one = (place: PlaceKind, ...status: ChangeStatus[]): Slot => ({ place, status, min: 1, max: 1 });
const some = (place: PlaceKind, ...status: ChangeStatus[]): Slot => ({ place, status, min: 1, max: 100 });

/** What each kind of submission may change: exactly these files, all of one developer or app. */
export const submissionKinds: Readonly<Record<SubmissionKind, readonly Slot[]>> = {
  register: [one("developer", "added")],
  "developer-change": [one("developer", "modified")],
  rotate: [one("rotation", "added"), one("developer", "modified")],
  "new-app": [one("app", "added"), some("listing", "added"), one("version", "added")],
  version: [one("version", "added")],
  event: [one("event", "added")],
  listing: [some("listing", "added", "modified")],
  transfer: [one("app", "modified")],
  withdraw: [one("tombstone", "added")],
};

/** A changed file of a registry. */
export interface PlacedChange extends Change {
  readonly place: RegistryPlace;
  /** Relative to `registry/`. */
  readonly registryPath: string;
  readonly status: ChangeStatus;
}

export type Classified =
  | { readonly ok: true; readonly kind: SubmissionKind; readonly changes: readonly PlacedChange[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Tells which kind of submission a set of changes is. A path outside the registry's layout is never part of one. */
export function classifySubmission(changes: readonly Change[], sha256: Sha256Function): Classified {
  const placed: PlacedChange[] = [];
  const findings: Finding[] = [];
  for (const change of changes) {
    const registryPath = change.path.startsWith(REGISTRY_FOLDER) ? change.path.slice(REGISTRY_FOLDER.length) : null;
    const place = registryPath === null ? null : parseRegistryPath(registryPath, sha256);
    if (registryPath === null || place === null) {
      findings.push(
        finding("registry/unknown-path", {
          file: change.path,
          message: `${echo(change.path)} is no path of a submission.`,
        }),
      );
    } else {
      placed.push({ ...change, place, registryPath, status: statusOf(change) });
    }
  }
  if (findings.length > 0) return { ok: false, findings };
  const subjects = new Set(placed.map(({ place }) => subjectOf(place)));
  if (subjects.size > 1) {
    const message = `The pull request changes ${[...subjects].sort().join(" and ")}.`;
    return { ok: false, findings: [finding("submission/kind", { message, expected: "one developer or one app" })] };
  }
  const kind = kindOf(placed);
  if (kind !== null) return { ok: true, kind, changes: placed };
  return { ok: false, findings: placed.length === 0 ? [noChange()] : placed.map(explainMismatch) };
}

function statusOf({ before, after }: Change): ChangeStatus {
  if (before === null) return "added";
  return after === null ? "removed" : "modified";
}

function subjectOf(place: RegistryPlace): string {
  if ("app" in place) return place.app;
  return "developer" in place ? place.developer : place.kind;
}

function kindOf(placed: readonly PlacedChange[]): SubmissionKind | null {
  const found = Object.entries(submissionKinds).find(([, slots]) => {
    const counts = slots.map((slot) => placed.filter((change) => fits(change, slot)).length);
    const within = counts.every(
      (count, index) => count >= (slots[index]?.min ?? 0) && count <= (slots[index]?.max ?? 0),
    );
    return within && counts.reduce((sum, count) => sum + count, 0) === placed.length;
  });
  return found === undefined ? null : (found[0] as SubmissionKind);
}

function fits({ place, status }: PlacedChange, slot: Slot): boolean {
  return place.kind === slot.place && slot.status.includes(status);
}

function explainMismatch({ path, place, status }: PlacedChange): Finding {
  const immutable = status !== "added" && ["version", "event", "rotation", "decision"].includes(place.kind);
  const rule = immutable ? "submission/immutable" : "submission/kind";
  const expected = Object.keys(submissionKinds).join(", ");
  return finding(rule, {
    file: path,
    message: `This file is ${status}; together the files are no submission of one kind.`,
    ...(!immutable && { expected: `one of ${expected}` }),
  });
}

function noChange(): Finding {
  return finding("submission/kind", { message: "The pull request changes nothing." });
}
