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
