import type { RegistryChoice } from "./choose-registry.ts";
import { repositoryName } from "../../core/publish/forge-address.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import type { ForgeClient } from "../../node/forge-client.ts";
import { readRegistryFile } from "../../node/registry/read-registry-file.ts";
import { CliError } from "../errors/cli-error.ts";

/** What the chosen registry says of itself. */
export async function registryConfig(client: ForgeClient, { repository }: RegistryChoice): Promise<RegistryConfig> {
  const name = repositoryName(repository);
  const bytes = await readRegistryFile(client, repository, "registry.json");
  if (bytes === null) {
    const message = `${name} is no registry, or the token may not see it: it has no registry/registry.json.`;
    throw new CliError("forge-missing", message, "Name a registry with `--registry OWNER/REPO`.");
  }
  const parsed = parseRegistryDocument({ kind: "registry" }, "registry/registry.json", bytes);
  if (parsed.ok) return parsed.document.body as unknown as RegistryConfig;
  const [first] = parsed.findings;
  const message = `registry/registry.json of ${name} is broken: ${first?.message ?? "it cannot be read"}`;
  throw new CliError("registry-document", message, "Use a newer mosis, or tell those who run the registry.");
}
