import { PUBLISHED, type RecordStore } from "./publish-record.ts";
import { forgeDocument } from "../forge-document.ts";
import type { Forge } from "../../forge.ts";
import type { GitRemote, GitRepository } from "../../git/repository.ts";

/** The publish record in the registry repository: a ref of its own, whose history is the history of publications. */
export function forgeRecord(forge: Pick<Forge, "commit">, repository: GitRepository, remote: GitRemote): RecordStore {
  return forgeDocument(PUBLISHED, ({ commit }) => `Publish ${commit.slice(0, 12)}`, { forge, repository, remote });
}
