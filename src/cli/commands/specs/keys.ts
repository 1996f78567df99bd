import { portalOption, registryOptions } from "./account.ts";
import { outOption, waitOptions } from "./submissions.ts";
import type { CommandSpec, OptionSpec } from "../../command.ts";
import { revocationReasons } from "../../keys/revocation-reasons.ts";

/** How commands that open a private key get its passphrase without asking. */
export const passphraseFile = {
  type: "string",
  valueName: "FILE",
  summary: "Read the passphrase of the key from FILE instead of MOSIS_PASSPHRASE or a prompt",
} as const satisfies OptionSpec;

export const keysGenerate = {
  name: "keys generate",
  summary: "Make a signing key",
  description: [
    "Makes an Ed25519 key and keeps it in `$MOSIS_HOME/keys` (`~/.mosis/keys` by default), readable by you only and encrypted with a passphrase. The key never leaves this machine. Keep a copy in a safe place: who loses it needs two reviewers and seven days to get a new one accepted.",
    "The passphrase is asked for, or read from MOSIS_PASSPHRASE or `--passphrase-file`.",
  ],
  positionals: [],
  options: {
    "no-passphrase": { type: "boolean", summary: "Store the key unencrypted, for CI machines" },
    "passphrase-file": { ...passphraseFile, summary: "Encrypt with the passphrase in FILE" },
  },
  mutates: true,
  examples: [
    { command: "mosis keys generate", summary: "Make a key and choose its passphrase" },
    { command: "mosis keys generate --no-passphrase", summary: "Make a key for a machine without a keyboard" },
  ],
} as const satisfies CommandSpec;

export const keysList = {
  name: "keys list",
  summary: "List the signing keys of this machine",
  description: ["Lists the keys in `$MOSIS_HOME/keys` with their ids. Needs no passphrase."],
  positionals: [],
  options: {},
  mutates: false,
  examples: [{ command: "mosis keys list --json", summary: "List them with their public halves" }],
} as const satisfies CommandSpec;

export const signingKey = {
  type: "string",
  valueName: "KEY",
  summary: "Sign with this key: its id (8 digits or more) or a PEM file",
} as const satisfies OptionSpec;

const submitting = {
  ...registryOptions,
  developer: {
    type: "string",
    valueName: "ID",
    summary: "Id of the developer; else the one you were last time in this registry",
  },
  out: outOption,
  "passphrase-file": passphraseFile,
  ...waitOptions,
} as const satisfies Readonly<Record<string, OptionSpec>>;

const HOW = [
  "Opens a pull request, without a clone. It may be run again at any point: what was done is found and kept, and what the registry has already is not submitted again. A change of keys follows upon the last one, so the next one waits until that has landed.",
  "With `--out`, and without a token, nothing is sent: it writes the signed files and a patch for `git apply`; a checkout of the registry is read and written with no forge at all. Without `--out` that ends with exit code 3.",
] as const;

export const keysRegister = {
  name: "keys register",
  summary: "Register you and your key in a registry",
  description: [
    "Submits `registry/developers/<id>.json` to a registry that does not know you yet, signed by the key that is in it. The key may sign packages, versions and events, and change the document later. `mosis publish --register` does the same together with the first app.",
    ...HOW,
    "With `--portal`, or MOSIS_API_KEY, it goes through a portal: no Git account is needed, and `--github-id` only if you want to open pull requests yourself, too.",
  ],
  positionals: [],
  options: {
    ...submitting,
    portal: portalOption,
    name: { type: "string", valueName: "TEXT", summary: "Your name as the store shows it" },
    "github-id": {
      type: "string",
      valueName: "N",
      summary: "Numeric id of your GitHub account; else that of who is signed in",
    },
    key: { ...signingKey, summary: "Register this key: its id (8 digits or more) or a PEM file" },
    domains: {
      type: "string",
      valueName: "DOMAINS",
      summary: "Show these domains, which prove it; see `mosis domains`",
    },
  },
  mutates: true,
  examples: [
    { command: "mosis keys register --developer ada --name Ada", summary: "Register as ada" },
    {
      command: "mosis keys register --developer ada --name Ada --github-id 1234 --out store",
      summary: "Write the document into a checkout",
    },
  ],
} as const satisfies CommandSpec;

const accountKey = {
  ...signingKey,
  summary: "Sign with this account key: its id (8 digits or more) or a PEM file",
} as const satisfies OptionSpec;

