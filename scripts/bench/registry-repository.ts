import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { syntheticRegistry } from "./synthetic.ts";
import type { SignedBody } from "../../src/core/json/signed-document.ts";
import { composeFile } from "../../src/core/registry/compose.ts";
import { REGISTRY_FOLDER, registryPath, type RegistryPlace } from "../../src/core/registry/paths.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { ephemeralSigner } from "../../src/node/key-file.ts";
import { AppKit } from "../../src/testing/app-kit.ts";
import { aStore, type StoreKit } from "../../src/testing/store-kit.ts";

const { sha256 } = nodeCrypto;

/** A registry in a bare repository, and a version of one of its apps that somebody submits. */
export interface RegistryRepository {
  readonly gitdir: string;
  readonly main: string;
  readonly head: string;
  /** Bytes at the address the submission names. */
  readonly fetched: ReadonlyMap<string, Uint8Array>;
}

/** Makes a registry of so many apps, each with a listing, a version and a decision, in one pack as a clone has it. */
export function registryRepository(apps: number, folder: string): RegistryRepository {
  const store = aStore().withApp(new AppKit({ id: "com.bench.notes" }));
  const app = store.app("com.bench.notes");
  const before = store.registryFiles();
  const version = app.withVersion().files().at(-1);
  const submitted = app.packages.at(-1);
  if (version === undefined || submitted === undefined) throw new Error("no version was made");

  const gitdir = join(folder, `${apps}.git`);
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", gitdir]);
  const main = new Map([...before, ...otherApps(apps - 1, store)]);
  const input = Buffer.concat([
    ...commit("main", null, new Map([...main].map(([path, bytes]) => [REGISTRY_FOLDER + path, bytes]))),
    ...commit("head", "refs/heads/main", new Map([[version.path, version.bytes]])),
    Buffer.from("done\n"),
  ]);
  execFileSync("git", ["--git-dir", gitdir, "fast-import", "--quiet", "--done"], { input, maxBuffer: 1 << 30 });
  const oid = (ref: string): string =>
    execFileSync("git", ["--git-dir", gitdir, "rev-parse", ref], { encoding: "utf8" }).trim();
  const body = JSON.parse(new TextDecoder().decode(version.bytes)) as { readonly signed: { package: { url: string } } };
  return {
    gitdir,
    main: oid("main"),
    head: oid("head"),
    fetched: new Map([[body.signed.package.url, submitted.archive]]),
  };
}

/** Documents of apps that the submission is not about. One key signs them all: nobody looks at it. */
function* otherApps(count: number, { name }: StoreKit): Iterable<readonly [string, Uint8Array]> {
  const signer = ephemeralSigner();
  const { registry } = syntheticRegistry(count);
  const file = (place: RegistryPlace, body: SignedBody): readonly [string, Uint8Array] => [
    registryPath(place, sha256),
    composeFile(place, { ...body, registry: name }, [signer], sha256).bytes,
  ];
  for (const [id, { developer }] of registry.developers) yield file({ kind: "developer", developer: id }, developer);
  for (const [app, record] of registry.apps) {
    yield file({ kind: "app", app }, record.app);
    for (const [locale, listing] of record.listings) yield file({ kind: "listing", app, locale }, listing);
    for (const version of record.versions) {
      yield file({ kind: "version", app, versionCode: version.version_code }, version);
      const decision = `{"app_id": "${app}", "version_code": 1, "n": 1, "verdict": "merge", "reasons": []}\n`;
      const place: RegistryPlace = { kind: "decision", app, versionCode: version.version_code, n: 1 };
      yield [registryPath(place, sha256), new TextEncoder().encode(decision)];
    }
  }
}

/** A commit as git fast-import reads it. */
function commit(branch: string, from: string | null, files: ReadonlyMap<string, Uint8Array>): readonly Uint8Array[] {
  const start = `commit refs/heads/${branch}\ncommitter Bench <bench@example.com> 1793534400 +0000\ndata 5\nbench\n`;
  const parts: Uint8Array[] = [Buffer.from(from === null ? start : `${start}from ${from}\n`)];
  for (const [path, bytes] of files) {
    parts.push(Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`), bytes, Buffer.from("\n"));
  }
  return [...parts, Buffer.from("\n")];
}
