import { type ForgedEntry } from "./zip-forge.ts";
import { entry, type HostileZip, MANIFEST, SCRIPT, SIGNATURE, zip } from "./zip-hostile-kit.ts";

const sameName = (path: string): ForgedEntry[] => [
  { path, data: "one" },
  { path, data: "two" },
];

/** Names no file system or reader may see differently. */
export const hostilePaths: readonly HostileZip[] = [
  ...badPaths({
    "no name": "",
    "an absolute path": "/etc/passwd",
    "a parent folder": "lua/../../main.lua",
    "a path that is a parent folder": "..",
    "the current folder": "./main.lua",
    "an empty segment": "lua//main.lua",
    "a drive": "C:/main.lua",
    "an alternate stream": "main.lua:hidden",
    "a backslash": "lua\\main.lua",
    "a space": "lua/main .lua",
    "a NUL": "lua/main.lua\0.png",
    "a newline": "lua/main.lua\n",
    "a letter outside ASCII": "lua/café.lua",
    "a right-to-left override": "lua/main\u202eaul.lua",
    "a byte order mark": "\ufefflua/main.lua",
    "a dot file": "lua/.main.lua",
    "a trailing dot": "lua/main.lua.",
    "three dots": "lua/.../main.lua",
    "a Windows device": "lua/CON",
    "a Windows device with an extension": "nul.tar.gz",
    "a numbered Windows device as folder": "Com0/main.lua",
    "the name of a Windows device in small letters": "prn",
    "a Windows device with a long extension": "lua/AUX.main.lua",
    "a parallel port": "LPT9.lua",
    "a short name of Windows": "PROGRA~1/main.lua",
    "a share of Windows": "\\\\server\\share",
    "an escaped parent folder": "lua/%2e%2e/main.lua",
    "a parent folder at the end": "lua/..",
    "a parent folder by backslashes": "lua\\..\\..\\main.lua",
    "a home folder": "~/main.lua",
    "a tab": "lua/main\t.lua",
    "an escape sequence": "lua/\u001b[2J.lua",
    "a delete character": "lua/main.lua\u007f",
    "a zero-width space": "lua/main\u200b.lua",
    "a letter that looks like another": "lua/m\u0430in.lua",
    "a full-width dot": "lua/\uff0e\uff0e/main.lua",
    "a path of 201 bytes": `a/${"b".repeat(199)}`,
    "a path of 17 segments": `${"a/".repeat(16)}b`,
  }),
  entry("invalid UTF-8", "zip/path", { path: Uint8Array.of(0x61, 0xff, 0x62) }),
  entry("a slash of two bytes", "zip/path", { path: Uint8Array.of(0x6c, 0xc0, 0xaf, 0x61) }),
  entry("a name in a code page", "zip/path", { path: Uint8Array.of(0x63, 0x61, 0x66, 0x82) }),
  zip("two paths that are one in Unicode", "zip/path", {
    entries: [MANIFEST, { path: "cafe\u0301" }, { path: "caf\u00e9" }],
  }),
  zip("two paths that are one in capitals of Unicode", "zip/path", {
    entries: [MANIFEST, { path: "mask" }, { path: "ma\u017fk" }],
  }),
  zip("a path twice", "zip/duplicate-path", { entries: [MANIFEST, ...sameName("lua/main.lua")] }),
  zip("two manifests", "zip/duplicate-path", { entries: [...sameName("manifest.json"), SCRIPT] }),
  zip("two paths that differ in case", "zip/path-twin", {
    entries: [MANIFEST, { path: "LUA/main.lua" }, { path: "lua/Main.lua" }],
  }),
  zip("a manifest in capitals", "zip/path-twin", { entries: [MANIFEST, { path: "MANIFEST.json" }] }),
  zip("a signature in capitals", "zip/path-twin", { entries: [MANIFEST, { path: "SIGNATURE.SIG" }, SIGNATURE] }),
  zip("two signatures", "zip/duplicate-path", { entries: [MANIFEST, ...sameName("signature.sig")] }),
  zip("two folders that differ in case", "zip/path-twin", {
    entries: [MANIFEST, { path: "Lua/a" }, { path: "lua/b" }],
  }),
  zip("a file that is a folder", "zip/file-as-folder", { entries: [MANIFEST, { path: "lua" }, SCRIPT] }),
  zip(
    "a folder that is a file",
    "zip/file-as-folder",
    { entries: [MANIFEST, { path: "lua.d/x" }, { path: "lua/a/b" }, { path: "lua/a" }] },
    "zip/order",
  ),
  zip("a file that is a folder in another case", "zip/file-as-folder", {
    entries: [MANIFEST, { path: "LUA" }, SCRIPT],
  }),
  zip("a file in the manifest", "zip/file-as-folder", { entries: [MANIFEST, { path: "manifest.json/a" }] }),
  zip("no manifest", "zip/first-entry", { entries: [SCRIPT, SIGNATURE] }),
  zip("a manifest in a folder", "zip/first-entry", { entries: [{ path: "notes/manifest.json" }] }),
  zip("the signature before the manifest", "zip/first-entry zip/order", {
    entries: [SIGNATURE, { path: "a" }, MANIFEST],
  }),
  zip("the manifest second", "zip/first-entry", { entries: [{ path: "a" }, MANIFEST] }),
  zip("unsorted entries", "zip/order", { entries: [MANIFEST, { path: "b" }, { path: "a" }] }),
  zip("sorted without regard to case", "zip/order", { entries: [MANIFEST, { path: "a" }, { path: "B" }] }),
  zip("the signature in its place by name", "zip/order", { entries: [MANIFEST, SIGNATURE, { path: "ui.rml" }] }),
];

function badPaths(paths: Readonly<Record<string, string>>): readonly HostileZip[] {
  return Object.entries(paths).map(([name, path]) =>
    zip(name, "zip/path", { entries: [MANIFEST, { path, data: "x" }, SIGNATURE] }),
  );
}
