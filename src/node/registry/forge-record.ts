import { PUBLISH_RECORD_FILE, PUBLISH_RECORD_REF, type PublishRecord, type RecordStore } from "./publish-record.ts";
import type { Forge } from "../forge.ts";
import {
  fetchRef,
  type GitRemote,
  type GitRepository,
  listRemoteRefs,
  readBlob,
  readCommit,
} from "../git/repository.ts";
import { listFiles } from "../git/trees.ts";

/** The publish record in the registry repository: a ref of its own, whose history is the history of publications. */
export function forgeRecord(forge: Pick<Forge, "commit">, repository: GitRepository, remote: GitRemote): RecordStore {
  return {
    async read() {
      const refs = await listRemoteRefs(remote, PUBLISH_RECORD_REF);
      if (!refs.includes(PUBLISH_RECORD_REF)) return null;
      const { tree } = await readCommit(repository, await fetchRef(repository, remote, PUBLISH_RECORD_REF));
      const oid = (await listFiles(repository, tree)).get(PUBLISH_RECORD_FILE);
      if (oid === undefined) throw new Error(`${PUBLISH_RECORD_REF} holds no ${PUBLISH_RECORD_FILE}`);
      return JSON.parse(new TextDecoder().decode(await readBlob(repository, oid))) as PublishRecord;
    },
    async write(record) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
      const message = `Publish ${record.commit.slice(0, 12)}`;
      await forge.commit(PUBLISH_RECORD_REF, [{ path: PUBLISH_RECORD_FILE, bytes }], message);
    },
  };
}
