import type { LandedSubmission } from "./land-planned.ts";
import type { Forge } from "../../forge.ts";
import { type DocumentStore, forgeDocument, type ForgeDocumentPorts } from "../forge-document.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { classifySubmission } from "../../../core/registry/submission.ts";
import { nextQueue, queuedStatus, type QueuedSubmission, type ReviewQueue } from "../../../core/review/queue.ts";
import type { SubmissionStatus } from "../../../core/review/state/submission-state.ts";
import { timelineOf } from "../../../core/review/state/timeline.ts";

export type QueueStore = DocumentStore<ReviewQueue>;

/** A submission that the landing job looked at, and where it stands now. */
export interface Stood {
  readonly told: LandedSubmission;
  readonly status: SubmissionStatus;
}

const QUEUE = { ref: "refs/mosis/queue", file: "queue.json" } as const;

/** The public queue in the registry repository, beside the record of publishing. */
export function forgeQueue(ports: ForgeDocumentPorts): QueueStore {
  return forgeDocument(QUEUE, ({ submissions }) => `Queue ${submissions.length} submissions`, ports);
}

/**
 * Brings the public queue up to what was looked at, and takes out what is not open any more. Done again it writes nothing.
 *
 * @throws ForgeError, GitError
 */
export async function keepQueue(
  stood: readonly Stood[],
  { forge, queue, now }: { readonly forge: Forge; readonly queue: QueueStore; readonly now: Date },
): Promise<void> {
  const before = await queue.read();
  const pulls = await forge.openPulls();
  const open = new Set(pulls.flatMap(({ number, draft }) => (draft ? [] : [number])));
  const known = new Map(before?.submissions.map((each) => [each.number, each]));
  const seen: QueuedSubmission[] = [];
  for (const each of stood) {
    const { number } = each.told.standing.pull;
    if (open.has(number)) seen.push(await queuedOf(each, known.get(number), forge));
  }
  const after = nextQueue(before, seen, { isOpen: (number) => open.has(number), now });
  if (after !== before) await queue.write(after);
}

/** Whether the queue names something that is not open any more: then somebody has to write it anew. */
export function isOutdated(queue: ReviewQueue | null, open: readonly { readonly number: number }[]): boolean {
  const numbers = new Set(open.map(({ number }) => number));
  return queue?.submissions.some(({ number }) => !numbers.has(number)) ?? false;
}

async function queuedOf(
  { told: { judgement, standing }, status }: Stood,
  known: QueuedSubmission | undefined,
  forge: Pick<Forge, "labelEvents">,
): Promise<QueuedSubmission> {
  const { number, url } = standing.pull;
  const { policy } = judgement.registry.config;
  const classified = classifySubmission(judgement.changes, nodePackagePorts.sha256);
  const place = classified.ok ? classified.changes[0]?.place : undefined;
  const version = judgement.subject?.version ?? null;
  // The forge is asked only about what is new.
  const since =
    known?.state === status.state
      ? known.since
      : timelineOf(standing.facts, await forge.labelEvents(number), policy).at(-1)?.since;
  return {
    number,
    url,
    kind: classified.ok ? classified.kind : null,
    ...(place !== undefined && "app" in place && { app_id: place.app }),
    ...(place !== undefined && "developer" in place && { developer: place.developer }),
    ...(version !== null && { version: version.version, version_code: version.version_code }),
    ...queuedStatus(status),
    since: since ?? "",
  };
}
