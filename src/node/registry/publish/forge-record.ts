import { readRecord } from "./local-record.ts";
import { PUBLISH_RECORD_FILE, PUBLISH_RECORD_REF, type RecordStore } from "./publish-record.ts";
import type { Forge } from "../../forge.ts";
import { fetchRef, type GitRemote, type GitRepository, listRemoteRefs } from "../../git/repository.ts";

/** The publish record in the registry repository: a ref of its own, whose history is the history of publications. */
export function forgeRecord(forge: Pick<Forge, "commit">, repository: GitRepository, remote: GitRemote): RecordStore {
  return {
    async read() {
      const refs = await listRemoteRefs(remote, PUBLISH_RECORD_REF);
      if (!refs.includes(PUBLISH_RECORD_REF)) return null;
      return readRecord(repository, await fetchRef(repository, remote, PUBLISH_RECORD_REF));
    },
    async write(record) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
      const message = `Publish ${record.commit.slice(0, 12)}`;
      await forge.commit(PUBLISH_RECORD_REF, [{ path: PUBLISH_RECORD_FILE, bytes }], message);
    },
  };
}
