import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { DeveloperKit } from "../developer-kit.ts";
import { MEMBER, ReviewKit, type SubmissionChoice } from "../review-kit.ts";
import { aStore, type StoreKit } from "../store-kit.ts";
import { jsonOf, runInMemory, type RunOptions } from "./run-in-memory.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import type { ComposedFile } from "../../core/registry/compose.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { type KeySigner, openKeyPem } from "../../node/key-file.ts";

const DEVELOPERS = `${REGISTRY_FOLDER}developers`;

/** A developer at work: a home for keys, and a checkout of a registry, which does not know the developer grace yet. */
export class KeysKit {
  /** The checkout. */
  readonly cwd = temporaryFolder();
  readonly home = temporaryFolder();
  /** What was merged, by path from the root of the repository. */
  readonly merged = new Map<string, Uint8Array>();

  readonly #store: StoreKit;

  /** @param registry name of the registry */
  constructor(registry = "test") {
    this.#store = aStore({ name: registry });
    for (const [path, bytes] of this.#store.registryFiles()) {
      mkdirSync(dirname(join(this.cwd, REGISTRY_FOLDER, path)), { recursive: true });
      writeFileSync(join(this.cwd, REGISTRY_FOLDER, path), bytes);
    }
    this.merge();
  }

  /** Lets the registry take what a server of this machine says. */
  allowLoopback(): void {
    const path = `${REGISTRY_FOLDER}registry.json`;
    const own = JSON.parse(readFileSync(join(this.cwd, path), "utf8")) as RegistryConfig;
    const text = JSON.stringify({ ...own, policy: { ...own.policy, allow_http_loopback: true } });
    writeFileSync(join(this.cwd, path), text);
    this.merged.set(path, Buffer.from(text));
  }

  /** Runs `mosis keys` with `--json` and gives its document. */
  async run(command: string, ...options: readonly string[]): Promise<Record<string, unknown>> {
    return jsonOf(await this.cli(["keys", command, "--json", ...options]));
  }

  cli(argv: readonly string[], { env, ...options }: RunOptions = {}): ReturnType<typeof runInMemory> {
    return runInMemory(argv, { cwd: this.cwd, env: { MOSIS_HOME: this.home, ...env }, ...options });
  }

  /** Makes a key and gives its id. */
  async newKey(): Promise<string> {
    const { key } = await this.run("generate", "--no-passphrase");
    return (key as { readonly keyid: string }).keyid;
  }

  /** Makes a key, registers it as grace's and merges that. Gives the key's id. */
  async registered(): Promise<string> {
    const key = await this.newKey();
    const who = ["--developer", "grace", "--name", "Grace", "--github-id", "1", "--out", "."];
    await this.run("register", ...who, "--key", key);
    this.merge();
    return key;
  }

  signer(keyid: string): KeySigner {
    return openKeyPem(readFileSync(join(this.home, "keys", `${keyid}.pem`), "utf8"), null);
  }

  /** What changed in the checkout since the last merge. */
  changes(): readonly ComposedFile[] {
    return this.#files().filter(({ path, bytes }) => !(this.merged.get(path) as Buffer | undefined)?.equals(bytes));
  }

  /** What review says to the changes: the verdict, and rules of its findings. */
  review(author = MEMBER, fetched: SubmissionChoice["fetched"] = {}): readonly string[] {
    const kit = new ReviewKit(this.#store);
    for (const [path, bytes] of this.merged) kit.base.set(path.slice(REGISTRY_FOLDER.length), bytes);
    return kit.rules(this.changes(), { author, fetched });
  }

  /** Takes the changes for merged. */
  merge(): void {
    for (const { path, bytes } of this.#files()) this.merged.set(path, bytes);
  }

  /** Grace as the checkout has her, for a store kit; `signer` signs her packages. */
  developer(signer: KeySigner): DeveloperKit {
    return new CheckoutDeveloper(signer, () =>
      this.#files().filter(({ path }) => `${path}/`.startsWith(`${DEVELOPERS}/grace`)),
    );
  }

  #files(): readonly { readonly path: string; readonly bytes: Buffer }[] {
    return readdirSync(join(this.cwd, DEVELOPERS), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => `${DEVELOPERS}/${name.replaceAll("\\", "/")}`)
      .map((path) => ({ path, bytes: readFileSync(join(this.cwd, path)) }));
  }
}

class CheckoutDeveloper extends DeveloperKit {
  readonly #read: () => readonly ComposedFile[];

  constructor(signer: KeySigner, read: () => readonly ComposedFile[]) {
    super("grace");
    this.signer = signer;
    this.#read = read;
  }

  override files(): readonly ComposedFile[] {
    return this.#read();
  }
}
