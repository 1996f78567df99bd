import { open } from "node:fs/promises";

import JSZip from "jszip";

import { noIgnoreRules, parseIgnoreFile } from "./ignore.ts";
import { nodeCrc32, nodeInflate } from "./inflate.ts";
import type { NodeChecker } from "./checking/check-subject.ts";
import { isLeftOut, type Project } from "./project.ts";
import { echo, type Finding, finding, sortFindings } from "../core/findings/finding.ts";
import { limits } from "../core/limits.ts";
import { checkEntries, checkProject, type ProjectEntry } from "../core/package/check-project.ts";
import { InflateError } from "../core/package/inflate-port.ts";
import { MANIFEST_PATH } from "../core/package/package-path.ts";
import { methods } from "../core/package/zip/zip-format.ts";

/** Central records in a foreign archive, folders included: jszip keeps an object of each. */
const MAX_RECORDS = 4 * limits.package.entries;
/** What macOS puts into an archive beside its files. */
const JUNK_FOLDER = "__MACOSX/";

/** A file of a foreign archive, still packed. */
interface ForeignEntry extends ProjectEntry {
  readonly packed: Uint8Array;
  readonly method: number;
  readonly crc32: number;
}

type Foreign<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Reads an archive that any tool made as if it were a project folder: folders and what `mosis build` leaves out are left out, and one
 * folder around everything is taken off. Limits hold before and while inflating; an entry that would leave the folder is refused.
 *
 * @throws the error of `node:fs` when the file cannot be read
 */
export async function importZip(file: string, checker: NodeChecker): Promise<Project> {
  const archive = await readArchive(file);
  const entries = archive.ok ? await listEntries(archive.value) : archive;
  const inner = entries.ok ? withoutFolder(entries.value) : [];
  const kept = entries.ok ? leaveOut(inner) : entries;
  if (!kept.ok) return { files: [], manifest: null, findings: kept.findings };

  const listing = checkEntries(kept.value);
  if (listing.paths === null) return { files: [], manifest: null, findings: listing.findings };
  const byPath = new Map(kept.value.map((each) => [each.path, each]));
  const findings: Finding[] = [...listing.findings];
  const files = listing.paths.flatMap((path) => {
    const entry = byPath.get(path);
    const data = entry === undefined ? null : unpack(entry, findings);
    return data === null ? [] : [{ path, data }];
  });
  const all = new Set(inner.map(({ path }) => path));
  const checked = await checker({ kind: "files", files });
  const report = checkProject(files, checked, (path) => all.has(path));
  return { files, manifest: report.manifest, findings: sortFindings([...findings, ...report.findings]) };
}

async function readArchive(path: string): Promise<Foreign<Buffer>> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size <= limits.package.packedBytes) return { ok: true, value: await file.readFile() };
    const message = `The archive has ${size} bytes.`;
    return refuse(finding("zip/too-large", { message, expected: `at most ${limits.package.packedBytes} bytes` }));
  } finally {
    await file.close();
  }
}

async function listEntries(archive: Buffer): Promise<Foreign<readonly ForeignEntry[]>> {
  const records = countRecords(archive);
  if (records > MAX_RECORDS) {
    const message = `The archive has ${records} records.`;
    return refuse(finding("zip/too-many-entries", { message, expected: `at most ${MAX_RECORDS}` }));
  }
  let zip: JSZip;
  try {
    zip = await JSZip.loadAsync(archive);
  } catch (error) {
    const message = `The archive can't be read: ${echo(error instanceof Error ? error.message : String(error))}.`;
    return refuse(
      finding("zip/bad-record", { message, fix: "Pack the files anew with any ZIP tool, without a password." }),
    );
  }
  const found = Object.values(zip.files);
  // jszip keeps the last of several entries of one name: the archive announces more than there are then.
  const announced = announcedRecords(archive);
  if (announced !== found.length) {
    const message = `The archive announces ${announced} entries, but ${found.length} can be told apart.`;
    return refuse(finding("zip/duplicate-path", { message, fix: "Pack the files anew, each name once." }));
  }
  const findings: Finding[] = [];
  const entries = found.filter(({ dir }) => !dir).flatMap((each) => entryOf(each, findings) ?? []);
  return findings.length > 0 ? { ok: false, findings: sortFindings(findings) } : { ok: true, value: entries };
}

/** Null for an entry that can't be taken, which is then a finding. */
function entryOf(object: JSZip.JSZipObject, findings: Finding[]): ForeignEntry | null {
  const { name, unixPermissions, unsafeOriginalName = name } = object;
  // jszip rewrites `../x` to `x`, and would give a file a name that nobody asked for.
  if (unsafeOriginalName.split(/[/\\]/).includes("..")) {
    const message = `The path ${echo(unsafeOriginalName)} leads out of its folder.`;
    findings.push(finding("package/path", { message, expected: "a path such as assets/main.rml" }));
    return null;
  }
  const data = packedData(object);
  if (data === null) {
    findings.push(finding("zip/method", { message: `Entry ${echo(name)} is packed in a way that is not read.` }));
    return null;
  }
  return { path: name, kind: kindOf(Number(unixPermissions ?? 0)), ...data };
}

