/** What the exit codes of `mosis` mean; scripts rely on them. */
export const exitCodes = {
  0: "Done. A submission that waits for a person is done, too.",
  1: "Findings, or a check that failed.",
  2: "The command was not understood: arguments, a missing file, a question nobody could answer.",
  3: "Authentication failed: a passphrase, a token, a sign-in.",
  4: "The network or the forge failed.",
  5: "Still pending, with `--wait --fail-on-pending`.",
  42: "A person has to look (review only).",
  70: "A bug in mosis. The message asks for a report.",
} as const;

export type ExitCode = keyof typeof exitCodes;
