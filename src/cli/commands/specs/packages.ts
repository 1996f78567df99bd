import { passphraseFile } from "./keys.ts";
import type { CommandSpec } from "../../command.ts";

export const init = {
  name: "init",
  summary: "Start a new app",
  description: [
    "Makes a folder with a small app that runs, passes `mosis validate`, and is yours to change. What is not given as an option is asked for; `--yes` takes what is in brackets instead. An existing folder must be empty.",
  ],
  positionals: [{ name: "dir", summary: "Folder of the app; the current one by default", required: false }],
  options: {
    id: { type: "string", valueName: "ID", summary: "Reverse-DNS id [com.example.<dir>]" },
    name: { type: "string", valueName: "NAME", summary: "Name under the icon [after the folder]" },
    "author-name": { type: "string", valueName: "NAME", summary: "Who makes the app [git's user.name]" },
    "author-email": { type: "string", valueName: "EMAIL", summary: "How to reach them [git's user.email]" },
    template: { type: "string", valueName: "NAME", choices: ["app"], default: "app", summary: "What to start from" },
    yes: { type: "boolean", short: "y", summary: "Ask nothing" },
  },
  mutates: true,
  examples: [
    { command: "mosis init notes", summary: "Start an app in the folder notes" },
    { command: "mosis init notes --yes --id org.ada.notes", summary: "The same without questions" },
  ],
} as const satisfies CommandSpec;

export const validate = {
  name: "validate",
  summary: "Check an app or a package",
  description: [
    "Applies the rules of the store to a project folder or a `.mosis` file and lists what it finds, each with its place and what to do. Exits with 1 when there are errors; warnings alone are no failure. `--json` goes before any other `--format`.",
    "`--fix` first mends what has one right repair: spaces around texts, paths and licences in other letters, permissions that nothing uses and normal ones that are used undeclared, reasons without a permission, the name of the only language, a byte order mark, and texts that a language lacks, for which those of the default one stand in. What it then lists is left to you. A second run changes nothing.",
  ],
  positionals: [
    { name: "path", summary: "Project folder or `.mosis` file; the current folder by default", required: false },
  ],
  options: {
    format: {
      type: "string",
      valueName: "FORMAT",
      choices: ["human", "json", "sarif", "github"],
      default: "human",
      summary: "How to print the findings",
    },
    fix: { type: "boolean", summary: "Mend a project before it is checked" },
  },
  mutates: true,
  examples: [
    { command: "mosis validate", summary: "Check the app in the current folder" },
    { command: "mosis validate notes.mosis --json", summary: "Check a package, for a program" },
    { command: "mosis validate --fix --dry-run", summary: "See what would be mended, and change nothing" },
    { command: "mosis validate --format github", summary: "Annotate a pull request from GitHub Actions" },
  ],
} as const satisfies CommandSpec;

export const build = {
  name: "build",
  summary: "Pack the app into a .mosis file",
  description: [
    "Checks the app, then packs every file of the project but dot files, `dist/` and `tests/` at the root, `*.mosis`, a `signature.sig` at the root and what `.mosisignore` excludes. The same files always give the same bytes.",
    "`.mosisignore` takes a subset of gitignore: `#` comments, `*`, `?` and `[a-z]` within a name, `**` across folders, `/` at the start or inside to tie a pattern to the root, `/` at the end for folders, `!` to take back. What lies below an excluded folder cannot be taken back.",
    "`--from` takes the files from a ZIP that any tool made instead of the current folder, and writes the strict archive the store wants. One folder around everything is taken off.",
  ],
  positionals: [],
  options: {
    from: {
      type: "string",
      valueName: "ZIP",
      summary: "Archive to take the files from, instead of the current folder",
    },
    out: {
      type: "string",
      short: "o",
      valueName: "FILE",
      summary: "Where to write it [dist/<id>-<version_code>.mosis]",
    },
  },
  mutates: true,
  examples: [
    { command: "mosis build", summary: "Build the app in the current folder" },
    { command: "mosis build --dry-run --json", summary: "See what would be packed" },
    { command: "mosis build --from notes.zip", summary: "Turn a ZIP of another tool into a package" },
  ],
} as const satisfies CommandSpec;