/** `st_mode` as Unix tools write it; 0 where others packed. */
function kindOf(mode: number): ProjectEntry["kind"] {
  const type = mode & 0o170000;
  if (type === 0o120000) return "symlink";
  return type === 0 || type === 0o100000 ? "file" : "other";
}

/**
 * What jszip read of an entry (its `CompressedObject`). It is not inflated by jszip, which knows no limit and, for a false size, throws
 * where nobody can catch it.
 */
function packedData(object: JSZip.JSZipObject): Omit<ForeignEntry, "path" | "kind"> | null {
  const { _data: data } = object as unknown as {
    readonly _data: Promise<unknown> | CompressedObject | undefined;
  };
  // jszip makes a string of an entry that says it is empty.
  if (data instanceof Promise) return { packed: new Uint8Array(), length: 0, crc32: 0, method: methods.stored };
  if (!(data?.compressedContent instanceof Uint8Array)) return null;
  const { compressedContent: packed, uncompressedSize, crc32, compression } = data;
  // jszip reads both as signed: a claim of 3 GiB would count as less than nothing.
  return { packed, length: uncompressedSize >>> 0, crc32: crc32 >>> 0, method: compression.magic.charCodeAt(0) };
}

interface CompressedObject {
  readonly compressedContent: Uint8Array;
  readonly uncompressedSize: number;
  readonly crc32: number;
  readonly compression: { readonly magic: string };
}

function unpack({ path, packed, length, method, crc32 }: ForeignEntry, findings: Finding[]): Uint8Array | null {
  let data: Uint8Array;
  try {
    data = method === methods.stored ? packed : nodeInflate(packed, length).bytes;
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    const rule = error.code === "too-large" ? "zip/size" : "zip/deflate-corrupt";
    findings.push(finding(rule, { file: path, message: `The data can't be unpacked: ${error.message}.` }));
    return null;
  }
  const isWhole = data.length === length;
  if (isWhole && nodeCrc32(data) === crc32) return data;
  const message = isWhole ? "The data do not have the CRC-32 of their record." : "The data have another size.";
  findings.push(finding(isWhole ? "zip/crc" : "zip/size", { file: path, message }));
  return null;
}

/** Takes off the folder that many tools, and code forges, put around everything, if the manifest is in it. */
function withoutFolder(entries: readonly ForeignEntry[]): readonly ForeignEntry[] {
  const files = entries.filter(({ path }) => !path.startsWith(JUNK_FOLDER));
  const top = files[0]?.path.slice(0, (files[0]?.path.indexOf("/") ?? -1) + 1) ?? "";
  const isAround = top !== "" && files.every(({ path }) => path.startsWith(top));
  if (!isAround || !files.some(({ path }) => path === `${top}${MANIFEST_PATH}`)) return files;
  return files.map((each) => ({ ...each, path: each.path.slice(top.length) }));
}

function leaveOut(entries: readonly ForeignEntry[]): Foreign<readonly ForeignEntry[]> {
  const ignoreFile = entries.find(({ path, kind }) => path === ".mosisignore" && kind === "file");
  let rules = noIgnoreRules;
  if (ignoreFile !== undefined) {
    const findings: Finding[] = [];
    const bytes = ignoreFile.length > limits.json.bytes ? null : unpack(ignoreFile, findings);
    if (bytes === null && findings.length === 0) {
      const message = `\`.mosisignore\` has ${ignoreFile.length} bytes.`;
      return refuse(finding("package/too-large", { message, expected: `at most ${limits.json.bytes} bytes` }));
    }
    if (bytes === null) return { ok: false, findings };
    rules = parseIgnoreFile(new TextDecoder().decode(bytes));
  }
  return { ok: true, value: entries.filter(({ path }) => !isLeftOut(path, rules)) };
}

function countRecords(archive: Buffer): number {
  let count = 0;
  for (let at = archive.indexOf(CENTRAL); at !== -1; at = archive.indexOf(CENTRAL, at + 4)) count += 1;
  return count;
}

/** What the last end record says; -1 without one, which jszip would not have read. */
function announcedRecords(archive: Buffer): number {
  const at = archive.lastIndexOf(END);
  return at === -1 || at + 12 > archive.length ? -1 : archive.readUInt16LE(at + 10);
}

const CENTRAL = Buffer.from("PK\u0001\u0002", "latin1");
const END = Buffer.from("PK\u0005\u0006", "latin1");

function refuse(one: Finding): { readonly ok: false; readonly findings: readonly Finding[] } {
  return { ok: false, findings: [one] };
}
