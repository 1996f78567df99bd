import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

test("the demo tells the whole story, from a developer's key to an uninstalled app, and every step holds", async () => {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "demo.ts")], { env });
  const done = stdout.split("\n").filter((line) => line.startsWith("✔ "));
  expect(done.map((line) => line.replace(/^✔ (\w+).*$/, "$1"))).toContain("uninstall");
  expect(stdout).toContain(`${done.length} steps, all held.`);
});