export const keysRotate = {
  name: "keys rotate",
  summary: "Add a key of yours, perhaps in place of another",
  description: [
    "Adds a key to your developer document, and with `--replaces` retires another one. The new key and one that is in charge sign both `registry/developers/<id>.json` and `registry/developers/<id>/rotations/<n>.json`, by which devices learn of the new key. A person looks at keys that are added.",
    "The new key may sign all there is: packages, versions, events, and changes of your account. With `--apps` the key is bound to these apps and, unless `--use` says otherwise, signs packages and versions only: right for a CI machine. A key with neither `package` nor `account` among its uses is nothing to devices; then only the developer document is written.",
    "Without `--key` the key of this machine that is in charge signs.",
    ...HOW,
  ],
  positionals: [],
  options: {
    ...submitting,
    key: accountKey,
    "new-key": { ...signingKey, summary: "The key that joins: its id (8 digits or more) or a PEM file" },
    replaces: { type: "string", valueName: "KEYID", summary: "Retire this key: 8 digits of its id or more" },
    use: {
      type: "string",
      valueName: "USES",
      summary: "What the new key may sign: some of package,version,event,account",
    },
    apps: { type: "string", valueName: "APPS", summary: "Bind the new key to these apps, with commas between" },
    "new-passphrase-file": {
      ...passphraseFile,
      summary: "Read the passphrase of the new key from FILE",
    },
  },
  mutates: true,
  examples: [
    {
      command: "mosis keys rotate --new-key 4f1c22aa --replaces 0b9e77d1 --wait",
      summary: "Put a new key in the place of an old one",
    },
    {
      command: "mosis keys rotate --new-key ci.pem --apps org.example.notes",
      summary: "Add a key for a CI machine",
    },
  ],
} as const satisfies CommandSpec;

export const keysRevoke = {
  name: "keys revoke",
  summary: "Revoke a key of yours",
  description: [
    "Marks a key in `registry/developers/<id>.json` as revoked, signed by another key that is in charge. A revocation is never taken back; only its reason may become `compromised` later.",
    ...Object.entries(revocationReasons).map(([reason, effect]) => `\`${reason}\`: ${effect}`),
    "Without `--key` the key of this machine that is in charge signs.",
    ...HOW,
  ],
  positionals: [],
  options: {
    ...submitting,
    revoke: { type: "string", valueName: "KEYID", summary: "Revoke this key: 8 digits of its id or more" },
    reason: {
      type: "string",
      valueName: "WHY",
      summary: "What became of the key, see above",
      choices: ["retired", "lost", "compromised"],
    },
    key: accountKey,
  },
  mutates: true,
  examples: [
    {
      command: "mosis keys revoke --revoke 0b9e77d1 --reason compromised",
      summary: "Withdraw what a stolen key signed",
    },
  ],
} as const satisfies CommandSpec;

export const keysRecover = {
  name: "keys recover",
  summary: "Come back when every account key is lost",
  description: [
    "Submits the rotation and the developer document that put a new key in charge and revoke every account key as lost, signed by the new key alone.",
    "Such a pull request is refused until the operators state it with the offline keys of the store, waits for some days after that (a week, unless the store says otherwise), and needs two reviewers. Whoever still has an account key stops it by changing anything. Who has one rotates instead.",
    ...HOW,
  ],
  positionals: [],
  options: {
    ...submitting,
    "new-key": { ...signingKey, summary: "The key that takes over: its id (8 digits or more) or a PEM file" },
    "also-lost": {
      type: "string",
      valueName: "KEYIDS",
      summary: "Name these as lost, too: 8 digits of their ids or more, with commas between",
    },
  },
  mutates: true,
  examples: [{ command: "mosis keys recover --new-key 4f1c22aa", summary: "Ask for a new key to be put in charge" }],
} as const satisfies CommandSpec;

export const domains = {
  name: "domains",
  summary: "Show domains of yours in the store",
  description: [
    "Adds domains to your developer document, or takes some out. Each one that is added has to say so itself: it serves `/.well-known/mosis-developer.json` over https, and that file names the registry, your developer id and an account key of yours. `--dry-run` prints what to serve, and whether it is there. Without the file nothing is submitted, because review would refuse it.",
    "Leave the file there until the change has landed. Nobody asks for it again after that.",
    ...HOW,
  ],
  positionals: [],
  options: {
    ...submitting,
    add: { type: "string", valueName: "DOMAINS", summary: "Add these domains, with commas between" },
    remove: { type: "string", valueName: "DOMAINS", summary: "Take these domains out, with commas between" },
    key: accountKey,
  },
  mutates: true,
  examples: [
    { command: "mosis domains --add example.com --dry-run", summary: "See what example.com has to serve" },
    { command: "mosis domains --add example.com --wait", summary: "Show example.com beside your name" },
  ],
} as const satisfies CommandSpec;
