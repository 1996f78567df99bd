/** Notes how to take back what was just done. */
export type OnFailure = (undo: () => Promise<unknown>) => void;

/** Runs steps of which all or none are to remain: after a failure, whatever was noted is undone, last first. */
export async function transaction<T>(steps: (onFailure: OnFailure) => Promise<T>): Promise<T> {
  const undos: (() => Promise<unknown>)[] = [];
  try {
    return await steps((undo) => undos.push(undo));
  } catch (error) {
    for (const undo of undos.reverse()) {
      // What fails here too is left to `recover`, the next time the device is opened.
      await undo().catch(() => undefined);
    }
    throw error;
  }
}
