import { registryOptions } from "./account.ts";
import { passphraseFile, signingKey } from "./keys.ts";
import type { CommandSpec, OptionSpec } from "../../command.ts";

const app = { name: "app", summary: "Id of the app", required: true } as const;
const versionCode = {
  name: "version_code",
  summary: "Version code of the version it is about",
  required: true,
} as const;

const signing = {
  ...registryOptions,
  key: signingKey,
  "passphrase-file": passphraseFile,
} as const satisfies Readonly<Record<string, OptionSpec>>;

const HOW =
  "Opens a pull request with one signed event, which follows upon the last one of the app. It may be run again at any point; an event that says what the last one said is not needed.";

export const release = {
  name: "release",
  summary: "Release a version that waits for it",
  description: ["Publishes a version that was submitted with `mosis publish --manual` and has landed.", HOW],
  positionals: [app, versionCode],
  options: signing,
  mutates: true,
  examples: [{ command: "mosis release org.example.notes 4", summary: "Let the version with the code 4 out" }],
} as const satisfies CommandSpec;

export const promote = {
  name: "promote",
  summary: "Move a version to another track",
  description: ["Gives a version that was tried on one track to those who follow another one.", HOW],
  positionals: [app, versionCode, { name: "track", summary: "Where it goes: stable, beta or edge", required: true }],
  options: signing,
  mutates: true,
  examples: [{ command: "mosis promote org.example.notes 4 stable", summary: "Give a beta version to everybody" }],
} as const satisfies CommandSpec;

export const rollout = {
  name: "rollout",
  summary: "Change the share of devices that get a version",
  description: ["With `--halt` no further device gets the version, until `--resume` gives it the share it had.", HOW],
  positionals: [
    app,
    versionCode,
    { name: "percent", summary: "Share of devices, from 0 to 100, such as 12.5", required: false },
  ],
  options: {
    ...signing,
    halt: { type: "string", valueName: "REASON", summary: "Stop it, and say why" },
    resume: { type: "boolean", summary: "Go on after a halt" },
  },
  mutates: true,
  examples: [
    { command: "mosis rollout org.example.notes 4 50", summary: "Give it to half of the devices" },
    { command: "mosis rollout org.example.notes 4 --halt crashes", summary: "Stop it for now" },
  ],
} as const satisfies CommandSpec;

export const yank = {
  name: "yank",
  summary: "Withdraw a version",
  description: [
    "No device installs the version any more, and the store says why. Devices that have it keep it until there is another one. `--undo` brings it back.",
    HOW,
  ],
  positionals: [app, versionCode],
  options: {
    ...signing,
    reason: { type: "string", valueName: "TEXT", summary: "Why, as people will read it" },
    undo: { type: "boolean", summary: "Bring a withdrawn version back" },
  },
  mutates: true,
  examples: [
    { command: "mosis yank org.example.notes 4 --reason crashes", summary: "Withdraw the version with the code 4" },
  ],
} as const satisfies CommandSpec;
