import { type Forge, type ForgePull, ForgeUnavailable } from "../forge/forge-port.ts";
import { REGISTRY_FOLDER } from "../../../src/core/registry/paths.ts";

/** Numeric account of the portal's App. */
export const APP_ACCOUNT = 78;

/** A pull request of the double, with what was in it. */
export interface OpenedPull extends ForgePull {
  readonly branch: string;
  readonly body: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** A registry in memory, for tests that are not about the forge; the other one is on real Git. */
export class MemoryForge implements Forge {
  /** By path below `registry/`. */
  readonly files: Map<string, Uint8Array>;
  readonly pulls: OpenedPull[] = [];
  readonly closed: { readonly number: number; readonly why: string }[] = [];
  isDown = false;

  constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.files = new Map(files);
  }

  account(): Promise<number> {
    return this.#answer(APP_ACCOUNT);
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#answer(this.files.get(path) ?? null);
  }

  list(path: string): Promise<readonly string[]> {
    const below = [...this.files.keys()].filter((each) => each.startsWith(`${path}/`));
    return this.#answer([...new Set(below.map((each) => each.slice(path.length + 1).split("/")[0] ?? ""))]);
  }

  openSubmission({ branch, title, body, files }: Parameters<Forge["openSubmission"]>[0]) {
    const same = this.pulls.find((each) => each.branch === branch && each.state === "open");
    if (same !== undefined) return this.#answer(same);
    const number = this.pulls.length + 1;
    const url = `https://forge.example/mosis/registry/pull/${number}`;
    const about = { state: "open", labels: ["state: submitted"], report: null, checks: [] } as const;
    const pull: OpenedPull = { number, url, title, branch, body, files, ...about };
    if (!this.isDown) this.pulls.push(pull);
    return this.#answer(pull);
  }

  submission(number: number): Promise<OpenedPull | null> {
    return this.#answer(this.pulls.find((each) => each.number === number) ?? null);
  }

  close(number: number, why: string): Promise<void> {
    this.closed.push({ number, why });
    this.change(number, { state: "closed" });
    return this.#answer(undefined);
  }

  change(number: number, change: Partial<OpenedPull>): void {
    const at = this.pulls.findIndex((each) => each.number === number);
    const pull = this.pulls[at];
    if (pull !== undefined) this.pulls[at] = { ...pull, ...change };
  }

  /** Merges a pull request. */
  land(number: number): void {
    for (const { path, text } of this.pulls.find((each) => each.number === number)?.files ?? []) {
      this.files.set(path.slice(REGISTRY_FOLDER.length), new TextEncoder().encode(text));
    }
    this.change(number, { state: "merged", labels: ["state: published"] });
  }

  async #answer<T>(value: T): Promise<T> {
    if (this.isDown) throw new ForgeUnavailable("connection refused");
    return Promise.resolve(value);
  }
}
