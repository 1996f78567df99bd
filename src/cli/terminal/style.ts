import { styleText } from "node:util";

import type { Output } from "./io.ts";
import type { Environment } from "../command.ts";

export type Format = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Dresses a text, or leaves it as it is where colours are not wanted. */
export type Style = (format: Format, text: string) => string;

/** Whether a stream gets colours: `FORCE_COLOR` before `NO_COLOR` (as in Node itself), both before what the stream is. */
export function wantsColour(output: Output, env: Environment): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if (no !== undefined && no !== "") return false;
  return output.isTTY && term !== "dumb";
}

export const plain: Style = (_format, text) => text;

export const coloured: Style = (format, text) => styleText(format, text, { validateStream: false });
