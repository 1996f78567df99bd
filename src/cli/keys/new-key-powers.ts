import { echo } from "../../core/findings/finding.ts";
import { type AppId, parseAppId } from "../../core/ids/ids.ts";
import type { KeyUse } from "../../core/registry/documents.ts";
import { CliError } from "../errors/cli-error.ts";

const USES: readonly KeyUse[] = ["package", "version", "event", "account"];
/** Enough for a CI machine to bring out versions of the apps it builds. */
const BOUND_USES: readonly KeyUse[] = ["package", "version"];

/** What a key that joins may sign. */
export interface KeyPowers {
  readonly use: readonly KeyUse[];
  readonly bound: { readonly apps?: readonly AppId[] };
}

/** The values of `--use` and `--apps`. */
export function newKeyPowers({
  use,
  apps,
}: {
  readonly use: string | undefined;
  readonly apps: string | undefined;
}): KeyPowers {
  const bound = apps === undefined ? {} : { apps: [...new Set(listed(apps).map(appId))] };
  const uses = use === undefined ? (apps === undefined ? USES : BOUND_USES) : usesOf(use);
  if (apps !== undefined && uses.includes("account")) {
    const message = "A key that is bound to apps is never in charge of keys.";
    throw new CliError("bad-option", message, "Leave out `--apps`, or the use `account`.");
  }
  return { use: uses, bound };
}

function usesOf(given: string): readonly KeyUse[] {
  const names = listed(given);
  const unknown = names.find((name) => !(USES as readonly string[]).includes(name));
  if (unknown === undefined && names.length > 0) return USES.filter((each) => names.includes(each));
  const message = `${echo(unknown ?? given)} is no use of a key.`;
  throw new CliError("bad-option", message, `Give some of ${USES.join(",")}, with commas between.`);
}

function appId(text: string): AppId {
  const app = parseAppId(text);
  if (app !== null) return app;
  throw new CliError("bad-option", `${echo(text)} is not the id of an app.`, "Give ids such as com.example.notes.");
}

function listed(text: string): readonly string[] {
  return text.split(",").map((each) => each.trim());
}
