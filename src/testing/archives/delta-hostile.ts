import { type ForgedDelta, type ForgedFile, forgeDelta } from "./delta-forge.ts";
import { madeDelta, newerChoice, newerPackage, olderChoice, placeOf, rightDelta } from "./delta-pair.ts";
import { aPackage } from "../package-kit.ts";
import { developer, platform } from "../vectors/vectors-kit.ts";
import { fromHex } from "../../core/bytes.ts";
import type { RuleId } from "../../core/findings/catalogue.ts";
import { nodeDeflate } from "../../node/inflate.ts";

/** A delta that has to be refused, and every rule it breaks. */
export interface HostileDelta {
  readonly name: string;
  readonly why: string;
  readonly rules: readonly RuleId[];
  readonly bytes: Uint8Array;
}

const MIB = 1 << 20;
const right = rightDelta();
const made = madeDelta();
const [signature] = right.signatures;
const sig = signature?.sig ?? new Uint8Array();
const keyid = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();
const raw = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

const textOf = ({ files = {} }: typeof olderChoice): Uint8Array => Buffer.from(files["assets/words.txt"] ?? "");
const [oldWords, newWords] = [textOf(olderChoice), textOf(newerChoice)];

/** The right delta with other members. */
function forged(change: ForgedDelta): Uint8Array {
  return forgeDelta({ ...right, ...change });
}

/** The right delta with one file described otherwise. */
function withFile(named: string, change: Partial<ForgedFile>): Uint8Array {
  return forged({ files: right.files.map((file) => (file.named === named ? { ...file, ...change } : file)) });
}

/** The right delta with a further file: the first one. */
function withFirst(...first: readonly ForgedFile[]): Uint8Array {
  return forged({ files: [...first, ...right.files] });
}

/** The right delta with a further file: the last one. */
function withLast(...last: readonly ForgedFile[]): Uint8Array {
  return forged({ files: [...right.files, ...last] });
}

/** A new file of five bytes. */
function added(path: string | Uint8Array): ForgedFile {
  return { path, tail: 5, packed: nodeDeflate(Buffer.from("evil\n")) };
}

function bad(name: string, why: string, rule: RuleId, bytes: Uint8Array): HostileDelta {
  return { name, why, rules: [rule], bytes };
}

const broken: readonly HostileDelta[] = [
  bad("another mark", "Of some other format.", "delta/mark", forged({ mark: Buffer.from("msd2") })),
  bad("a piece of an archive", "What deltas were once.", "delta/mark", newerPackage.archive.slice(0, 500)),
  bad("two bytes", "Too short for a mark.", "delta/mark", made.slice(0, 2)),
  bad("nothing but the mark", "Cut before the first number.", "delta/truncated", made.slice(0, 4)),
  bad("cut in a signature", "Cut.", "delta/truncated", made.slice(0, 40)),
  bad("cut in a path", "Cut.", "delta/truncated", made.slice(0, Buffer.from(made).indexOf("fresh"))),
  bad("cut in the last stream", "Cut by one byte.", "delta/truncated", made.slice(0, -1)),
  bad("a byte at the end", "A delta ends with its last stream.", "delta/trailing", forged({ trailing: raw("00") })),
  bad("a second delta at the end", "Only one reader would see it.", "delta/trailing", forged({ trailing: made })),
  bad("a number with a zero group", "Longer than it has to be.", "delta/number", forged({ removedCount: raw("8100") })),
  bad(
    "a zero in two bytes",
    "Longer than it has to be.",
    "delta/number",
    withFile("lib/empty.txt", { base: raw("8000") }),
  ),
  bad("a number of 2^31", "Too large.", "delta/number", withFile("lib/old.lua", { tail: 2 ** 31 })),
  bad("a number of six bytes", "Too large.", "delta/number", withFile("lib/old.lua", { tail: raw("ffffffffff01") })),
];

