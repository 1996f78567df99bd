import { readFileSync } from "node:fs";
import { join } from "node:path";

const SPECIFICATION = join(import.meta.dirname, "../../docs/spec/registry-documents.md");

/**
 * Who signs or writes what lies at a path of a registry, by the table of the specification.
 *
 * @param path as the table writes it, such as `developers/<id>.json`
 * @throws Error where the table has no such path
 */
export function signerOf(path: string): string {
  const rows = readFileSync(SPECIFICATION, "utf8").matchAll(/^ *\| (`[^|]+) \|[^|]+\| ([^|]+) \|$/gm);
  const signer = [...rows].find(([, paths]) => paths?.includes(`\`${path}\``))?.[2];
  if (signer === undefined) throw new Error(`docs/spec/registry-documents.md has no row for ${path}`);
  // Numbers of clauses mean nothing outside the specification.
  return signer.replaceAll(/ \([\d.]+\)/g, "");
}
