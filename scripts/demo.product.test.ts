import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

test("the demo tells the four stories of publishing and what a device makes of them", { tags: ["deep"] }, async () => {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "demo.ts")], { env });
  const done = stdout.split("\n").filter((line) => line.startsWith("✔ "));
  for (const end of [/go live/, /with no person/, /annotations on the planted lines/, /sam decides/, /uninstall/]) {
    expect(done.filter((line) => end.test(line))).not.toEqual([]);
  }
  expect(stdout).toContain(`${done.length} steps, all held.`);
});
