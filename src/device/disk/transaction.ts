/** Notes how to take back what was just done. */
export type OnFailure = (undo: Undo) => void;

type Undo = () => Promise<unknown>;

/** Runs steps of which all or none are to remain: after a failure, whatever was noted is undone, last first. */
export async function transaction<T>(steps: (onFailure: OnFailure) => Promise<T>): Promise<T> {
  const undos: Undo[] = [];
  try {
    return await steps((undo) => undos.push(undo));
  } catch (error) {
    // On a full disk, a file can be written back only once another undo has made room for it.
    const failed = await undoAll(undos.reverse());
    // What fails here too is left to `recover`, the next time the device is opened.
    await undoAll(failed);
    throw error;
  }
}

/** The ones that failed, in their order. */
async function undoAll(undos: readonly Undo[]): Promise<readonly Undo[]> {
  const failed: Undo[] = [];
  for (const undo of undos) await undo().catch(() => failed.push(undo));
  return failed;
}
