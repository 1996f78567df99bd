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

/** A document that jobs keep in the registry repository, under a ref of its own beside its branches. */
export interface KeptDocument {
  /** Full name. */
  readonly ref: string;
  readonly file: string;
}

/** Where a document is kept from job to job. */
export interface DocumentStore<Document> {
  /** Null when none was ever written. */
  read(): Promise<Document | null>;
  write(document: Document): Promise<void>;
}

/**
 * Keeps a document at the forge; the history of its ref is that of the document.
 *
 * @param message of the commit that writes it
 */
export function forgeDocument<Document>(
  { ref, file }: KeptDocument,
  message: (document: Document) => string,
  { forge, repository, remote }: ForgeDocumentPorts,
): DocumentStore<Document> {
  return {
    async read() {
      const refs = await listRemoteRefs(remote, ref);
      if (!refs.includes(ref)) return null;
      return readKept<Document>({ ref, file }, await fetchRef(repository, remote, ref), repository);
    },
    async write(document) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(document)}\n`);
      await forge.commit(ref, [{ path: file, bytes }], message(document));
    },
  };
}

export interface ForgeDocumentPorts {
  readonly forge: Pick<Forge, "commit">;
  readonly repository: GitRepository;
  readonly remote: GitRemote;
}

/**
 * The document at a commit of its ref. It is the jobs' own and not checked again.
 *
 * @throws Error when the commit holds none
 */
export async function readKept<Document>(
  { ref, file }: KeptDocument,
  commit: string,
  repository: GitRepository,
): Promise<Document> {
  const { tree } = await readCommit(repository, commit);
  const oid = (await listFiles(repository, tree)).get(file);
  if (oid === undefined) throw new Error(`${ref} holds no ${file}`);
  return JSON.parse(new TextDecoder().decode(await readBlob(repository, oid))) as Document;
}