export const sign = {
  name: "sign",
  summary: "Sign packages with your key",
  description: [
    "Signs every file of a package and writes the signature into it. Signatures of other keys stay. Signing again with the same key changes nothing.",
  ],
  positionals: [{ name: "package", summary: "`.mosis` files to sign", required: true, variadic: true }],
  options: {
    key: {
      type: "string",
      short: "k",
      valueName: "KEY",
      summary: "Id of a stored key, its first 8 digits or more, or a PEM file [the only stored key]",
    },
    "passphrase-file": passphraseFile,
  },
  mutates: true,
  examples: [
    { command: "mosis sign dist/com.example.notes-1.mosis", summary: "Sign with the only key of this machine" },
    { command: "mosis sign dist/*.mosis --key ci.pem", summary: "Sign several packages with the key in a file" },
  ],
} as const satisfies CommandSpec;

export const verify = {
  name: "verify",
  summary: "Check whose signatures a package or document bears",
  description: [
    "Checks that a package is whole, that its signature covers exactly its files, and how far it can be trusted: `unsigned` (fails); `unknown-key` (the content is what a key signed that is not known here, so the signature itself could not be checked); `own-key` (signed by a key of this machine); `named-key` (signed by the key of `--key`); `countersigned` (signed by the platform after review, with `--signature` and `--platform-key`).",
    "A `.sig` or `.json` file is read as a signed document that a store serves by itself, such as a `signature.sig` or TUF metadata: it must be, byte for byte, as devices read it, and bear a valid signature of the key of `--key`. Its type is said; what else it says is not looked at.",
    "Any failed check is listed with its rule and ends with exit code 1.",
  ],
  positionals: [{ name: "file", summary: "`.mosis` file, or signed document (`.sig`, `.json`)", required: true }],
  options: {
    key: {
      type: "string",
      short: "k",
      valueName: "KEY",
      summary: "Key that must have signed: id of a stored key, `.pub.json` file or PEM file",
    },
    signature: { type: "string", valueName: "FILE", summary: "The signature.sig a store serves beside the package" },
    "platform-key": { type: "string", valueName: "FILE", summary: "Public key of the store's platform, JSON or PEM" },
  },
  mutates: false,
  examples: [
    { command: "mosis verify dist/com.example.notes-1.mosis", summary: "Check a package of your own" },
    { command: "mosis verify notes.mosis --key ada.pub.json", summary: "Check that Ada signed it" },
    { command: "mosis verify signature.sig --key platform.pub.json", summary: "Check the countersignature by itself" },
  ],
} as const satisfies CommandSpec;

export const inspect = {
  name: "inspect",
  summary: "Show what is in a package",
  description: [
    "Shows the manifest, what the app may do in plain words, the files, the digests and the signers. `--permissions` shows for each permission, declared or not, which calls in the code need it; where it cannot be told which function of a module is used, all of its permissions count.",
  ],
  positionals: [{ name: "package", summary: "`.mosis` file", required: true }],
  options: { permissions: { type: "boolean", summary: "Show the calls that need each permission instead" } },
  mutates: false,
  examples: [
    { command: "mosis inspect dist/com.example.notes-1.mosis", summary: "Look into a package" },
    { command: "mosis inspect notes.mosis --permissions", summary: "See where it uses what it asks for" },
  ],
} as const satisfies CommandSpec;

export const types = {
  name: "types",
  summary: "Give the Lua API to your editor",
  description: [
    "Writes definitions of every module for the Lua Language Server, which most editors have a plug-in for: names are completed, and wrong ones underlined. They go to `.mosis/types/`, with a `.luarc.json` that names them where there is none yet; dot files never get into a package.",
  ],
  positionals: [{ name: "dir", summary: "Folder of the app; the current one by default", required: false }],
  options: {},
  mutates: true,
  examples: [{ command: "mosis types", summary: "Write the definitions for the app in the current folder" }],
} as const satisfies CommandSpec;

export const diff = {
  name: "diff",
  summary: "Compare two packages",
  description: [
    "Shows what changed from one package to another: values of the manifest, permissions in plain words, hosts, functions of the API that the code uses, files and sizes. Packages with the same content are the same, whoever signed them and whatever packed them.",
    "Exits with 0 whether they differ or not; `--exit-code` makes a difference exit with 1.",
  ],
  positionals: [
    { name: "before", summary: "`.mosis` file to start from", required: true },
    { name: "after", summary: "`.mosis` file to compare with it", required: true },
  ],
  options: { "exit-code": { type: "boolean", summary: "Exit with 1 when they differ" } },
  mutates: false,
  examples: [
    { command: "mosis diff notes-1.mosis notes-2.mosis", summary: "See what an update brings" },
    {
      command: "mosis diff old.mosis new.mosis --exit-code",
      summary: "Let a script ask whether the content is the same",
    },
  ],
} as const satisfies CommandSpec;
