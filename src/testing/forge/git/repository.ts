import { appendFile, mkdir, rm, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { type Signature, signatureLine } from "./commits.ts";
import type { Git } from "./git.ts";
import { listRefs } from "./refs.ts";
import { isTreePath } from "./trees.ts";

/** A null removes the file. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

export interface FilesCommit {
  readonly branch: string;
  readonly files: Files;
  readonly message: string;
  readonly author: Signature;
  /** Tip of the branch; null begins it. */
  readonly parent: string | null;
}

/** `refs/pull` is not pushed to, any object may be fetched by id. */
const SETTINGS = `[receive]
	hideRefs = refs/pull
	autogc = false
[gc]
	auto = 0
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
`;

/** Begins anew where a stopped forge left a folder that is in no state. */
export async function initRepository(git: Git): Promise<void> {
  await rm(git.dir, { recursive: true, force: true });
  await configure(git);
}

/** A fork has its own refs and, like a fork on GitHub, the object store of the repository its network began with. */
export async function initFork(git: Git, parent: Git, networkRoot: Git): Promise<void> {
  await rm(git.dir, { recursive: true, force: true });
  await mkdir(git.dir, { recursive: true });
  const objects = join(networkRoot.dir, "objects");
  await symlink(
    process.platform === "win32" ? objects : relative(git.dir, objects),
    join(git.dir, "objects"),
    "junction",
  );
  await configure(git);
  const refs = (await listRefs(parent)).filter(({ name }) => /^refs\/(heads|tags)\//.test(name));
  const input = refs.map(({ name, sha }) => `create ${name} ${sha}\n`).join("");
  await git.text(["update-ref", "--stdin"], { input });
}

/** Commits any number of files in one process. */
export async function commitFiles(git: Git, commit: FilesCommit): Promise<void> {
  const signature = signatureLine(commit.author);
  const head = [`commit refs/heads/${commit.branch}\n`, `author ${signature}\n`, `committer ${signature}\n`];
  const parent = commit.parent === null ? [] : [`from ${commit.parent}\n`];
  const changes = Object.entries(commit.files).flatMap(([path, content]) => {
    if (!isTreePath(path)) throw new TypeError(`Not a path git can store: ${JSON.stringify(path)}`);
    return content === null ? [`D ${quote(path)}\n`] : [`M 100644 inline ${quote(path)}\n`, ...data(content)];
  });
  const stream = [...head, ...data(commit.message), ...parent, ...changes].map((part) => Buffer.from(part));
  await git.text(["fast-import", "--quiet", "--date-format=raw"], { input: Buffer.concat(stream) });
}

async function configure(git: Git): Promise<void> {
  await mkdir(git.dir, { recursive: true });
  await git.text(["init", "-q", "--bare", "-b", "main"]);
  await appendFile(join(git.dir, "config"), SETTINGS);
}

function data(content: string | Uint8Array): readonly (string | Uint8Array)[] {
  return [`data ${Buffer.byteLength(content)}\n`, content, "\n"];
}

function quote(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
