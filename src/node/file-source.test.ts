import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { fileSource, sha256Of } from "./file-source.ts";
import { ChangedSourceError } from "../core/package/byte-source.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

test("a file is read where it is asked for", () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "0123456789");
  const source = fileSource(path, 10);
  expect(source.length).toBe(10);
  expect(new TextDecoder().decode(source.read(3, 4))).toBe("3456");
  expect(source.read(10, 0)).toHaveLength(0);
});

test("a file that got shorter is not read as if it had not", () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "0123456789");
  const source = fileSource(path, 10);
  truncateSync(path, 5);
  expect(() => source.read(3, 4)).toThrow(ChangedSourceError);
});

test("the hash of a file is that of its bytes", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "abc");
  expect(await sha256Of(path)).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