const disordered: readonly HostileDelta[] = [
  bad(
    "a signer twice",
    "Each key signs once.",
    "delta/order",
    forged({ signatures: [...right.signatures, ...right.signatures] }),
  ),
  bad(
    "a known signer spelled out",
    "The older version has the key, so its place names it.",
    "delta/order",
    forged({ signatures: [{ signer: 0, keyid: keyid(developer.key.keyid), sig }] }),
  ),
  bad(
    "signers out of order",
    "They ascend by key id.",
    "delta/order",
    forged({
      signatures: [
        { signer: 0, keyid: raw("ff".repeat(32)), sig },
        { signer: 0, keyid: keyid(platform.key.keyid), sig },
      ],
    }),
  ),
  bad("a file twice", "Which of both?", "delta/order", withLast({ place: placeOf("manifest.json") + 1, tail: 0 })),
  bad("a new path twice", "Which of both?", "delta/order", withFirst(added("assets/fresh.lua"))),
  bad("files out of order", "They ascend by path.", "delta/order", forged({ files: right.files.toReversed() })),
  bad(
    "a known path spelled out",
    "The older version has it, so its place names it.",
    "delta/order",
    withFirst(added("assets/a.lua"), added("icons/icon-32.png")),
  ),
  bad(
    "a file that is changed and removed",
    "One of both.",
    "delta/order",
    forged({ removed: [placeOf("assets/main.rml"), 0] }),
  ),
];

const astray: readonly HostileDelta[] = [
  bad(
    "a signer that is not there",
    "The older version has one.",
    "delta/base",
    forged({ signatures: [{ signer: 2, sig }] }),
  ),
  bad("a removed file that is not there", "Beyond the list.", "delta/base", forged({ removed: [2, 7] })),
  bad("a changed file that is not there", "Beyond the list.", "delta/base", withLast({ place: 99, tail: 0 })),
  bad("a base that is not there", "Beyond the list.", "delta/base", withFile("lib/empty.txt", { base: 99 })),
  bad("a copy beyond the end", "By one byte.", "delta/base", withFile("assets/list.lua", { copies: [[0, 0, 610]] })),
  bad(
    "a copy from before the start",
    "By one byte.",
    "delta/base",
    withFile("assets/list.lua", { copies: [[0, 1, 9]] }),
  ),
  bad("a copy of nothing", "It has no meaning.", "delta/base", withFile("assets/list.lua", { copies: [[0, 0, 0]] })),
  bad("a copy without a base", "From where?", "delta/base", withFile("lib/empty.txt", { copies: [[0, 0, 1]] })),
];

const bombs: readonly HostileDelta[] = [
  bad("65 signatures", "At most 64.", "delta/limit", forged({ signatureCount: 65 })),
  bad("more removed files than there are", "Ten of nine.", "delta/limit", forged({ removedCount: 10 })),
  bad("4,097 files", "More than a package may have.", "delta/limit", forged({ fileCount: 4097 })),
  bad("65,537 copies", "At most 65,536.", "delta/limit", withFile("assets/list.lua", { copyCount: 65_537 })),
  bad(
    "a file of over 200 MiB",
    "More than a package may have.",
    "delta/limit",
    withFile("lib/old.lua", { tail: 200 * MIB + 1 }),
  ),
  bad(
    "files of over 200 MiB together",
    "Refused before a byte of them is inflated.",
    "zip/inflated-too-large",
    withLast(...["x/a", "x/b"].map((path) => ({ path, tail: 150 * MIB, packed: raw("0300") }))),
  ),
  bad(
    "a bomb",
    "A stream of a megabyte for five bytes: inflating stops there.",
    "delta/stream",
    withLast({ path: "x/bomb", tail: 5, packed: nodeDeflate(new Uint8Array(MIB)) }),
  ),
];

