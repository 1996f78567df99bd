import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { anApp } from "./app-kit.ts";
import { jsonOf, runInMemory } from "./cli/run-in-memory.ts";
import { aStore } from "./store-kit.ts";
import { encodeState } from "../core/device/installed-app.ts";
import type { Candidate } from "../core/device/select-update.ts";
import type { IndexedVersion } from "../core/index/app-document.ts";
import type { Track } from "../core/registry/documents.ts";

type Named = Pick<Candidate, "version" | "version_code">;

/** What a device has been through. */
export interface DeviceHistory {
  /** Of the device, in hex; its buckets follow from it. */
  readonly secret: string;
  readonly track: Track;
  readonly installed: Named | null;
  /** Versions that it updated to and went back from. */
  readonly rolledBack: readonly Named[];
}

/** A store in a folder that offers of its one app whatever it is told to, and a device that follows it by command line. */
export class OfferStore {
  readonly #app: string;
  readonly #root: string;
  readonly #store = aStore({ bitLength: 1 });
  /** What the document said of the version that was really published. */
  #real: IndexedVersion | null = null;

  /** @param root an empty folder for both */
  constructor(app: string, root: string) {
    this.#app = app;
    this.#root = root;
    // The command line goes by the real clock.
    this.#store.trust.now = new Date();
  }

  /** Has the device install, update and roll back real packages until it is like this. */
  async prepare({ secret, track, installed, rolledBack }: DeviceHistory): Promise<void> {
    const folder = join(this.#root, "device");
    mkdirSync(folder);
    writeFileSync(join(folder, "device.json"), encodeState({ _type: "mosis-device", spec_version: "1.0.0", secret }));
    const { version = "1.0.0", version_code: versionCode = 1 } = installed ?? {};
    this.#store.withApp(anApp({ id: this.#app, versions: [{ version, versionCode }] })).publish();
    this.#real = this.#store.documentOf(this.#app).versions[0] ?? null;
    await this.#write();
    if (installed === null) return;
    await this.#done("install", this.#app, "--store", "./store", "--track", track);
    for (const each of rolledBack) {
      this.#store.app(this.#app).withVersion({ version: each.version, versionCode: each.version_code });
      this.#store.publish();
      await this.#write();
      await this.#done("update", this.#app);
      await this.#done("rollback", this.#app);
    }
  }

  /** Offers exactly these versions. Nothing can be downloaded of them. */
  async offer(versions: readonly Candidate[]): Promise<void> {
    const real = this.#real;
    if (real === null) throw new TypeError("the device was not prepared");
    this.#store.forgeDocument(
      (document) => Object.assign(document, { versions: versions.map((each) => ({ ...real, ...each })) }),
      // An index that announces no versions: then a device reads the document, whatever it says.
      { app: this.#app, custom: {} },
    );
    await this.#write();
  }

  /** Runs `mosis device` with `--json`. */
  async run(command: string, ...argv: readonly string[]): Promise<Record<string, unknown>> {
    const options = { cwd: this.#root, env: { MOSIS_HOME: this.#root } };
    return jsonOf(await runInMemory(["device", command, ...argv, "--json"], options));
  }

  async #done(command: string, ...argv: readonly string[]): Promise<void> {
    const json = await this.run(command, ...argv);
    if (json["ok"] !== true) throw new Error(`${command}: ${JSON.stringify(json)}`);
  }

  async #write(): Promise<void> {
    await this.#store.writeTo(join(this.#root, "store"));
  }
}
