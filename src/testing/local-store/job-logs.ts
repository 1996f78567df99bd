import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { FinishedJob } from "../actions/actions.ts";

/** Writes down what a job said; gives the file. */
export function keepLog({ run, job, log }: FinishedJob, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${run.id}-${run.name}-${job}.log`);
  writeFileSync(file, log.text);
  return file;
}
