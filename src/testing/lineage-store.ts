import { cpSync } from "node:fs";
import { join } from "node:path";

import { anApp } from "./app-kit.ts";
import { jsonOf, runInMemory } from "./cli/run-in-memory.ts";
import { temporaryFolder } from "./cli/temporary-folder.ts";
import { aStore } from "./store-kit.ts";
import type { OfferedLineage } from "../core/device/lineage.ts";
import type { Signer } from "../core/signing/signatures.ts";
import type { RecoveryStatement } from "../core/trust/recoveries.ts";

/** A version that a store lists; of one on another track than devices follow, they learn nothing but the number. */
export interface ListedVersion {
  readonly versionCode: number;
  readonly signers: readonly Signer[];
  readonly track?: "stable" | "edge";
}

/** What `mosis device` says of the one app of a {@link LineageStore}. */
export type DeviceAnswer =
  /** The version code that is installed now. */
  | { readonly installed: number }
  /** Code and, of a lineage, problem of the error. */
  | { readonly refused: string; readonly problem: unknown };

/** A store in a folder that says of its app's owner whatever it is told to, and devices that follow it by command line. */
export class LineageStore {
  readonly #app: string;
  readonly #root = temporaryFolder();
  readonly #store = aStore({ bitLength: 1 });
  /** What the folder holds. */
  readonly #written = new Map<string, Buffer>();
  #devices = 0;

  constructor(app: string) {
    this.#app = app;
    // The command line goes by the real clock.
    this.#store.trust.now = new Date();
  }

  /** Has the offline keys state recoveries, from the next publication on. */
  state(recoveries: readonly RecoveryStatement[]): void {
    this.#store.trust.state(...recoveries);
  }

  /** Publishes the app with these versions and nobody's lineage but this one. */
  async publish(
    { registry, lineage }: Omit<OfferedLineage, "newest">,
    versions: readonly ListedVersion[],
  ): Promise<void> {
    this.#store.withApp(anApp({ id: this.#app, versions })).publish();
    this.#store.forgeDocument(
      (document) => Object.assign(document, { registry, lineage, owner: { ...document.owner, id: lineage.developer } }),
      { app: this.#app },
    );
    const fresh = [...this.#store.files].filter(([path, bytes]) => !this.#written.get(path)?.equals(bytes));
    await this.#store.writeTo(join(this.#root, "store"), new Map(fresh));
    for (const [path, bytes] of fresh) this.#written.set(path, Buffer.from(bytes));
  }

  /** Makes a device like another one, or a new one, and gives its folder. */
  device(like: string | null = null): string {
    const name = `device-${(this.#devices += 1)}`;
    if (like !== null) cpSync(join(this.#root, like), join(this.#root, name), { recursive: true });
    return name;
  }

  async install(device: string): Promise<DeviceAnswer> {
    const json = await this.#run("install", this.#app, "--store", "./store", "--root", device);
    return answer(json["error"], json["installed"]);
  }

  async update(device: string): Promise<DeviceAnswer> {
    const { apps } = (await this.#run("update", this.#app, "--root", device)) as {
      readonly apps: readonly { readonly error?: unknown; readonly plan?: { readonly to: unknown } }[];
    };
    return answer(apps[0]?.error, apps[0]?.plan?.to);
  }

  /** The version code that a device has; null where it has none. */
  async installed(device: string): Promise<number | null> {
    const { apps } = (await this.#run("list", "--root", device)) as {
      readonly apps: readonly { version_code: number }[];
    };
    return apps[0]?.version_code ?? null;
  }

  async #run(...argv: readonly string[]): Promise<Record<string, unknown>> {
    return jsonOf(
      await runInMemory(["device", ...argv, "--json"], { cwd: this.#root, env: { MOSIS_HOME: this.#root } }),
    );
  }
}

function answer(error: unknown, version: unknown): DeviceAnswer {
  if (error === undefined) return { installed: (version as { readonly version_code: number }).version_code };
  const { code, problem } = error as { readonly code: string; readonly problem?: string };
  return { refused: code, problem };
}
