import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { createInterface } from "node:readline";

/** How fast a server answered. */
export interface Measured {
  /** Answers in a second. */
  readonly rate: number;
  /** Milliseconds that 50 and 99 of 100 answers took at most. */
  readonly p50: number;
  readonly p99: number;
}

/** Sends all bodies over so many connections, each as soon as the one before is answered. */
export async function load(url: string, bodies: readonly Buffer[], connections: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let body = bodies[next]; body !== undefined; body = bodies[next]) {
      const from = `192.0.${next >> 8}.${next & 255}`;
      next += 1;
      const started = performance.now();
      await send(url, body, agent, from);
      times.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { rate: bodies.length / seconds, p50: at(0.5), p99: at(0.99) };
}

function send(url: string, body: Buffer, agent: Agent, from: string): Promise<void> {
  return new Promise((done, fail) => {
    const headers = { "content-type": "application/json", "content-length": body.length, "x-from": from };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("error", fail);
      response.on("end", () => {
        if (response.statusCode === 202) done();
        else fail(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

/** Starts a server in a process of its own, and gives its address once it listens. */
export async function startProcess(
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; stop(): Promise<void>; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [script, ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT: "0", ...environment },
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const url = await new Promise<string>((done, fail) => {
    createInterface(child.stdout).on("line", (line) => {
      const found = /^Listening on (\S+)$/.exec(line)?.[1];
      if (found !== undefined) done(found);
    });
    void ended.then(() => fail(new Error(`${script} did not start`)));
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  return { url, stop, child };
}
