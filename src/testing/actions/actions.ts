import type { JobLog } from "./job-log.ts";
import type { Forge } from "../forge/forge.ts";
import type { Conclusion, WorkflowRunRecord } from "../forge/records.ts";

/** An environment of the repository: its secrets are for jobs of these branches only. */
export interface Environment {
  readonly branches?: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A step that is about to run. */
export interface StepPlace {
  readonly workflow: string;
  readonly job: string;
  readonly step: string;
  readonly index: number;
}

export interface ActionsOptions {
  readonly forge: Forge;
  readonly repository: { readonly owner: string; readonly name: string };
  /** Folder for machines and caches. */
  readonly root: string;
  readonly environments: Readonly<Record<string, Environment>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Whether runs for people of whom nothing was merged yet wait for a maintainer's click. */
  readonly approvesFirstTimers: boolean;
  /** More variables for every process of a job. */
  readonly processEnv?: () => Readonly<Record<string, string>>;
  /** A test may pull the plug of a machine before or during a step. */
  readonly interrupt?: (at: StepPlace, kill: () => void) => void;
  /** Called when a job has ended. */
  readonly onJob?: (job: FinishedJob) => void;
}

export interface FinishedJob {
  readonly run: WorkflowRunRecord;
  readonly job: string;
  readonly conclusion: Conclusion;
  readonly log: JobLog;
}

/** Executes the workflows of one repository on this machine, as its forge's events ask for. */
export interface Actions {
  /** Every job that ended, in the order of the ends; skipped ones too. */
  readonly jobs: readonly FinishedJob[];
  /** How many runs had not ended when a runner of before was stopped; they are cancelled. */
  readonly cutOff: number;
  /** Resolves when nothing runs and nothing waits. Throws what went wrong in the runner itself. */
  idle(): Promise<void>;
  /** Starts what the schedules say is due in (after, until]; a workflow of which several times are due runs once. */
  passTime(after: Date, until: Date): Promise<void>;
  /** The same for the time since a schedule started something last, however long nobody looked. */
  catchUp(): Promise<void>;
  /** Kills what runs and starts nothing any more. */
  stop(): Promise<void>;
}
