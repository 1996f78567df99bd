import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parseJson } from "../core/json/parse.ts";
import { isJsonObject } from "../core/json/value.ts";
import { echo } from "../core/findings/finding.ts";

/** The settings of a project, beside its manifest. Like all hidden files it is no part of the app. */
export const PROJECT_SETTINGS = ".mosis.json";

/**
 * What a project says about publishing it, as text that nobody has checked. It names no forge: whoever builds somebody else's project
 * would show their token to it.
 */
export interface ProjectSettings {
  /** `owner/name` of the registry's repository. */
  readonly registry: string | null;
}

/** The settings of a project cannot be used. */
export class ProjectSettingsError extends Error {
  override readonly name = "ProjectSettingsError";
}

/**
 * Reads the settings in a folder; where there is no such file nothing is set.
 *
 * @throws ProjectSettingsError
 */
export async function readProjectSettings(folder: string): Promise<ProjectSettings> {
  const bytes = await readFile(join(folder, PROJECT_SETTINGS)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (bytes === null) return { registry: null };
  const parsed = parseJson(bytes, PROJECT_SETTINGS);
  if (!parsed.ok) throw new ProjectSettingsError(`${PROJECT_SETTINGS}: ${parsed.findings[0]?.message ?? "no JSON"}`);
  const { value } = parsed.document;
  if (!isJsonObject(value)) throw new ProjectSettingsError(`${PROJECT_SETTINGS} holds no JSON object.`);
  const { registry, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new ProjectSettingsError(`${PROJECT_SETTINGS} has an unknown key, ${echo(unknown)}.`);
  if (registry !== undefined && typeof registry !== "string") {
    throw new ProjectSettingsError(`"registry" of ${PROJECT_SETTINGS} is no string.`);
  }
  return { registry: registry ?? null };
}
