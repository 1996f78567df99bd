import { portalOption, registryOptions } from "./account.ts";
import { passphraseFile, signingKey } from "./keys.ts";
import { outOption, waitOptions } from "./submissions.ts";
import type { CommandSpec } from "../../command.ts";

export const publish = {
  name: "publish",
  summary: "Submit a version to a registry",
  description: [
    "Checks, builds and signs the project, uploads the package (to the registry where it takes uploads, or else into a release of your own repository), signs the version document and opens a pull request with it, without a clone. The first version of an app brings the app and its store page with it: texts from `store/<locale>.json`, or else from the manifest.",
    "With `--wait` it follows checks, review and merge, and ends when the store serves a signed index with the version; with `--register` it does so for the registration first, and then submits the app. A submission that still waits for a person when the time is over is no failure.",
    "With `--out`, and without a token, nothing is sent: it writes the signed files and a patch for `git apply`, says what has to lie where, and gives the address of a page to open the pull request from, where that fits. Without `--out` that ends with exit code 3.",
    "With `--portal`, or MOSIS_API_KEY, it goes through a portal and needs no Git account: the portal takes the package, and opens the pull request with the documents that are signed here. The registry is named as ever, and read as anybody may. In a dry run the address of the package, which the portal gives, is a placeholder.",
    "It may be run again at any point: what was done is found and kept, and in the end exactly one pull request is open. A newer submission for the same track closes the older one.",
  ],
  positionals: [
    { name: "package", summary: "A built `.mosis` file to submit instead of the project", required: false },
  ],
  options: {
    ...registryOptions,
    portal: portalOption,
    developer: { type: "string", valueName: "ID", summary: "Id of the developer; else that of the app's owner" },
    key: signingKey,
    "passphrase-file": passphraseFile,
    track: {
      type: "string",
      valueName: "TRACK",
      summary: "Who gets it: stable, beta or edge",
      choices: ["stable", "beta", "edge"],
      default: "stable",
    },
    rollout: { type: "string", valueName: "PERCENT", summary: "Share of devices that get it at first, such as 10" },
    manual: { type: "boolean", summary: "Let the version wait for `mosis release` once it has landed" },
    notes: { type: "string", valueName: "TEXT", summary: "What is new, in the app's default language" },
    repository: {
      type: "string",
      valueName: "OWNER/REPO",
      summary: "Release in this repository of yours; else `mosis-apps` of your account",
    },
    "package-url": { type: "string", valueName: "URL", summary: "The package lies there already; upload nothing" },
    register: { type: "boolean", summary: "Register the developer first where the registry does not know them" },
    name: { type: "string", valueName: "TEXT", summary: "Your name as the store shows it, with --register" },
    out: outOption,
    ...waitOptions,
    wait: { ...waitOptions.wait, summary: "Follow it until the store serves it" },
  },
  mutates: true,
  examples: [
    { command: "mosis publish --notes Faster", summary: "Submit a version" },
    { command: "mosis publish --register --developer ada", summary: "Register as ada, before the first app" },
    { command: "mosis publish --wait --timeout 20", summary: "Submit it and follow it for 20 minutes" },
    { command: "mosis publish --portal https://portal.example.org", summary: "Submit a version without a Git account" },
    { command: "mosis publish --dry-run --json", summary: "See the plan" },
  ],
} as const satisfies CommandSpec;
