import type { RegistryChoice } from "./choose-registry.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import type { RegistrySource } from "../../node/registry/submit/registry-source.ts";
import { CliError } from "../errors/cli-error.ts";

/**
 * What a registry says of itself.
 *
 * @param namedBy what named it, as in {@link RegistryChoice}
 */
export async function registryConfig(
  { name, read }: RegistrySource,
  { namedBy }: Pick<RegistryChoice, "namedBy">,
): Promise<RegistryConfig> {
  const bytes = await read("registry.json");
  if (bytes === null) {
    const message = `${name} is no registry, or the token may not see it: it has no registry/registry.json.`;
    const cause = namedBy === null ? "Nobody named one, so it is everybody's." : `It was named by ${namedBy}.`;
    throw new CliError("forge-missing", message, `${cause} Name a registry with \`--registry OWNER/REPO\`.`);
  }
  const parsed = parseRegistryDocument({ kind: "registry" }, "registry/registry.json", bytes);
  if (parsed.ok) return parsed.document.body as unknown as RegistryConfig;
  const [first] = parsed.findings;
  const message = `registry/registry.json of ${name} is broken: ${first?.message ?? "it cannot be read"}`;
  throw new CliError("registry-document", message, "Use a newer mosis, or tell those who run the registry.");
}
