import { fillTemplate, type TemplateFile, type TemplateValues } from "./template.ts";
import { MANIFEST_PATH } from "../../core/package/package-path.ts";
import { parseManifest } from "../../core/manifest/parse-manifest.ts";

/** Where each value stands in the manifest. */
const POINTERS: Readonly<Record<keyof TemplateValues, string>> = {
  id: "/id",
  name: "/name",
  author_name: "/author/name",
  author_email: "/author/email",
};

/** What the manifest's rules say against one of the values, or null. */
export function valueTrouble(
  template: readonly TemplateFile[],
  values: TemplateValues,
  key: keyof TemplateValues,
): string | null {
  const manifest = fillTemplate(template, values).find(({ path }) => path === MANIFEST_PATH);
  const { findings } = parseManifest(manifest?.data ?? new Uint8Array());
  const found = findings.find(({ pointer }) => pointer === POINTERS[key]);
  if (found === undefined) return null;
  return found.expected === undefined ? found.message : `${found.message} Expected ${found.expected}.`;
}
