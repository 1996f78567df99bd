import type { JsonObject } from "../core/json/value.ts";
import type { ExitCode } from "./errors/exit-codes.ts";
import type { NodeChecker } from "../node/checking/check-subject.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** An option as data: parsing, usage, completion and the reference page are all made from this. */
export type OptionSpec = FlagSpec | ValueSpec;

export interface FlagSpec {
  readonly type: "boolean";
  readonly short?: string;
  /** A phrase without the final stop. */
  readonly summary: string;
}

export interface ValueSpec {
  readonly type: "string";
  readonly short?: string;
  readonly summary: string;
  /** What stands for the value in usage, such as `FILE`. */
  readonly valueName: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

export interface PositionalSpec {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  /** Takes all that follow. Only the last one may. */
  readonly variadic?: boolean;
}

export interface CommandExample {
  readonly command: string;
  readonly summary: string;
}

/** What there is to know about a command without loading it. */
export interface CommandSpec {
  /** Words after `mosis`, such as `keys generate`. */
  readonly name: string;
  /** One phrase for the list of commands, without the final stop. */
  readonly summary: string;
  /** Paragraphs of its help. */
  readonly description: readonly string[];
  readonly positionals: readonly PositionalSpec[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Whether it changes anything: then it plans first and takes `--dry-run`. */
  readonly mutates: boolean;
  readonly examples: readonly CommandExample[];
}

/** A command of the table. Its code is loaded when it runs. */
export interface Command extends CommandSpec {
  load(): Promise<CommandModule>;
}

/**
 * What a command's file exports. A method, so that a command may ask for the context of its own spec: parsing gives options and
 * arguments the types that spec promises.
 */
export interface CommandModule {
  run(context: RawContext): Promise<CommandResult>;
}

/** The values of options, typed after their spec. */
export type OptionValues<Options extends CommandSpec["options"]> = {
  readonly [Name in keyof Options]: Options[Name] extends ValueSpec ? OptionValue<Options[Name]> : boolean;
};

type OptionValue<Option extends ValueSpec> =
  | (Option extends { readonly choices: readonly (infer Choice)[] } ? Choice : string)
  | (Option extends { readonly default: string } ? never : undefined);

/** The values of positionals by name, typed after their spec. */
export type PositionalValues<Positionals extends CommandSpec["positionals"]> = {
  readonly [Positional in Positionals[number] as Positional["name"]]: Positional extends { readonly variadic: true }
    ? readonly string[]
    : Positional["required"] extends true
      ? string
      : string | undefined;
};

/** Everything a command may know and touch; file system and network come through `src/node`. */
export interface CommandContext<Spec extends CommandSpec> extends Surroundings {
  readonly options: OptionValues<Spec["options"]>;
  readonly args: PositionalValues<Spec["positionals"]>;
}

/** The same before anybody looks at one spec. */
export interface RawContext extends Surroundings {
  readonly options: RawOptions;
  readonly args: RawPositionals;
}

/** Options by their long names; flags that were not given are false. */
export type RawOptions = Readonly<Record<string, string | boolean | undefined>>;
/** Arguments by the names of their spec. */
export type RawPositionals = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Surroundings {
  /** Plan, but change nothing. */
  readonly dryRun: boolean;
  /** Absolute. Relative paths that people type start here. */
  readonly cwd: string;
  readonly env: Environment;
  readonly terminal: Terminal;
  /** Checks packages and projects: no file of theirs may keep a command for ever. */
  readonly checker: NodeChecker;
  /** For a command that goes on until it is ended: see `Io.onInterrupt`. */
  onInterrupt(action: () => void): () => void;
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command found out or did, as data; rendered in one place. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** The document for `--json`. `ok` is added to it. */
  readonly json: JsonObject;
  /** The text for people, without the final newline. */
  readonly human: string;
}
