import type { DeveloperId } from "../../core/ids/ids.ts";
import type { ForgeUser } from "../forge/forge.ts";

/** A developer of the local store, with the first-party app they publish. */
export interface LocalDeveloper {
  readonly id: DeveloperId;
  /** Shown in the store. */
  readonly name: string;
  readonly user: ForgeUser;
  /** Folder of the app below src/system-apps. */
  readonly app: string;
}

// These tokens open nothing but a forge on this machine.
const user = (id: number, login: string): ForgeUser => ({ id, login, token: `local-token-of-${login}` });

/** They review submissions; an appeal is decided by the one who did not reject. */
export const reviewers = { rosa: user(1001, "rosa"), sam: user(1006, "sam") } as const;

/** Runs the registry: pushes its code, and starts workflows by hand. */
export const operator = user(1002, "otto");

export const developers = {
  ada: { id: "mosis" as DeveloperId, name: "Mosis", user: user(1003, "ada"), app: "notes" },
  bruno: { id: "mosis-weather" as DeveloperId, name: "Mosis Weather", user: user(1004, "bruno"), app: "weather" },
  chiyo: { id: "mosis-games" as DeveloperId, name: "Mosis Games", user: user(1005, "chiyo"), app: "game" },
} as const satisfies Readonly<Record<string, LocalDeveloper>>;

/** Whoever tries the store: an account that has nothing yet. */
export const newcomer = user(1007, "dana");

/** The App by which the portal opens pull requests: its ids, which outlive its key. */
export const PORTAL_APP = { id: 2001, slug: "mosis-portal", accountId: 1008, installation: 2002 } as const;

export const users: readonly ForgeUser[] = [
  ...Object.values(reviewers),
  operator,
  newcomer,
  ...Object.values(developers).map((each) => each.user),
];
