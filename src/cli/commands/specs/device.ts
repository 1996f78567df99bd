import { REFERENCE_MOSIS_VERSION } from "../../../device/reference-mosis-version.ts";
import type { CommandSpec, OptionSpec } from "../../command.ts";

const root = {
  type: "string",
  valueName: "DIR",
  summary: "Folder of the device [$MOSIS_HOME/device]",
} as const satisfies OptionSpec;

const acceptPermissions = {
  type: "boolean",
  summary: "Agree to the permissions that are asked for",
} as const satisfies OptionSpec;

const mosisVersion = {
  type: "string",
  valueName: "VERSION",
  summary: "Mosis of the device this time, to see what other phones get",
  default: REFERENCE_MOSIS_VERSION,
} as const satisfies OptionSpec;

const install = {
  type: "boolean",
  summary: "Also install updates that ask for no new permission",
} as const satisfies OptionSpec;

export const deviceInstall = {
  name: "device install",
  summary: "Install an app from a store",
  description: [
    "Plays a Mosis device in a folder: checks the store's signed index from its pinned root down, downloads the package, verifies the developer's and the platform's signatures, and puts the app in place at once or not at all.",
    "The first time a store is used its root is pinned: the one in `--root-file`, or else the first one seen, whose fingerprint is printed for you to compare. The first installation also pins who the app's developer is; later versions must come from there.",
  ],
  positionals: [{ name: "app", summary: "Id of the app", required: true }],
  options: {
    store: {
      type: "string",
      valueName: "URL",
      summary: "Address of the store, or a folder with its copy [the one store the device knows]",
    },
    root,
    "root-file": { type: "string", valueName: "FILE", summary: "Root of the store, had from elsewhere" },
    track: {
      type: "string",
      valueName: "TRACK",
      choices: ["stable", "beta", "edge"],
      default: "stable",
      summary: "Which versions the app gets, now and later",
    },
    "mosis-version": mosisVersion,
    "accept-permissions": acceptPermissions,
  },
  mutates: true,
  examples: [
    {
      command: "mosis device install com.mosis.notes --store http://127.0.0.1:4173/",
      summary: "Install from a local store",
    },
    {
      command: "mosis device install com.mosis.notes --store https://store.example/ --root-file 1.root.json",
      summary: "Trust no first answer, but a root from elsewhere",
    },
    {
      command: "mosis device install com.mosis.notes --store ./copied-store",
      summary: "Install offline, from a copy of a store's tree",
    },
  ],
} as const satisfies CommandSpec;

export const deviceList = {
  name: "device list",
  summary: "List the apps of a device",
  description: [
    "Lists installed apps and known stores from the device's own state, and says which apps were withdrawn as far as the last check for updates knows. No store is asked.",
  ],
  positionals: [],
  options: { root },
  mutates: false,
  examples: [{ command: "mosis device list", summary: "What is installed" }],
} as const satisfies CommandSpec;

export const deviceUpdate = {
  name: "device update",
  summary: "Update the apps of a device",
  description: [
    "Asks each store for its index, and brings apps to the newest version that is meant for this device: of the track they follow, rolled out to it, for its Mosis, not withdrawn. An update that adds permissions waits until somebody agrees. One app that fails does not keep the others; then the exit code is 1.",
  ],
  positionals: [{ name: "app", summary: "Ids of apps; all by default", required: false, variadic: true }],
  options: { root, "mosis-version": mosisVersion, "accept-permissions": acceptPermissions },
  mutates: true,
  examples: [
    { command: "mosis device update", summary: "Update everything" },
    { command: "mosis device update com.mosis.notes --dry-run", summary: "See what would be done to one app" },
  ],
} as const satisfies CommandSpec;

