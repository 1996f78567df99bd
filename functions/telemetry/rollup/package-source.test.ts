import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { packageSource } from "./package-source.ts";
import type { SourceLines } from "./roll-day.ts";
import { folderSourceCache } from "./source-cache.ts";
import { folderBytes, type GetUrl, urlBytes } from "./store-bytes.ts";
import { nodePackagePorts } from "../../../src/node/package-ports.ts";
import { aSigner } from "../../../src/testing/builders.ts";
import { aPackage } from "../../../src/testing/package-kit.ts";
import { zlibCrc32, zlibInflate } from "../../shared/inflate.ts";

const ports = { inflate: zlibInflate, crc32: zlibCrc32, sha256: nodePackagePorts.sha256 };
const code = `local view = {}\n${"-- a line that is there often\n".repeat(50)}return view\n`;

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mosis-source-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function aStore(archive: Uint8Array): string {
  const folder = aFolder();
  const file = join(folder, "packages/com.example.notes/2/package.mosis");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, archive);
  return folder;
}

function aCache(folder = aFolder(), now = new Date()) {
  return folderSourceCache(folder, now);
}

const { archive } = aPackage({ versionCode: 2, files: { "assets/scripts/view.lua": code } }, [aSigner("ada")]);
const line = async (lines: SourceLines, at: number, path = "assets/scripts/view.lua"): Promise<string | null> =>
  (await lines("com.example.notes", 2))?.(path, at) ?? null;

test("lines of a published package are read from its archive", async () => {
  const lines = packageSource(folderBytes(aStore(archive)), aCache(), ports);
  expect(await line(lines, 1)).toBe("local view = {}");
  expect(await line(lines, 52)).toBe("return view");
  expect(await line(lines, 99)).toBeNull();
  expect(await line(lines, 1, "assets/scripts/none.lua")).toBeNull();
  expect(await line(lines, 1, "assets/main.rml")).toBeNull();
  expect(await lines("com.example.notes", 3)).toBeNull();
});

test("an archive that is not of the strict profile has no lines", async () => {
  const cut = archive.subarray(0, -1);
  expect(await packageSource(folderBytes(aStore(cut)), aCache(), ports)("com.example.notes", 2)).toBeNull();
});

test("over HTTP, a package is read once in a month, and one that is missing is no trouble", async () => {
  const asked: string[] = [];
  const get: GetUrl = async ({ href }) => {
    asked.push(href);
    return href.includes("/2/") ? new Response(new Uint8Array(archive)) : new Response(null, { status: 404 });
  };
  const folder = aFolder();
  const linesOn = (day: string): SourceLines =>
    packageSource(urlBytes("https://store.example/", get), aCache(folder, new Date(day)), ports);
  const package2 = "https://store.example/packages/com.example.notes/2/package.mosis";
  expect(await line(linesOn("2090-01-01"), 1)).toBe("local view = {}");
  expect(await line(linesOn("2090-01-20"), 2)).toContain("often");
  expect(await line(linesOn("2090-02-10"), 2)).toContain("often");
  expect(asked).toEqual([package2]);
  expect(await line(linesOn("2090-03-20"), 2)).toContain("often");
  expect(asked).toEqual([package2, package2]);
  expect(await linesOn("2090-03-20")("com.example.notes", 3)).toBeNull();
});

test("over HTTP, what is longer than a package may be is none, and a store that is down is trouble", async () => {
  const endless = new ReadableStream<Uint8Array>({ pull: (stream) => stream.enqueue(new Uint8Array(1 << 20)) });
  expect(await urlBytes("https://store.example/", async () => new Response(endless))("a")).toBeNull();
  const down = packageSource(
    urlBytes("https://store.example/", async () => new Response(null, { status: 503 })),
    aCache(),
    ports,
  );
  await expect(down("com.example.notes", 2)).rejects.toThrow("answered 503");
});
