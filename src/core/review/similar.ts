import { ownerOf } from "./owner.ts";
import type { ChangedDocument, ReviewInput, ReviewSubject } from "./review.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { LookAlike, NameKind } from "../names/name-index.ts";
import { NameIndex } from "../names/name-index.ts";
import { reservedNames } from "../names/known-names.ts";
import type { AppBody, DeveloperBody, ListingBody, VersionBody } from "../registry/documents.ts";
import { parseRegistryDocument } from "../registry/parse-document.ts";
import { classifySubmission } from "../registry/submission.ts";

/** A name that a submission brings. */
interface NewName {
  readonly kind: NameKind;
  readonly text: string;
  readonly owner: string | null;
  readonly file: string;
  readonly pointer: string;
}

/** Names that could be taken for one that is there: distance 0 and 1 ask a person, 2 is only told. */
export function similarFindings(subject: ReviewSubject, names: NameIndex): readonly Finding[] {
  const reserved = new NameIndex(reservedNames(subject.base.reserved));
  // Of a name in several documents one is told, the same in whatever order they come.
  const all = subject.documents.flatMap((each) => newNames(each, subject));
  const brought = new Map(all.toSorted((a, b) => (a.file < b.file ? 1 : -1)).map((each) => [keyOf(each), each]));
  return [...brought.values()].flatMap((name) => {
    const { kind, text, owner } = name;
    // Nothing of nobody's lands anyway.
    if (owner === null) return [];
    const found = [...names.similar(kind, text, owner), ...reservedLike(name, subject, reserved)];
    const [nearest] = found.toSorted((a, b) => a.distance - b.distance);
    return nearest === undefined ? [] : [explain(name, nearest)];
  });
}

/** Whether a submission brings names at all, so that those of the registry have to be known. */
export function bringsNames(
  { base, changes }: Pick<ReviewInput, "base" | "changes">,
  { sha256 }: { readonly sha256: Sha256Function },
): boolean {
  const classified = classifySubmission(changes, sha256);
  if (!classified.ok) return false;
  const documents = classified.changes.flatMap((change): readonly ChangedDocument[] => {
    const parsed = change.after === null ? null : parseRegistryDocument(change.place, change.path, change.after);
    return parsed?.ok === true ? [{ change, document: parsed.document }] : [];
  });
  return documents.some((each) => newNames(each, { kind: classified.kind, base, documents }).length > 0);
}

type Named = Pick<ReviewSubject, "kind" | "base" | "documents">;

function newNames(changed: ChangedDocument, subject: Named): readonly NewName[] {
  const { change, document } = changed;
  const { base, kind } = subject;
  const { place } = document;
  const file = change.path;
  switch (place.kind) {
    case "developer": {
      const { id } = document.body as unknown as DeveloperBody;
      return kind === "register" ? [{ kind: "developer-id", text: id, owner: id, file, pointer: "/signed/id" }] : [];
    }
    case "app": {
      const { app_id: id, owner } = document.body as unknown as AppBody;
      return kind === "new-app" ? [{ kind: "app-id", text: id, owner, file, pointer: "/signed/app_id" }] : [];
    }
    case "listing":
    case "version": {
      const isListing = place.kind === "listing";
      const text = isListing
        ? (document.body as unknown as ListingBody).name
        : (document.body as unknown as VersionBody).manifest.name;
      const record = base.apps.get(place.app);
      const shown = [...(record?.listings.values() ?? [])].map(({ name }) => name);
      const packed = (record?.versions ?? []).map(({ manifest }) => manifest.name);
      if ([...shown, ...packed].includes(text)) return [];
      const pointer = isListing ? "/signed/name" : "/signed/manifest/name";
      return [{ kind: "app-name", text, owner: ownerOf(place.app, subject), file, pointer }];
    }
    default:
      return [];
  }
}

/** Reserved ids are prefixes: as many segments of the new one are compared with each. */
function reservedLike(
  { kind, text, owner }: NewName,
  { base }: ReviewSubject,
  reserved: NameIndex,
): readonly LookAlike[] {
  if (kind === "developer-id") return reserved.similar(kind, text, owner);
  if (kind !== "app-id") return [];
  const lengths = new Set(base.reserved.prefixes.map(({ prefix }) => prefix.split(".").length));
  return [...lengths].flatMap((length) =>
    reserved.similar("id-prefix", text.split(".").slice(0, length).join("."), owner),
  );
}

function explain({ text, file, pointer }: NewName, { name, distance }: LookAlike): Finding {
  const isNear = distance <= 1;
  const message = isNear
    ? `${echo(text)} can be taken for ${echo(name.text)}, ${name.what}.`
    : `${echo(text)} is akin to ${echo(name.text)}, ${name.what}.`;
  // Whose name it is like belongs to what is approved: another app of that name would be another question.
  const change = { from: `${name.text}, ${name.what}`, to: text };
  return finding(isNear ? "name/similar" : "name/akin", { file, pointer, message, change });
}

function keyOf({ kind, text }: NewName): string {
  return `${kind} ${text}`;
}
