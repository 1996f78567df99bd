#!/usr/bin/env node
// The only user of `process`. An old Node gets no further than these imports, which it can parse.
import { isatty } from "node:tty";

import { unsupportedNode } from "./node-version.ts";

const trouble = unsupportedNode(process.versions.node);
if (trouble === null) {
  const { runCli } = await import("./run-cli.ts");
  const { commands } = await import("./commands/table.ts");
  const { stdin, stdout, stderr } = process;
  // A reader such as `head` that leaves early is no failure of ours.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 70));
  process.exitCode = await runCli(process.argv.slice(2), commands, {
    stdout: { isTTY: isatty(1), write: (text) => void stdout.write(text) },
    stderr: { isTTY: isatty(2), write: (text) => void stderr.write(text) },
    stdin: { isTTY: isatty(0) },
    env: process.env,
    cwd: process.cwd(),
    host: `Node ${process.versions.node} on ${process.platform} ${process.arch}`,
    clock: {
      now: () => performance.now(),
      every(milliseconds, action) {
        const timer = setInterval(action, milliseconds);
        return () => clearInterval(timer);
      },
    },
    // Most commands check nothing.
    async checker(subject) {
      const { checkInWorker } = await import("../node/checking/check-in-worker.ts");
      return checkInWorker(subject);
    },
    onInterrupt(action) {
      const signals = ["SIGINT", "SIGTERM"] as const;
      for (const signal of signals) process.once(signal, action);
      return () => {
        for (const signal of signals) process.off(signal, action);
      };
    },
    async openPrompts() {
      const { clackPrompts } = await import("./terminal/clack-prompts.ts");
      return clackPrompts(stdin, stderr);
    },
  });
} else {
  process.stderr.write(`${trouble}\n`);
  process.exitCode = 2;
}
