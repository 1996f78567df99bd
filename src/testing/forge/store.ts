import { readFile, rename, writeFile } from "node:fs/promises";
import { emptyState, type State } from "./records.ts";

export interface Store {
  readonly state: State;
  newId(): number;
  /** Resolves when everything changed before the call is on disk; calls that meet a running write share the next one. */
  save(): Promise<void>;
}

/** Opens the state kept in a JSON file, or begins an empty one. */
export async function openStore(file: string): Promise<Store> {
  const state = await readState(file);
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | null = null;
  return {
    state,
    newId: () => state.nextId++,
    save() {
      queued ??= running
        .catch(() => {})
        .then(() => {
          queued = null;
          running = writeState(file, state);
          return running;
        });
      return queued;
    },
  };
}

async function readState(file: string): Promise<State> {
  try {
    return { ...emptyState(), ...(JSON.parse(await readFile(file, "utf8")) as Partial<State>) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyState();
    throw new Error(`The forge's state in ${file} can't be read.`, { cause: error });
  }
}

async function writeState(file: string, state: State): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(state));
  await rename(`${file}.new`, file);
}
