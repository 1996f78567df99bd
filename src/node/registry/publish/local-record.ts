import { PUBLISH_RECORD_FILE, PUBLISH_RECORD_REF, type PublishRecord } from "./publish-record.ts";
import { type Checkout, findRef } from "../../git/checkout.ts";
import { type GitRepository, readBlob, readCommit } from "../../git/repository.ts";
import { listFiles } from "../../git/trees.ts";

/** The publish record as a clone has it: null where nobody fetched its ref. */
export async function localRecord(checkout: Checkout): Promise<PublishRecord | null> {
  const commit = await findRef(checkout, PUBLISH_RECORD_REF);
  return commit === null ? null : readRecord(checkout.repository, commit);
}

/**
 * The publish record at a commit of its ref.
 *
 * @throws Error when the commit holds none
 */
export async function readRecord(repository: GitRepository, commit: string): Promise<PublishRecord> {
  const { tree } = await readCommit(repository, commit);
  const oid = (await listFiles(repository, tree)).get(PUBLISH_RECORD_FILE);
  if (oid === undefined) throw new Error(`${PUBLISH_RECORD_REF} holds no ${PUBLISH_RECORD_FILE}`);
  return JSON.parse(new TextDecoder().decode(await readBlob(repository, oid))) as PublishRecord;
}
