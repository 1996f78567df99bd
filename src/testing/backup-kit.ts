import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { anApp } from "./app-kit.ts";
import { PublishKit } from "./publish-kit.ts";
import { aStore } from "./store-kit.ts";
import { DELETIONS } from "../node/backup/databases-part.ts";
import { type BackupSources, makeBackup } from "../node/backup/make-backup.ts";
import { planRestore, restore, type RestoreTargets } from "../node/backup/restore-backup.ts";
import { findCheckout } from "../node/git/checkout.ts";
import { repositoryAt } from "../node/git/repository.ts";
import { localRecord } from "../node/registry/publish/local-record.ts";
import { openMirror } from "../node/registry/publish/mirror.ts";
import { PUBLISHED } from "../node/registry/publish/publish-record.ts";

const NOTHING = { registry: null, data: null, target: null, blobs: null };

/** What the functions remember of deletions (docs/spec/data-model.md). */
const DELETIONS_SCHEMA = `CREATE TABLE deletions (
  device_id TEXT NOT NULL, app_id TEXT NOT NULL, until TEXT NOT NULL, is_done INTEGER NOT NULL, PRIMARY KEY (device_id, app_id)
)`;

/** A published store, its registry with the record of it, and a data folder: what an operator has to lose. */
export class BackupKit {
  readonly store: PublishKit;
  readonly root: string;

  private constructor(store: PublishKit, root: string) {
    this.store = store;
    this.root = root;
  }

  static async start(): Promise<BackupKit> {
    const apps = aStore()
      .withApp(anApp({ id: "com.example.notes", versions: [{}, {}] }))
      .withApp(anApp({ id: "com.example.weather", name: "Weather" }));
    const kit = new BackupKit(await PublishKit.of(apps), await mkdtemp(join(tmpdir(), "mosis-backup-kit-")));
    await kit.publish();
    await mkdir(join(kit.data, "telemetry/raw"), { recursive: true });
    kit.write("portal.db", "CREATE TABLE user (email TEXT); INSERT INTO user VALUES ('ada@example.com')");
    kit.write("telemetry/raw/2026-11-01.db", "PRAGMA journal_mode = WAL; CREATE TABLE events (id TEXT)");
    return kit;
  }

  get registry(): string {
    return this.store.git.gitdir;
  }
  get published(): string {
    return join(this.store.root, "published");
  }
  get data(): string {
    return join(this.root, "data");
  }
  get backups(): string {
    return join(this.root, "backups");
  }
  get blobs(): string {
    return join(this.root, "blobs");
  }

  /** Publishes main, and keeps the record of it in the registry as the jobs do. */
  async publish(): Promise<void> {
    await this.store.publish();
    const { git, main, record } = this.store;
    const files = { [PUBLISHED.file]: JSON.stringify(record) };
    git.point("refs/heads/main", main);
    git.point(PUBLISHED.ref, git.commit({ files }));
    git.point("refs/pull/7/head", main);
  }

  /** Publishes from a registry that was restored: every host but the store's own is gone, and so is every cache. */
  async publishFrom(registry: string): Promise<void> {
    const checkout = await findCheckout(registry);
    const record = checkout === null ? null : await localRecord(checkout);
    if (record === null) throw new TypeError(`${registry} has no record of what was published`);
    await this.store.publish({
      repository: repositoryAt(registry),
      mirror: await openMirror(join(this.root, "new-mirror")),
      fetchRemote: () => Promise.resolve("the host is gone"),
      record: { read: () => Promise.resolve(record), write: () => Promise.resolve() },
    });
  }

  /** Runs SQL on a database of the data folder. */
  write(path: string, sql: string): void {
    const database = new DatabaseSync(join(this.data, path));
    database.exec(sql);
    database.close();
  }

  /** Remembers that a device had its events deleted, as the functions do once it is done. */
  remember(device: string, until: string, file = join(this.data, DELETIONS)): void {
    const database = new DatabaseSync(file);
    database.exec(DELETIONS_SCHEMA.replace("TABLE", "TABLE IF NOT EXISTS"));
    database.prepare("INSERT INTO deletions VALUES (?, 'com.example.notes', ?, 1)").run(device, until);
    database.close();
  }

  /** Makes a backup of some parts, and gives its folder. */
  async backUp(sources: Partial<BackupSources>, now = new Date("2026-11-02T03:00:00Z")): Promise<string> {
    return (await makeBackup(this.backups, { ...NOTHING, ...sources }, now)).folder;
  }

  /** Restores some parts of a backup. */
  async putBack(folder: string, targets: Partial<RestoreTargets>): Promise<void> {
    const all = { ...NOTHING, deletions: [], ...targets };
    await restore(await planRestore(folder, all), all);
  }

  /** Takes away what a disaster takes: registry, target and data folder. */
  async destroy(): Promise<void> {
    for (const folder of [this.registry, this.published, this.data]) await rm(folder, { recursive: true });
  }

  async end(): Promise<void> {
    await this.store.end();
    await rm(this.root, { recursive: true, force: true });
  }
}

/** Rows of a query on a database file. */
export function rowsOf(file: string, sql: string): readonly object[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}
