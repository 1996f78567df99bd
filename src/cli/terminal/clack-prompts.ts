import type { Readable, Writable } from "node:stream";

import { isCancel, password, select, text } from "@clack/prompts";

import type { Prompts } from "./prompts.ts";
import { CliError } from "../errors/cli-error.ts";

/** Prompts drawn on `output`, which is stderr: stdout is for results. */
export function clackPrompts(input: Readable, output: Writable): Prompts {
  const streams = { input, output };
  return {
    async text({ message, initial, check }) {
      return answered(
        await text({
          ...streams,
          message,
          validate: validator(check),
          ...(initial !== undefined && { initialValue: initial }),
        }),
      );
    },
    async secret({ message, check }) {
      return answered(await password({ ...streams, message, validate: validator(check) }));
    },
    async select({ message, choices }) {
      return answered(await select({ ...streams, message, options: choices.map((choice) => ({ ...choice })) }));
    },
  };
}

function validator(check: (answer: string) => string | null): (answer: string | undefined) => string | undefined {
  return (answer) => check(answer ?? "") ?? undefined;
}

function answered(answer: string | symbol): string {
  if (isCancel(answer)) throw new CliError("cancelled", "Cancelled; nothing was changed.");
  return String(answer);
}
