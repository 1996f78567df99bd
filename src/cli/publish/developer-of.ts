import type { RegistryChoice } from "./choose-registry.ts";
import type { ForgeAccount } from "./forge-session.ts";
import { repositoryName } from "../../core/publish/forge-address.ts";
import { type DeveloperId, parseDeveloperId } from "../../core/ids/ids.ts";
import type { AppBody, DeveloperBody } from "../../core/registry/documents.ts";
import { CliError } from "../errors/cli-error.ts";
import { developerOption } from "../keys/developer-id.ts";

/** The developer somebody speaks for: the one they name, the owner of the app, or the one they were last time. */
export function developerOf(
  given: string | undefined,
  app: AppBody | null,
  { key, remembered }: Pick<RegistryChoice, "key" | "remembered">,
): DeveloperId {
  const named = given === undefined ? null : developerOption({ developer: given });
  if (named !== null && app !== null && app.owner !== named) throw otherOwner(app);
  const id = named ?? app?.owner ?? parseDeveloperId(remembered.developers[key]);
  if (id !== null) return id;
  throw new CliError(
    "developer-unknown",
    "The app is new, and nobody said which developer it belongs to.",
    "Name yourself with `--developer ID`; who is not registered yet adds `--register`.",
  );
}

export function otherOwner({ app_id: app, owner }: Pick<AppBody, "app_id" | "owner">): CliError {
  return new CliError(
    "app-other-owner",
    `${app} belongs to "${owner}".`,
    "Choose another id for your app, or ask its owner for a transfer.",
  );
}

/** Review takes a pull request only from members, by their numeric id. */
export function requireMember(developer: DeveloperBody, { login, githubId }: ForgeAccount): void {
  if (developer.members.some(({ github_id: id }) => id === githubId)) return;
  throw new CliError(
    "not-a-member",
    `${login} (${githubId}) is no member of "${developer.id}".`,
    "Sign in as a member, or let a member add your numeric id to the developer document.",
  );
}

export function unregistered(id: DeveloperId, { repository }: Pick<RegistryChoice, "repository">): CliError {
  return new CliError(
    "developer-unregistered",
    `${repositoryName(repository)} does not know the developer "${id}".`,
    `Run \`mosis publish --register --developer ${id}\`: it opens the registration, which has to land before the app.`,
  );
}
