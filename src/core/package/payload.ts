import type { RuleId } from "../findings/catalogue.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { PackageFile } from "./package-document.ts";
import { SIGNATURE_PATH } from "./package-path.ts";

/** How a kind of file begins; a dot stands for any byte. */
interface FileType {
  readonly what: string;
  readonly magic: readonly string[];
}

const text: FileType = { what: "text", magic: [] };
const jpeg: FileType = { what: "a JPEG image", magic: ["\xff\xd8\xff"] };

/** What may be in a package, by extension. */
const TYPES: Readonly<Record<string, FileType>> = {
  rml: text,
  rcss: text,
  lua: text,
  json: text,
  txt: text,
  md: text,
  png: { what: "a PNG image", magic: ["\x89PNG\r\n\x1a\n"] },
  jpg: jpeg,
  jpeg,
  webp: { what: "a WebP image", magic: ["RIFF....WEBP"] },
  ttf: { what: "a TrueType font", magic: ["\0\x01\0\0", "true"] },
  otf: { what: "an OpenType font", magic: ["OTTO"] },
  wav: { what: "a WAVE sound", magic: ["RIFF....WAVE"] },
  ogg: { what: "an Ogg sound", magic: ["OggS"] },
  mp3: { what: "an MP3 sound", magic: ["ID3", "\xff\xfb", "\xff\xf3", "\xff\xf2"] },
  flac: { what: "a FLAC sound", magic: ["fLaC"] },
};
/** Files that are text by their name. */
const NAMED = /^(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS|README|CHANGELOG)$/i;

/** What runs, or is made to be run, whatever it is called. */
const PROGRAMS: readonly (readonly [what: string, magic: string])[] = [
  ["Lua bytecode", "\x1bLua"],
  ["LuaJIT bytecode", "\x1bLJ"],
  ["an ELF program", "\x7fELF"],
  ["a Mach-O program", "\xfe\xed\xfa\xce"],
  ["a Mach-O program", "\xfe\xed\xfa\xcf"],
  ["a Mach-O program", "\xce\xfa\xed\xfe"],
  ["a Mach-O program", "\xcf\xfa\xed\xfe"],
  ["a Mach-O program or Java class", "\xca\xfe\xba\xbe"],
  ["WebAssembly", "\0asm"],
  ["Dalvik bytecode", "dex\n"],
];
/** Where the header of a Windows program says its second header is. */
const PE_POINTER = 0x3c;

/** Whether a file is something that may be in a package, judged by its name and its bytes. */
export function payloadFindings({ path, data }: PackageFile): readonly Finding[] {
  if (path === SIGNATURE_PATH) return [];
  const report = (rule: RuleId, message: string): readonly Finding[] => [finding(rule, { file: path, message })];
  const program = programName(path, data);
  if (program !== null) return report("package/executable", `${echo(path)} is ${program}.`);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : NAMED.test(name) ? text : undefined;
  if (type === undefined) return report("package/file-type", `${echo(path)} is of a kind that apps have no use for.`);
  const isRight = type === text ? !data.includes(0) : type.magic.some((magic) => beginsWith(data, magic));
  return isRight ? [] : report("package/file-type", `${echo(path)} is not ${type.what}.`);
}

function programName(path: string, data: Uint8Array): string | null {
  const known = PROGRAMS.find(([, magic]) => beginsWith(data, magic));
  if (known !== undefined) return known[0];
  if (isWindowsProgram(data)) return "a Windows program";
  return beginsWith(data, "#!") && !path.endsWith(".lua") ? "a script for a shell" : null;
}

function isWindowsProgram(data: Uint8Array): boolean {
  if (!beginsWith(data, "MZ") || data.length < PE_POINTER + 4) return false;
  const at = new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(PE_POINTER, true);
  return at < data.length && beginsWith(data.subarray(at), "PE\0\0");
}

function beginsWith(data: Uint8Array, magic: string): boolean {
  if (data.length < magic.length) return false;
  for (let at = 0; at < magic.length; at += 1) {
    if (magic[at] !== "." && data[at] !== magic.charCodeAt(at)) return false;
  }
  return true;
}
