import { homedir } from "node:os";
import { join } from "node:path";

/** Where the command line keeps what is its user's: `$MOSIS_HOME`, by default `~/.mosis`. */
export function mosisHome(env: Readonly<Record<string, string | undefined>>): string {
  const home = env["MOSIS_HOME"];
  return home === undefined || home === "" ? join(homedir(), ".mosis") : home;
}
