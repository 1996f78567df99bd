import type { Actions } from "../actions/actions.ts";

/** How often schedules are looked at: they know no seconds. */
const TICK_MS = 60_000;

/** Lets schedules start what is due as time goes by, until it is stopped by what it gives. */
export function keepTime({ catchUp }: Pick<Actions, "catchUp">, onTrouble: (error: unknown) => void): () => void {
  let timer = setTimeout(tick, TICK_MS);
  let isStopped = false;
  async function tick(): Promise<void> {
    await catchUp().catch(onTrouble);
    if (!isStopped) timer = setTimeout(tick, TICK_MS);
  }
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