const slips: readonly HostileDelta[] = [
  ...[
    ["a path out of the package", "../evil.lua"],
    ["an absolute path", "/evil.lua"],
    ["a path with a backslash", "assets\\evil.lua"],
    ["the name of a Windows device", "assets/con.lua"],
    ["a hidden file", "assets/.evil"],
    ["an empty path", ""],
    ["a path of 201 bytes", "a".repeat(201)],
  ].map(([name = "", path = ""]) => bad(name, "No path of a package.", "zip/path", insertInOrder(added(path)))),
  bad("a path beyond ASCII", "No path of a package.", "zip/path", withLast(added(raw("ff2e6c7561")))),
  bad(
    "a path that differs in case",
    "Some systems hold one of both.",
    "zip/path-twin",
    insertInOrder(added("Assets/fresh2.lua")),
  ),
  bad(
    "a file with the name of a folder",
    "Only one of both can be.",
    "zip/file-as-folder",
    insertInOrder(added("icons")),
  ),
  bad(
    "a signature.sig among the files",
    "It is made, not sent.",
    "zip/duplicate-path",
    withLast(added("signature.sig")),
  ),
  bad(
    "no manifest",
    "Removed.",
    "zip/first-entry",
    forged({
      removed: [2, placeOf("manifest.json") - 3],
      files: right.files.filter(({ named }) => named !== "manifest.json"),
    }),
  ),
];

const streams: readonly HostileDelta[] = [
  bad(
    "a stream that is none",
    "A block of no known type.",
    "delta/stream",
    withFile("lib/old.lua", { packed: raw("07") }),
  ),
  bad(
    "an empty stream",
    "Nothing inflates to nothing only.",
    "delta/stream",
    withFile("lib/old.lua", { packed: raw("") }),
  ),
  bad(
    "a stream that goes on",
    "Bytes behind its end.",
    "delta/stream",
    withFile("lib/old.lua", { packed: raw("2bc02b0b0000") }),
  ),
  bad("a stream too short", "A byte less than the plan says.", "delta/stream", withFile("lib/old.lua", { tail: 31 })),
  bad("a stream too long", "A byte more than the plan says.", "delta/stream", withFile("lib/old.lua", { tail: 29 })),
  bad(
    "a stream that needs another base",
    "It reaches back before what there is.",
    "delta/stream",
    withFile("lib/old.lua", { base: 0 }),
  ),
];

const others: readonly HostileDelta[] = [
  bad(
    "a file in the place of another one",
    "Right in form, wrong in content.",
    "package/digest",
    withFile("lib/old.lua", { packed: nodeDeflate(Buffer.from("print('worse')\nprint('wrong')\n")) }),
  ),
  bad(
    "a stream for the beginning of its base",
    "The dictionary is the end of a base of over 32 KiB.",
    "package/digest",
    withFile("assets/words.txt", {
      copies: [],
      tail: newWords.length,
      packed: nodeDeflate(newWords, oldWords.subarray(0, 32_768)),
    }),
  ),
  bad(
    "another base of the same length",
    "The words of another file.",
    "package/digest",
    withFile("lib/old.lua", { base: placeOf("assets/words.txt") + 1 }),
  ),
  bad("a file that was not removed", "One too many.", "package/digest", forged({ removed: [] })),
  bad(
    "a file that was removed",
    "One too few.",
    "package/digest",
    forged({
      removed: [2, placeOf("assets/words.txt") + 1 - 3],
      files: right.files.filter(({ named }) => named !== "assets/words.txt"),
    }),
  ),
  bad("a further file", "It is not signed.", "package/digest", withLast(added("x/evil.lua"))),
  bad(
    "another version",
    "A right delta, but to another version, however well signed.",
    "package/digest",
    madeDelta(aPackage({ ...newerChoice, version: "1.2.0", versionCode: 3 }, [developer]).archive),
  ),
  bad(
    "a manifest that is no JSON",
    "It cannot say what the package is.",
    "json/syntax",
    withFile("manifest.json", { copies: [], tail: 5, packed: nodeDeflate(Buffer.from("{nop}")) }),
  ),
];

/** Every delta from the older version of the vectors that is refused. */
export const hostileDeltas: readonly HostileDelta[] = [
  ...broken,
  ...disordered,
  ...astray,
  ...bombs,
  ...slips,
  ...streams,
  ...others,
];

/** The right delta with a further file where its path belongs. */
function insertInOrder(file: ForgedFile): Uint8Array {
  const path = String(file.path);
  const at = right.files.findIndex(({ named }) => named > path);
  return forged({ files: right.files.toSpliced(at < 0 ? right.files.length : at, 0, { ...file, named: path }) });
}
