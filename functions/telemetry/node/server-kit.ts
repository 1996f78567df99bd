import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { onTestFinished } from "vitest";

import { knownApps } from "../batch-kit.ts";

/** A server that was started as its operator starts it. */
export interface StartedServer {
  readonly url: string;
  /** What it wrote to standard error. */
  readonly errors: string[];
  /** Ends it as the system does when memory runs out: at once, with nothing said. */
  kill(): Promise<void>;
  /** Asks it to stop; gives its exit code. */
  stop(): Promise<number | null>;
  readonly process: ChildProcess;
}

const SERVER = join(import.meta.dirname, "../../server.ts");

/** A temporary folder with a published store that has `knownApps`, and room for data; gone when the test ends. */
export function aServerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mosis-server-"));
  const apps = Object.entries(knownApps).map(([id, codes]) => ({
    app_id: id,
    digest: id,
    versions: codes.length,
    version_codes: codes,
  }));
  mkdirSync(join(folder, "store/v1"), { recursive: true });
  writeFileSync(join(folder, "store/v1/apps.json"), JSON.stringify({ apps }));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Starts a server on a free port, for which addresses are in the header `x-from`. */
export async function startServer(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<StartedServer> {
  const child = spawn(process.execPath, [...options, SERVER], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      MOSIS_STORE: join(folder, "store"),
      MOSIS_DATA: join(folder, "data"),
      MOSIS_ADDRESS_HEADER: "x-from",
      PORT: "0",
      ...environment,
    },
  });
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  onTestFinished(() => void child.kill("SIGKILL"));
  const errors: string[] = [];
  createInterface(child.stderr).on("line", (line) => errors.push(line));
  const url = await new Promise<string>((done, fail) => {
    createInterface(child.stdout).on("line", (line) => {
      const found = /^Listening on (http:\S+)$/.exec(line)?.[1];
      if (found !== undefined) done(found);
    });
    void ended.then((code) => fail(new Error(`The server ended with ${code}: ${errors.join("\n")}`)));
  });
  return {
    url,
    errors,
    process: child,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends over connections that stay open, which `fetch` of Node takes twice the time for. */
export function aSender(): {
  post(url: string, body: string, from: string): Promise<Answer>;
  close(): void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    post: (url, body, from) =>
      new Promise((done, fail) => {
        const headers = {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "x-from": from,
        };
        const sent = request(url, { method: "POST", agent, headers }, (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (piece: string) => {
            text += piece;
          });
          response.on("error", fail);
          response.on("end", () => done({ status: response.statusCode ?? 0, body: text }));
        });
        sent.on("error", fail);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
