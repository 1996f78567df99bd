import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { Socket } from "node:net";

import { GitError } from "./git-error.ts";
import { gitEnvironment, gitNotRun } from "./run-git.ts";
import { Bug } from "../../core/findings/bug.ts";

/** An object of a repository, whole. */
export interface GitObject {
  readonly oid: string;
  readonly type: "blob" | "tree" | "commit" | "tag";
  readonly bytes: Uint8Array;
}

/** Milliseconds after which a process that nobody asks anything is ended. */
const IDLE_MS = 500;
/** What is kept of a process's complaints, characters. */
const COMPLAINT_CHARS = 1000;

interface Request {
  resolve(object: GitObject | null): void;
  reject(error: GitError): void;
}

/**
 * Reads objects of a repository through one `git cat-file --batch`, which finds each in a pack of any size without reading the
 * pack (docs/adr/0017). The process begins with the first question, is done a moment after the last, and never keeps ours alive.
 */
export class ObjectReader {
  readonly #gitdir: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: BatchProcess | null = null;

  /** @param env what Git is to see; by default what this process has, and what keeps answers the same everywhere */
  constructor(gitdir: string, env: NodeJS.ProcessEnv = gitEnvironment(gitdir)) {
    this.#gitdir = gitdir;
    this.#env = env;
  }

  /**
   * An object by its id, or by `<id>:<path>` from a tree or commit; null where there is none.
   *
   * @throws GitError `no-git` where Git is not installed, `unreachable` where the repository cannot be read
   */
  read(name: string): Promise<GitObject | null> {
    if (name.includes("\n")) throw new Bug("a name of an object is one line");
    this.#process ??= new BatchProcess(this.#gitdir, this.#env, (ended) => {
      if (this.#process === ended) this.#process = null;
    });
    return this.#process.ask(name);
  }
}

/** One run of Git, which answers in the order it is asked. */
class BatchProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #requests: Request[] = [];
  readonly #answers = new AnswerParser();
  #complaint = "";
  #idle: NodeJS.Timeout | null = null;

  constructor(gitdir: string, env: NodeJS.ProcessEnv, ended: (process: BatchProcess) => void) {
    this.#child = spawn("git", ["cat-file", "--batch"], { env });
    const fail = (error: GitError): void => {
      ended(this);
      for (const { reject } of this.#requests.splice(0)) reject(error);
    };
    this.#child.on("error", (cause) => fail(gitNotRun(cause)));
    this.#child.on("close", () => {
      fail(new GitError("unreachable", `${gitdir} cannot be read: ${this.#complaint.trim() || "git ended"}`));
    });
    // Writing to a process that has just died fails too; its end says why.
    this.#child.stdin.on("error", () => undefined);
    this.#child.stderr.on("data", (part: Buffer) => {
      this.#complaint = (this.#complaint + part.toString()).slice(0, COMPLAINT_CHARS);
    });
    this.#child.stdout.on("data", (part: Buffer) => {
      for (const answer of this.#answers.push(part)) this.#requests.shift()?.resolve(answer);
      if (this.#requests.length === 0) this.#rest(() => ended(this));
    });
  }

  ask(name: string): Promise<GitObject | null> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#hold(true);
    return new Promise((resolve, reject) => {
      this.#requests.push({ resolve, reject });
      this.#child.stdin.write(`${name}\n`);
    });
  }

  #rest(ended: () => void): void {
    this.#hold(false);
    this.#idle = setTimeout(() => {
      ended();
      this.#child.stdin.end();
    }, IDLE_MS);
    this.#idle.unref();
  }

  /** Whether our process waits for this one. */
  #hold(isHeld: boolean): void {
    for (const each of [this.#child, ...[this.#child.stdin, this.#child.stdout, this.#child.stderr].map(asSocket)]) {
      if (isHeld) each.ref();
      else each.unref();
    }
  }
}

/** Pipes are sockets in Node, though their types do not say so. */
function asSocket(stream: unknown): Pick<Socket, "ref" | "unref"> {
  return stream as Socket;
}

/** The output of `git cat-file --batch`: a line `<oid> <type> <size>`, as many bytes, a line feed; or `<name> missing`. */
class AnswerParser {
  #parts: Buffer[] = [];
  #length = 0;
  #awaited: { readonly oid: string; readonly type: GitObject["type"]; readonly size: number } | null = null;

  push(part: Buffer): readonly (GitObject | null)[] {
    this.#parts.push(part);
    this.#length += part.length;
    const answers: (GitObject | null)[] = [];
    for (let answer = this.#next(); answer !== undefined; answer = this.#next()) answers.push(answer);
    return answers;
  }

  /** Undefined until more has come. */
  #next(): GitObject | null | undefined {
    if (this.#awaited === null) {
      const header = this.#line();
      if (header === null) return undefined;
      const found = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(header);
      if (found === null) return null;
      const [, oid = "", type, size] = found;
      this.#awaited = { oid, type: type as GitObject["type"], size: Number(size) };
    }
    const { oid, type, size } = this.#awaited;
    if (this.#length < size + 1) return undefined;
    this.#awaited = null;
    const bytes = this.#take(size + 1);
    return { oid, type, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, size) };
  }

  #line(): string | null {
    const whole = this.#whole();
    const end = whole.indexOf("\n");
    if (end < 0) return null;
    return this.#take(end + 1)
      .subarray(0, end)
      .toString();
  }

  #take(length: number): Buffer {
    const whole = this.#whole();
    this.#parts = [whole.subarray(length)];
    this.#length -= length;
    // Its own memory, so that a small object does not keep a large chunk.
    return Buffer.from(whole.subarray(0, length));
  }

  #whole(): Buffer {
    const [first = Buffer.alloc(0), ...rest] = this.#parts;
    const whole = rest.length === 0 ? first : Buffer.concat(this.#parts);
    this.#parts = [whole];
    return whole;
  }
}
