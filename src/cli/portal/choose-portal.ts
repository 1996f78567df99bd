import { echo } from "../../core/findings/finding.ts";
import { parseApiUrl } from "../../core/publish/forge-address.ts";
import { readChoice } from "../../node/registry-choice.ts";
import type { Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

/** The portal a command talks to. */
export interface PortalChoice {
  /** Without a final slash. */
  readonly url: string;
  /** What named it, for messages. */
  readonly namedBy: string;
}

/** Values of the options that decide between a forge and a portal. */
export interface PortalOptions {
  readonly portal: string | undefined;
  readonly "api-url"?: string | undefined;
}

const REMEMBERED = "`portal` of config.json";

/** The portal that `--portal` names, else the environment, or else the last `mosis login --portal`; null where none is named. */
export async function namedPortal(
  { portal }: Pick<PortalOptions, "portal">,
  env: Environment,
): Promise<PortalChoice | null> {
  const sources = [
    ["`--portal`", portal],
    ["MOSIS_PORTAL", env["MOSIS_PORTAL"]],
    [REMEMBERED, (await readChoice(env)).portal ?? undefined],
  ] as const;
  const found = sources.find(([, text]) => text !== undefined && text !== "");
  if (found === undefined) return null;
  const [namedBy, text = ""] = found;
  const url = parseApiUrl(text);
  if (url !== null) return { url, namedBy };
  throw new CliError("bad-option", `${namedBy} is ${echo(text)}, not the https address of a portal.`, "Check it.");
}

/** The portal, for commands that no forge can answer. */
export async function requirePortal(options: Pick<PortalOptions, "portal">, env: Environment): Promise<PortalChoice> {
  const choice = await namedPortal(options, env);
  if (choice !== null) return choice;
  throw new CliError(
    "portal-unknown",
    "Nobody said which portal to ask.",
    "Name it with `--portal URL` or in MOSIS_PORTAL, or run `mosis login --portal URL`.",
  );
}

/**
 * The portal that a command goes through which could also go to a forge; null where it goes to the forge. A portal that was only
 * remembered steps back where `--api-url` names a forge, or a token for one is set.
 */
export async function portalInPlace(options: PortalOptions, env: Environment): Promise<PortalChoice | null> {
  if (isSet(env["MOSIS_API_KEY"])) return requirePortal(options, env);
  const choice = await namedPortal(options, env);
  if (choice === null || choice.namedBy !== REMEMBERED) return choice;
  const isForge = [options["api-url"], env["GH_TOKEN"], env["GITHUB_TOKEN"]].some(isSet);
  return isForge ? null : choice;
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}
