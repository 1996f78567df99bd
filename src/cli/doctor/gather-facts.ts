import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { access, constants, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { keyFacts } from "./key-facts.ts";
import { storeFacts } from "./store-facts.ts";
import type { ProjectFacts, SetupFacts } from "../../core/doctor/setup-facts.ts";
import { parseJson } from "../../core/json/parse.ts";
import { valueAt } from "../../core/json/value.ts";
import type { Device } from "../../device/device.ts";
import type { NodeChecker } from "../../node/checking/check-subject.ts";
import { nodeVersion } from "../../node/host.ts";
import { keysFolder } from "../../node/key-store.ts";
import { mosisVersion } from "../../node/mosis-version.ts";
import { readProject } from "../../node/project.ts";
import { TEMPORARY_FILE } from "../../node/write-atomically.ts";
import type { Environment } from "../command.ts";
import { isMissing } from "../errors/is-missing.ts";
import { gitAuthor } from "../init/git-author.ts";
import { unsupportedNode } from "../node-version.ts";

const execute = promisify(execFile);

export interface Where {
  readonly cwd: string;
  readonly env: Environment;
  /** A store to ask, as `storeUrl` gives it, and the device whose pins count; null asks nobody. */
  readonly store: { readonly url: string; readonly device: Device } | null;
  readonly checker: NodeChecker;
}

/** Gathers everything that `mosis doctor` judges. Changes nothing but a file that it makes and removes to see whether it can. */
export async function gatherFacts({ cwd, env, store, checker }: Where): Promise<SetupFacts> {
  const keys = keysFolder(env);
  const home = dirname(keys);
  return {
    node: { version: nodeVersion, trouble: unsupportedNode(nodeVersion) },
    mosis: { version: mosisVersion(), installed: await installedVersion(cwd) },
    git: { version: await gitVersion(cwd, env), ...(await gitAuthor(cwd, env)) },
    home: { path: home, trouble: await writeTrouble(home) },
    ...(await keyFacts(keys)),
    leftovers: [...(await leftoversIn(home)), ...(await leftoversIn(join(cwd, "dist")))],
    charset: charsetOf(env),
    project: await projectFacts(cwd, checker),
    store: store === null ? null : await storeFacts(store.url, store.device),
  };
}

/** The `mosis` that Node finds from a folder; null where there is none, or something else of that name. */
async function installedVersion(folder: string): Promise<string | null> {
  const file = join(folder, "node_modules", "mosis", "package.json");
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return dirname(folder) === folder ? null : installedVersion(dirname(folder));
  const parsed = parseJson(bytes, file);
  const version = parsed.ok ? valueAt(parsed.document.value, "/version") : undefined;
  return typeof version === "string" ? version : null;
}

async function gitVersion(cwd: string, env: Environment): Promise<string | null> {
  try {
    const { stdout } = await execute("git", ["--version"], { cwd, env: { ...env } });
    return stdout.trim().replace(/^git version /, "");
  } catch {
    return null;
  }
}

/** Why nothing can be written to a folder, or be made in its place; null where it can. */
async function writeTrouble(folder: string): Promise<string | null> {
  try {
    if (!(await isFolder(folder))) {
      await access(await firstFolderAbove(folder), constants.W_OK);
      return null;
    }
    const probe = join(folder, `.doctor.${randomUUID()}.tmp`);
    await writeFile(probe, "");
    await rm(probe);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (found !== null && !found.isDirectory()) throw new Error("a file is in its place");
  return found !== null;
}

async function firstFolderAbove(path: string): Promise<string> {
  const above = dirname(path);
  return (await isFolder(above)) ? above : firstFolderAbove(above);
}

async function leftoversIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && TEMPORARY_FILE.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

/** POSIX: the first of these that is set decides. */
function charsetOf(env: Environment): string | null {
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => value !== undefined && value !== "");
  return /\.([^@]+)/.exec(locale ?? "")?.[1] ?? null;
}

async function projectFacts(cwd: string, checker: NodeChecker): Promise<ProjectFacts | null> {
  const manifest = await stat(join(cwd, "manifest.json")).catch(() => null);
  if (manifest === null) return null;
  const project = await readProject(cwd, checker);
  const errors = project.findings.filter(({ severity }) => severity === "error").length;
  return { app: project.manifest?.id ?? null, errors, others: project.findings.length - errors };
}
