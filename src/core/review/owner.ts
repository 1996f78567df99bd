import type { ReviewSubject } from "./review.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { AppId, DeveloperId } from "../ids/ids.ts";
import type { AppBody, DeveloperBody } from "../registry/documents.ts";

/** The owner of an app in the base tree, or the one that a new app names; that one has to sign app.json. */
export function ownerOf(
  app: AppId,
  { base, documents }: Pick<ReviewSubject, "base" | "documents">,
): DeveloperId | null {
  const existing = base.apps.get(app)?.app.owner;
  if (existing !== undefined) return existing;
  const added = documents.find(({ document }) => document.place.kind === "app")?.document.body;
  return added === undefined ? null : (added as unknown as AppBody).owner;
}

/**
 * Who opened the pull request: an account of the owner, or a bot that carries it for somebody without an account. Members count as
 * they are in the base tree; only who registers brings their own.
 */
export function authorFindings(subject: ReviewSubject): readonly Finding[] {
  const { author, base } = subject;
  if (base.config.policy.bots.includes(author)) return [];
  const owners = [...new Set(subject.documents.flatMap(({ document }) => ownersOf(document, subject)))];
  const developers = owners.flatMap((id) => base.developers.get(id)?.developer ?? registered(id, subject) ?? []);
  const isMember = developers.some(({ members }) => members.some(({ github_id: id }) => id === author));
  // Without a developer there is no app either, which is found elsewhere.
  if (isMember || developers.length === 0) return [];
  const names = developers.map(({ id }) => `"${id}"`).join(" or ");
  return [
    finding("owner/author", {
      message: `The account ${author} that opened the pull request is no member of ${names}.`,
    }),
  ];
}

function ownersOf(
  { place, body }: ReviewSubject["documents"][number]["document"],
  subject: ReviewSubject,
): readonly DeveloperId[] {
  switch (place.kind) {
    case "developer":
    case "rotation":
      return [place.developer];
    case "app":
      // A change of owner may come from either.
      return [ownerOf(place.app, subject), (body as unknown as AppBody).owner].filter((owner) => owner !== null);
    case "listing":
    case "version":
    case "event":
    case "tombstone": {
      const owner = ownerOf(place.app, subject);
      return owner === null ? [] : [owner];
    }
    default:
      return [];
  }
}

function registered(id: DeveloperId, { documents }: ReviewSubject): DeveloperBody | undefined {
  const found = documents.find(({ document: { place } }) => place.kind === "developer" && place.developer === id);
  return found?.document.body as unknown as DeveloperBody | undefined;
}
