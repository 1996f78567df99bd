import { chalk } from "zx";

import type { Step } from "../../src/testing/local-store/step.ts";

/** A step that was done. */
export interface StepTime {
  readonly title: string;
  readonly milliseconds: number;
}

/** Prints each step of a story when it is done, with what it tells, and keeps the times. */
export function printSteps(): { readonly step: Step; readonly times: readonly StepTime[] } {
  const times: StepTime[] = [];
  const step: Step = async (title, work, tell = () => []) => {
    const started = performance.now();
    const result = await work();
    const milliseconds = Math.round(performance.now() - started);
    times.push({ title, milliseconds });
    console.log(`${chalk.green("✔")} ${title} ${chalk.dim(`${milliseconds} ms`)}`);
    for (const line of tell(result)) console.log(`    ${line}`);
    return result;
  };
  return { step, times };
}
