import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeEach, describe, expect, test } from "vitest";

import { folderFetcher } from "./folder-fetch.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

let folder: string;
beforeEach(() => {
  const around = temporaryFolder();
  folder = join(around, "store");
  mkdirSync(join(folder, "tuf"), { recursive: true });
  writeFileSync(join(folder, "tuf", "a.json"), "12345");
  writeFileSync(join(around, "secret.json"), "12345");
  mkdirSync(join(around, "store-of-others"));
  writeFileSync(join(around, "store-of-others", "b.json"), "12345");
});

const refused = (code: string) => expect.objectContaining({ name: "FetchError", code });

describe("a file of a folder", () => {
  test("is read up to the bytes that are taken", async () => {
    const fetch = folderFetcher(folder);
    expect(new TextDecoder().decode((await fetch("tuf/a.json", 5)) ?? undefined)).toBe("12345");
    await expect(fetch("tuf/a.json", 4)).rejects.toThrow(refused("too-large"));
    await expect(fetch("tuf/a.json", 0)).rejects.toThrow(refused("too-large"));
    writeFileSync(join(folder, "empty"), "");
    expect(await fetch("empty", 0)).toEqual(new Uint8Array());
  });

  test("is null where there is none, or a folder or a pipe instead", async () => {
    const fetch = folderFetcher(folder);
    execFileSync("/bin/sh", ["-c", `mkfifo "$0"`, join(folder, "pipe")]);
    for (const path of ["none", "none/a.json", "tuf/a.json/b", "tuf", "pipe"]) expect(await fetch(path, 9)).toBeNull();
  });

  test("may be behind links that stay inside", async () => {
    symlinkSync(join(folder, "tuf"), join(folder, "latest"));
    symlinkSync(folder, `${folder}-link`);
    expect(await folderFetcher(`${folder}-link`)("latest/a.json", 5)).toHaveLength(5);
  });

  test.for([
    "../secret.json",
    "tuf/../../secret.json",
    "tuf/../tuf/a.json",
    "./tuf/a.json",
    "/etc/hostname",
    "tuf//a.json",
    "..\\secret.json",
    "c:secret.json",
    "tuf/a.json\0",
    "",
    ".",
  ])("is not had by the path %j", async (path) => {
    await expect(folderFetcher(folder)(path, 9)).rejects.toThrow(refused("unreachable"));
  });

  test("is not had through a link that leads out, not even to a folder of a like name", async () => {
    symlinkSync("../secret.json", join(folder, "file.json"));
    symlinkSync("../store-of-others", join(folder, "others"));
    for (const path of ["file.json", "others/b.json"]) {
      await expect(folderFetcher(folder)(path, 9)).rejects.toThrow(refused("unreachable"));
    }
  });

  test("cannot be had when the folder is gone", async () => {
    renameSync(folder, `${folder}-away`);
    await expect(folderFetcher(folder)("tuf/a.json", 9)).rejects.toThrow(refused("unreachable"));
  });
});
