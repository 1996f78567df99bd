import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

import { expect, test } from "vitest";

import { fencedBlocks } from "./fenced-blocks.ts";
import { pageSteps } from "./page-steps.ts";
import { followPage } from "./reader.ts";
import { temporaryFolder } from "../cli/temporary-folder.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGE = join(ROOT, "docs/operate/your-own-store.md");

test("who sets up a store as the page says has a registry in which nothing is wrong", { tags: ["deep"] }, async () => {
  const work = temporaryFolder();
  const [folder, memory] = [join(work, "checkout"), join(work, "memory")];
  await Promise.all([folder, memory].map((path) => mkdir(path)));
  await cp(join(ROOT, "registry"), join(folder, "registry"), { recursive: true });
  await Promise.all(
    ["scripts", "src", "node_modules", "package.json"].map((name) => symlink(join(ROOT, name), join(folder, name))),
  );
  const steps = pageSteps(fencedBlocks(await readFile(PAGE, "utf8")));
  const output = await followPage(steps, {
    folder,
    memory,
    env: { PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter) },
    passphrase: "of the operators",
    ownWord: (word) => word,
  });
  expect(output).toMatch(/^wrote registry\/trust\/1\.root\.json$/m);
  expect(output).toMatch(/^[0-9a-f]{64} {2}registry\/trust\/1\.root\.json$/m);
});
