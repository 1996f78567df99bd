import type { RecordStore } from "./publish-record.ts";
import { type GitRepository, readCommit } from "../../git/repository.ts";
import { findFolder } from "../../git/trees.ts";
import type { ReviewQueue } from "../../../core/review/queue.ts";
import { REGISTRY_FOLDER } from "../../../core/registry/paths.ts";

/** Whether what was published last has the same registry as a commit, whatever else differs. */
export async function isPublished(
  commit: string,
  { repository, record }: { readonly repository: GitRepository; readonly record: Pick<RecordStore, "read"> },
): Promise<boolean> {
  const published = await record.read();
  if (published === null) return false;
  const folder = REGISTRY_FOLDER.slice(0, -1);
  const trees = [published.commit, commit].map(async (each) =>
    findFolder(repository, (await readCommit(repository, each)).tree, folder),
  );
  const [a, b] = await Promise.all(trees);
  return a === b;
}

/** Whether what was published last shows what waits for review. */
export async function isQueuePublished(
  queue: ReviewQueue | null,
  { record }: { readonly record: Pick<RecordStore, "read"> },
): Promise<boolean> {
  return (await record.read())?.queue?.as_of === queue?.as_of;
}
