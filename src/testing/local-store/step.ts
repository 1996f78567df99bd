/** Runs one step of a story under a title, so that a shell can show progress, and tells what came of it in lines. */
export type Step = <T>(title: string, work: () => Promise<T>, tell?: (result: T) => readonly string[]) => Promise<T>;
