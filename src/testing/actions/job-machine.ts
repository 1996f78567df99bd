import { spawn } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A computer of one job, empty at its beginning and thrown away at its end. */
export interface JobMachine {
  readonly workspace: string;
  readonly temp: string;
  /** Where programs of `setup-node` are. */
  readonly bin: string;
  /** Runs a script as `bash -e`; gives its exit code, null when it was killed. */
  bash(script: string, env: Readonly<Record<string, string>>, write: (text: string) => void): Promise<number | null>;
  /** Pulls the plug: what runs dies, and nothing runs any more. */
  kill(): void;
  readonly isDead: boolean;
  remove(): Promise<void>;
}

const PROJECT = join(import.meta.dirname, "../../..");
/**
 * Where machines are: beside the modules that jobs link, because Astro takes the path of a module that shares no folder with the site's
 * for one within the site.
 */
const MACHINES = join(PROJECT, ".jobs");
const SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

/**
 * `npm ci` links the modules of this project, if the lock file is this project's: installing them for each job would take longer than
 * all of the jobs.
 */
const NPM = `#!/usr/bin/env bash
case "$*" in
  ci | "ci --ignore-scripts") ;;
  *) echo "this runner has no 'npm $*'" >&2; exit 127 ;;
esac
cmp package-lock.json '${PROJECT}/package-lock.json' >&2 || exit 1
ln -sfn '${PROJECT}/node_modules' node_modules
`;

export async function createJobMachine(): Promise<JobMachine> {
  const folder = await freeFolder();
  const [workspace, temp, bin] = ["work", "temp", "bin"].map((name) => join(folder, name)) as [string, string, string];
  for (const each of [workspace, temp, bin, join(folder, "home")]) await mkdir(each, { recursive: true });
  let child: ReturnType<typeof spawn> | null = null;
  let isDead = false;
  let scripts = 0;
  return {
    workspace,
    temp,
    bin,
    async bash(script, env, write) {
      if (isDead) return null;
      scripts += 1;
      const file = join(temp, `script-${scripts}.sh`);
      await writeFile(file, script);
      const own = { PATH: SYSTEM_PATH, HOME: join(folder, "home"), TMPDIR: temp, LC_ALL: "C.UTF-8", CI: "true" };
      const { NODE_COMPILE_CACHE } = process.env;
      const base = { ...own, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) };
      return new Promise((resolve, reject) => {
        const running = spawn("bash", ["-e", file], {
          cwd: workspace,
          env: { ...base, ...env },
          stdio: ["ignore", "pipe", "pipe"],
          detached: true,
        });
        child = running;
        const read = (chunk: Buffer) => write(chunk.toString("utf8"));
        running.stdout.on("data", read);
        running.stderr.on("data", read);
        running.on("error", reject);
        running.on("close", (code) => resolve(isDead ? null : (code ?? 1)));
      });
    },
    kill() {
      isDead = true;
      if (child?.pid === undefined || child.exitCode !== null) return;
      try {
        // The whole group: node below bash too.
        process.kill(-child.pid, "SIGKILL");
      } catch (error) {
        // It ended by itself a moment ago.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    },
    get isDead() {
      return isDead;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The first that no machine has: where the same paths come again, Node finds there what it has compiled. */
async function freeFolder(): Promise<string> {
  await mkdir(MACHINES, { recursive: true });
  for (let number = 1; ; number += 1) {
    const folder = join(MACHINES, `job-${number}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Puts Node and npm on the machine. */
export async function installNode(bin: string): Promise<void> {
  await symlink(process.execPath, join(bin, "node"));
  await writeFile(join(bin, "npm"), NPM, { mode: 0o755 });
}
