import type { Prompts } from "./prompts.ts";
import type { Environment } from "../command.ts";
import type { NodeChecker } from "../../node/checking/check-subject.ts";

/** What a process lends to the command line. `main.ts` makes it of `process`, tests of memory. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: { readonly isTTY: boolean };
  readonly env: Environment;
  readonly cwd: string;
  readonly clock: Clock;
  /** Such as `Node 24.1.0 on linux x64`, for bug reports. */
  readonly host: string;
  readonly checker: NodeChecker;
  openPrompts(): Promise<Prompts>;
  /** Runs `action` when somebody ends the process (SIGINT, SIGTERM), once, instead of it ending; the function returned takes that back. */
  onInterrupt(action: () => void): () => void;
}

export interface Output {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** Time that passes, for progress only. */
export interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Runs `action` every `milliseconds`; the function returned ends that. */
  every(milliseconds: number, action: () => void): () => void;
}
