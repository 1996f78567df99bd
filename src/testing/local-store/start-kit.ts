import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const SCRIPT = join(import.meta.dirname, "../../../scripts/start.ts");

/** `npm start` in a process of its own. */
export interface Started {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** The exit code, null when it was killed. */
  readonly ended: Promise<number | null>;
  /** Resolves when it serves, with the addresses that it prints, or with its output when it ended without. */
  readonly served: Promise<ServedAt>;
}

export interface ServedAt {
  readonly store: string;
  readonly registry: string;
  /** Empty where there are no functions. */
  readonly portal: string;
}

export function startStore(folder: string, ...args: readonly string[]): Started {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const child = spawn(process.execPath, [SCRIPT, "--folder", folder, ...args], { env });
  let output = "";
  const served = Promise.withResolvers<ServedAt>();
  const read = (part: Buffer): void => {
    output += part.toString();
    if (!output.includes("Ctrl+C")) return;
    const [store = "", registry = "", portal = ""] = ["Store", "Registry", "Portal"].map((name) =>
      addressOf(name, output),
    );
    served.resolve({ store, registry, portal });
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      served.resolve({ store: output, registry: output, portal: output });
      resolve(code);
    });
  });
  return { child, output: () => output, ended, served: served.promise };
}

/** Without a final slash. */
function addressOf(name: string, output: string): string {
  return new RegExp(`^ *${name} +(\\S+?)/?$`, "m").exec(output)?.[1] ?? "";
}