export const deviceCheck = {
  name: "device check",
  summary: "Ask the stores for updates",
  description: [
    "Asks each store for its index and says of every app which version would come, or why none does, and whether the installed one was withdrawn. What was learnt is kept for `mosis device list`. No app is changed unless `--install` is given. What cannot be asked is said; the exit code is 0 all the same.",
    "With `--if-due` it does what the background service of a device does: it asks once a day, at a moment of the day that is the device's own, and sooner after a check that failed; before that it only says when the next check is due. With `--install` it brings updates that ask for no new permission; others wait for `mosis device update`. An update that fails then makes the exit code 1, or 4 when it was only the network.",
  ],
  positionals: [],
  options: {
    root,
    "mosis-version": mosisVersion,
    "if-due": { type: "boolean", summary: "Ask nothing before the next check is due" },
    install,
  },
  mutates: true,
  examples: [
    { command: "mosis device check --json", summary: "What is there, for programs" },
    { command: "mosis device check --if-due --install", summary: "For a timer of the system, every few minutes" },
  ],
} as const satisfies CommandSpec;

export const deviceWatch = {
  name: "device watch",
  summary: "Check for updates from now on, as a device does",
  description: [
    "Runs until it is ended (Ctrl-C or SIGTERM) and checks whenever a check is due, as `mosis device check --if-due`. News are told on stderr as they come, each once: versions that are available, updates that were installed, versions that were withdrawn. All it knows is on the disk, so it can be ended at any time; a check that runs is finished first.",
    "The result, also with `--json`, is one account of the checks made, printed at the end.",
  ],
  positionals: [],
  options: {
    root,
    "mosis-version": mosisVersion,
    install,
    once: { type: "boolean", summary: "End with the first check that is made" },
  },
  mutates: true,
  examples: [
    { command: "mosis device watch", summary: "Be told of new versions" },
    { command: "mosis device watch --install", summary: "Keep apps up to date" },
  ],
} as const satisfies CommandSpec;

export const deviceWhy = {
  name: "device why",
  summary: "Explain why an app is at the version it is",
  description: [
    "Asks the app's store, and names the version that would come, every newer one that is passed over and for which reason, and whether the installed one was withdrawn. Of a staged rollout it says which bucket the device is in. Changes nothing.",
  ],
  positionals: [{ name: "app", summary: "Id of the app", required: true }],
  options: { root, "mosis-version": mosisVersion },
  mutates: false,
  examples: [
    { command: "mosis device why com.mosis.notes", summary: "Why there is no update" },
    { command: "mosis device why com.mosis.notes --mosis-version 0.9.0", summary: "What an older phone gets" },
  ],
} as const satisfies CommandSpec;

export const deviceRollback = {
  name: "device rollback",
  summary: "Go back to the version before an app's last update",
  description: [
    "Puts the package back that the last update replaced; no store is asked. The version that goes does not come again on this device, but a newer one does. What the app stored stays as the newer version left it. An update whose version crashes again and again on its first day is rolled back the same way by itself.",
  ],
  positionals: [{ name: "app", summary: "Id of the app", required: true }],
  options: { root },
  mutates: true,
  examples: [{ command: "mosis device rollback com.mosis.notes", summary: "Undo the last update" }],
} as const satisfies CommandSpec;

export const deviceUninstall = {
  name: "device uninstall",
  summary: "Remove an app from a device",
  description: [
    "Removes the app's package, cache and database. What it stored stays for when it comes back, unless `--data` is given. Who its developer is stays pinned in any case, so that nobody else's app of the same id takes its place; `--forget` gives that up too, together with the data.",
  ],
  positionals: [{ name: "app", summary: "Id of the app", required: true }],
  options: {
    root,
    data: { type: "boolean", summary: "Also remove what the app stored" },
    forget: { type: "boolean", summary: "Also forget whose app it was; implies --data" },
  },
  mutates: true,
  examples: [{ command: "mosis device uninstall com.mosis.notes --data", summary: "Leave nothing of it but its pin" }],
} as const satisfies CommandSpec;
