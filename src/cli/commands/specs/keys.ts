import type { CommandSpec, OptionSpec } from "../../command.ts";

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

const signingKey = {
  type: "string",
  valueName: "KEY",
  summary: "Sign with this key: its id (8 digits or more) or a PEM file",
} as const satisfies OptionSpec;

const developer = { type: "string", valueName: "ID", summary: "Id of the developer" } as const satisfies OptionSpec;

export const keysRegister = {
  name: "keys register",
  summary: "Write the document that registers you and your key",
  description: [
    "Writes `registry/developers/<id>.json` for a registry that does not know you yet, signed by the key that is in it. The key may sign packages, versions and events, and change the document later. Nothing is sent.",
  ],
  positionals: [],
  options: {
    developer,
    registry: { type: "string", valueName: "NAME", summary: "Name of the registry, as its registry.json has it" },
    name: { type: "string", valueName: "TEXT", summary: "Your name as the store shows it" },
    "github-id": { type: "string", valueName: "N", summary: "Numeric id of your GitHub account" },
    key: { ...signingKey, summary: "Register this key: its id (8 digits or more) or a PEM file" },
    out: { type: "string", valueName: "DIR", summary: "Folder to write into, such as a checkout of the registry" },
    "passphrase-file": passphraseFile,
  },
  mutates: true,
  examples: [
    {
      command: "mosis keys register --developer ada --registry mosis --name Ada --github-id 1234 --out store",
      summary: "Write the document into a checkout",
    },
  ],
} as const satisfies CommandSpec;
