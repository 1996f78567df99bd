import { StoreUnavailableError } from "../ports.ts";

/**
 * Does something with what the platform keeps. Its errors have no codes by which those that pass could be told from others.
 *
 * @throws StoreUnavailableError whatever is thrown, as its cause
 */
export async function orUnavailable<T>(binding: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StoreUnavailableError(`${binding} did not do it: ${String(error)}`, { cause: error });
  }
}
