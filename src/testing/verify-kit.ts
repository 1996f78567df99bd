import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { anApp } from "./app-kit.ts";
import { PublishKit } from "./publish-kit.ts";
import { serveStatic, type StaticServer } from "./static-server.ts";
import { aStore } from "./store-kit.ts";
import { toHex } from "../core/bytes.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { httpFetcher } from "../node/http-fetch.ts";
import { openMirror } from "../node/registry/publish/mirror.ts";
import { type StoreVerification, type VerifyPorts, verifyStore } from "../node/registry/verify/verify-store.ts";
import { repositoryAt } from "../node/git/repository.ts";

export const NOTES = "com.example.notes";
export const WEATHER = "com.example.weather";
/** What two versions share, so that a delta between them is worth it. */
export const SHARED = {
  "assets/book.txt": Array.from({ length: 200 }, (_, line) => toHex(nodeCrypto.sha256(Uint8Array.of(line)))).join("\n"),
};

/** A published store of two apps, the first with two versions and a delta, behind a web server. */
export async function aVerifyScene(
  atEnd: (action: () => Promise<void>) => void = onTestFinished,
): Promise<VerifyScene> {
  const store = aStore()
    .withApp(anApp({ id: NOTES, versions: [{ files: SHARED }, { files: SHARED }] }))
    .withApp(anApp({ id: WEATHER, name: "Weather" }));
  const kit = await PublishKit.of(store);
  atEnd(() => kit.end());
  await kit.publish();
  const server = await serveStatic((path) => kit.target.read(path));
  atEnd(() => server.close());
  return { kit, server };
}

export interface VerifyScene {
  readonly kit: PublishKit;
  readonly server: StaticServer;
}

type Choice = Partial<VerifyPorts> & { readonly commit?: string; readonly forgets?: boolean };

/** What `mosis registry verify` does, with the developers' hosts of the kit. */
export async function verifyScene(
  { kit, server }: VerifyScene,
  { commit = kit.main, forgets = false, ...change }: Choice = {},
): Promise<StoreVerification> {
  const scratch = await mkdtemp(join(tmpdir(), "mosis-verify-test-"));
  onTestFinished(() => rm(scratch, { recursive: true, force: true }));
  return verifyStore(commit, forgets ? null : kit.record, {
    repository: repositoryAt(kit.git.gitdir),
    fetcher: httpFetcher(server.url),
    list: null,
    mirror: await openMirror(scratch),
    first: "store",
    fetchRemote: kit.fetchRemote,
    now: kit.now,
    ...change,
  });
}

/** The differences as lines: kind, path, entry, and what they may follow from. */
export const found = ({ differences }: StoreVerification): readonly string[] =>
  differences.map(({ kind, path, entry, because }) =>
    [kind, path, ...(entry === null ? [] : [entry]), ...(because === null ? [] : [`because of ${because}`])].join(" "),
  );

/** A published path that a test knows to be there. */
export async function pathLike(kit: PublishKit, pattern: RegExp): Promise<string> {
  const path = (await kit.target.list()).map((file) => file.path).find((each) => pattern.test(each));
  if (path === undefined) throw new TypeError(`nothing published is like ${pattern}`);
  return path;
}
