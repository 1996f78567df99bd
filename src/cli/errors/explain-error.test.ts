import { mkdirSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { CliError } from "./cli-error.ts";
import { errorJson, explainError } from "./explain-error.ts";
import { DeviceError } from "../../device/device-error.ts";
import { KeyFileError } from "../../node/key-file.ts";
import { KeyStoreError } from "../../node/key-store.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

test("passes on what a command says itself", () => {
  const error = new CliError("not-empty", "Not empty.", "Choose another.");
  expect(explainError(error)).toEqual({
    code: "not-empty",
    exit: 2,
    message: "Not empty.",
    fix: "Choose another.",
    problem: null,
    stack: null,
  });
});

test("tells programs which part of the specification a lineage breaks", () => {
  const error = new DeviceError("lineage", "It is another one.", { problem: "history" });
  const explained = explainError(error);
  expect(explained).toMatchObject({ code: "app-lineage", exit: 1, problem: "history" });
  expect(errorJson(explained)).toEqual({
    code: "app-lineage",
    message: "It is another one.",
    fix: error.fix,
    problem: "history",
  });
  expect(errorJson(explainError(new CliError("not-empty", "Not empty.")))).toEqual({
    code: "not-empty",
    message: "Not empty.",
  });
});

test.each([
  ["passphrase-needed", "answer-needed", 2],
  ["passphrase-wrong", "passphrase-wrong", 3],
  ["not-ed25519", "key-unreadable", 2],
  ["unreadable", "key-unreadable", 2],
] as const)("explains a key file that is %s", (code, expected, exit) => {
  const explained = explainError(new KeyFileError(code, "The key."));
  expect(explained).toMatchObject({ code: expected, exit, message: "The key." });
  expect(explained.fix).toContain(code === "passphrase-needed" ? "MOSIS_PASSPHRASE" : "mosis keys generate");
});

test.each([
  ["exists", "key-exists"],
  ["broken", "key-unreadable"],
] as const)("explains a key store where a key %s", (code, expected) => {
  expect(explainError(new KeyStoreError(code, "The key."))).toMatchObject({ code: expected, exit: 2 });
});

test("explains what the file system says, with the path", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "file");
  writeFileSync(file, "x");
  const missing = join(folder, "nowhere");
  expect(await failure(() => readFile(missing))).toMatchObject({
    code: "not-found",
    exit: 2,
    message: `\`${missing}\` does not exist.`,
  });
  expect(await failure(() => readFile(join(file, "below")))).toMatchObject({ code: "wrong-kind", exit: 2 });
  expect(await failure(() => readFile(folder))).toMatchObject({ code: "wrong-kind", exit: 2 });
  expect(await failure(() => mkdir(file))).toMatchObject({ code: "not-empty" });
  expect(await failure(() => writeFile(join(missing, "x"), ""))).toMatchObject({ code: "not-found" });
});

test("names the target of a rename, not the temporary file", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "temporary"), "x");
  mkdirSync(join(folder, "target"));
  const explained = await failure(() => rename(join(folder, "temporary"), join(folder, "target")));
  expect(explained.message).toBe(`\`${join(folder, "target")}\` is a folder, but a file is needed.`);
});

test.each([
  ["EACCES", "not-permitted", 2],
  ["EPERM", "not-permitted", 2],
  ["ENOSPC", "file-system", 1],
  ["EROFS", "file-system", 1],
  ["EIO", "file-system", 1],
])("explains %s", (code, expected, exit) => {
  const error = Object.assign(new Error(`${code}: oh no`), { code, syscall: "write" });
  expect(explainError(error)).toMatchObject({ code: expected, exit, stack: null });
});

test.each([
  new TypeError("x is not a function"),
  Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" }),
])("takes what nobody expected for a bug: %s", (error) => {
  const explained = explainError(error);
  expect(explained).toMatchObject({ code: "bug", exit: 70, stack: expect.stringContaining(error.message) });
  expect(explained.fix).toContain("report");
});

test("survives that something else than an error is thrown", () => {
  expect(explainError("oops")).toMatchObject({ code: "bug", message: expect.stringContaining("oops"), stack: "oops" });
});

async function failure(action: () => Promise<unknown>) {
  return action().then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => explainError(error),
  );
}
