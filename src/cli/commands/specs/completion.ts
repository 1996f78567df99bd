import type { CommandSpec } from "../../command.ts";

export const completion = {
  name: "completion",
  summary: "Print a script that completes commands in your shell",
  description: [
    "Prints a script for bash, zsh or fish that offers commands, options and their choices when you press Tab. Nothing is installed: your shell has to load it.",
    'For bash, write `eval "$(mosis completion bash)"` into `~/.bashrc`. For zsh, write the script into a file `_mosis` in a folder of `$fpath`; for fish, into `~/.config/fish/completions/mosis.fish`.',
  ],
  positionals: [{ name: "shell", summary: "bash, zsh or fish", required: true }],
  options: {},
  mutates: false,
  examples: [
    { command: "mosis completion bash", summary: "Print the script for bash" },
    { command: "mosis completion fish", summary: "Print the script for fish" },
  ],
} as const satisfies CommandSpec;
