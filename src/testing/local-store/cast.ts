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

/** Reviews submissions. */
export const reviewer = user(1001, "rosa");

/** Runs the registry's jobs. */
export const bot: ForgeUser = { ...user(1002, "registry-bot"), type: "Bot" };

export const developers: readonly LocalDeveloper[] = [
  { id: "mosis" as DeveloperId, name: "Mosis", user: user(1003, "ada"), app: "notes" },
  { id: "mosis-weather" as DeveloperId, name: "Mosis Weather", user: user(1004, "bruno"), app: "weather" },
  { id: "mosis-games" as DeveloperId, name: "Mosis Games", user: user(1005, "chiyo"), app: "game" },
];

export const users: readonly ForgeUser[] = [reviewer, bot, ...developers.map((each) => each.user)];
