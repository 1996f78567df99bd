import { cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

import { unzipSync, zipSync } from "fflate";

import { installNode, type JobMachine } from "./job-machine.ts";
import type { Trigger } from "./triggers.ts";
import type { Backend } from "../forge/backend.ts";
import type { ArtifactRecord, WorkflowRunRecord } from "../forge/records.ts";

/** What a shim of an action works with. */
export interface ShimCall {
  readonly machine: JobMachine;
  readonly backend: Backend;
  readonly run: WorkflowRunRecord;
  readonly trigger: Trigger;
  readonly token: string;
  readonly caches: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly write: (text: string) => void;
  /** Runs at the end of a job that succeeded. */
  readonly atEnd: (work: () => Promise<void>) => void;
}

interface Shim {
  readonly inputs: readonly string[];
  run(call: ShimCall): Promise<void>;
}

/** Actions this runner knows, with the inputs it knows of them. */
export const shims: Readonly<Record<string, Shim>> = {
  "actions/checkout": { inputs: ["ref", "persist-credentials", "fetch-depth", "path"], run: checkout },
  "actions/setup-node": { inputs: ["node-version"], run: ({ machine }) => installNode(machine.bin) },
  "actions/cache": { inputs: ["path", "key", "restore-keys"], run: cache },
  "actions/upload-artifact": {
    inputs: ["name", "path", "if-no-files-found", "retention-days", "overwrite"],
    run: uploadArtifact,
  },
  "actions/download-artifact": { inputs: ["name", "path"], run: downloadArtifact },
};

async function checkout({ machine, backend, trigger, token, inputs, write }: ShimCall): Promise<void> {
  const { ref = trigger.sha, path = ".", "fetch-depth": depth = "1" } = inputs;
  const isOfFork = trigger.event === "workflow_run" || trigger.event === "pull_request_target";
  if (isOfFork && ref.startsWith("refs/pull/")) throw new Error("Refusing to check out code of a fork here.");
  const url = `${backend.links.repository(trigger.repository)}.git`;
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const isKept = inputs["persist-credentials"] !== "false";
  const script = `
    mkdir -p "$FOLDER" && cd "$FOLDER" && git init -q && git remote add origin "$URL"
    git -c protocol.version=2 -c "http.extraHeader=$HEADER" fetch -q ${depth === "0" ? "" : `--depth ${Number(depth)}`} origin "$REF"
    git -c advice.detachedHead=false checkout -q FETCH_HEAD
    ${isKept ? 'git config http.extraHeader "$HEADER"' : ":"}
  `;
  const env = { FOLDER: path, URL: url, HEADER: header, REF: ref, GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" };
  await succeed(await machine.bash(script, env, write), "checkout");
}

/** Caches of a branch are read by others of it and, those of the default branch, by all. */
async function cache({ machine, trigger, caches, inputs, write, atEnd }: ShimCall): Promise<void> {
  const { path = "", key = "", "restore-keys": prefixes = "" } = inputs;
  const folderOf = (ref: string) => join(caches, encodeURIComponent(ref));
  const scopes = [trigger.ref, `refs/heads/${trigger.repository.defaultBranch}`];
  const names = await Promise.all(scopes.map(async (ref) => readdir(folderOf(ref)).catch(() => [])));
  const wanted = [key, ...prefixes.split("\n").filter((prefix) => prefix !== "")].map(encodeURIComponent);
  const found = wanted
    .flatMap((start) => scopes.flatMap((ref, at) => (names[at] ?? []).map((name) => ({ ref, name, start }))))
    .findLast(({ name, start }) => name.startsWith(start));
  const place = join(machine.workspace, path);
  if (found !== undefined) await cp(join(folderOf(found.ref), found.name), place, { recursive: true });
  write(found === undefined ? `No cache for ${key}` : `Restored ${found.name}`);
  if (found?.name === encodeURIComponent(key)) return;
  atEnd(async () => {
    if ((await stat(place).catch(() => null)) === null) return;
    await cp(place, join(folderOf(trigger.ref), encodeURIComponent(key)), { recursive: true });
  });
}

async function uploadArtifact({ machine, backend, run, inputs, write }: ShimCall): Promise<void> {
  const { name = "artifact", path = "" } = inputs;
  const source = join(machine.workspace, path);
  const found = await stat(source).catch(() => null);
  if (found === null) {
    if (inputs["if-no-files-found"] === "error") throw new Error(`There is no ${path} to upload.`);
    return write(`There is no ${path} to upload.`);
  }
  const files = found.isFile() ? [source] : await filesBelow(source);
  const root = found.isFile() ? dirname(source) : source;
  const entries = files.map(async (file) => {
    return [relative(root, file).split(sep).join("/"), new Uint8Array(await readFile(file))] as const;
  });
  const archive = zipSync(Object.fromEntries(await Promise.all(entries)), { level: 1 });
  const { artifacts } = backend.store.state;
  const same = artifacts.findIndex((each) => each.run === run.id && each.name === name);
  if (same >= 0 && inputs["overwrite"] !== "true") throw new Error(`There is an artifact ${name} already.`);
  if (same >= 0) artifacts.splice(same, 1);
  const about = { repository: run.repository, run: run.id, name, size: archive.length, createdAt: backend.now() };
  const artifact: ArtifactRecord = { id: backend.store.newId(), ...about };
  await mkdir(backend.artifactsDir, { recursive: true });
  await writeFile(join(backend.artifactsDir, String(artifact.id)), archive);
  artifacts.push(artifact);
  write(`Uploaded ${name}: ${files.length} files`);
}

async function downloadArtifact({ machine, backend, run, inputs }: ShimCall): Promise<void> {
  const { name = "", path = "." } = inputs;
  const artifact = backend.store.state.artifacts.find((each) => each.run === run.id && each.name === name);
  if (artifact === undefined) throw new Error(`The run has no artifact ${name}.`);
  const archive = await readFile(join(backend.artifactsDir, String(artifact.id)));
  for (const [file, bytes] of Object.entries(unzipSync(archive))) {
    const place = join(machine.workspace, path, file);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, bytes);
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function succeed(exitCode: number | null, what: string): Promise<void> {
  if (exitCode !== 0 && exitCode !== null) throw new Error(`${what} failed with exit code ${exitCode}`);
}
