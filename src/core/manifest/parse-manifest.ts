import type { Manifest } from "./manifest.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { echo, type Finding, finding, hasErrors } from "../findings/finding.ts";
import { nearest } from "../findings/nearest.ts";
import { parseAppId } from "../ids/ids.ts";
import { compareSemver } from "../ids/semver.ts";
import { type JsonDocument, parseJson } from "../json/parse.ts";
import { appendPointer } from "../json/value.ts";
import { validators } from "../schemas/app-validators.generated.ts";
import { checkSchema } from "../schemas/explain.ts";
import schema from "../schemas/manifest.schema.json" with { type: "json" };
import { permissionOf, permissions } from "../sdk/permissions.ts";
import { spdxProblem } from "../text/spdx.ts";
import { lineProblem, markdownProblem, type TextProblem } from "../text/store-text.ts";

/** `manifest` is null when the findings hold an error. */
export interface ParsedManifest {
  readonly manifest: Manifest | null;
  readonly document: JsonDocument | null;
  readonly findings: readonly Finding[];
}

const FILE = "manifest.json";
/** Reserved in every registry; system permissions go with it. */
const SYSTEM_PREFIX = "com.mosis.";

/** Reads and checks a manifest by itself, without the files it names. */
export function parseManifest(bytes: Uint8Array): ParsedManifest {
  const parsed = parseJson(bytes, FILE);
  if (!parsed.ok) return { manifest: null, document: null, findings: parsed.findings };
  const { document } = parsed;
  const schemaFindings = checkSchema(document, validators.manifest, "manifest/schema", { schema });
  if (schemaFindings.length > 0) return { manifest: null, document, findings: schemaFindings };
  const manifest = document.value as unknown as Manifest;
  const findings = [
    ...idFindings(manifest, document),
    ...permissionFindings(manifest, document),
    ...versionFindings(manifest, document),
    ...textFindings(manifest, document),
  ];
  return { manifest: hasErrors(findings) ? null : manifest, document, findings };
}

function idFindings(manifest: Manifest, document: JsonDocument): readonly Finding[] {
  if (parseAppId(manifest.id) !== null) return [];
  return [at(document, "/id", "manifest/id", `${echo(manifest.id)} has a segment that is a device name on Windows.`)];
}

function versionFindings(manifest: Manifest, document: JsonDocument): readonly Finding[] {
  const { min_mosis_version: min, max_tested_mosis_version: max } = manifest;
  if (max === undefined || compareSemver(min, max) <= 0) return [];
  return [at(document, "/max_tested_mosis_version", "manifest/mosis-versions", `${max} is below the minimum ${min}.`)];
}

/** Texts that people read in the store, and the licence. */
function textFindings(manifest: Manifest, document: JsonDocument): readonly Finding[] {
  const lines: readonly (readonly [pointer: string, text: string | undefined])[] = [
    ["/name", manifest.name],
    ["/summary", manifest.summary],
    ["/author/name", manifest.author.name],
    ...Object.entries(manifest.permission_reasons ?? {}).map(
      ([id, reason]) => [appendPointer("/permission_reasons", id), reason] as const,
    ),
  ];
  const plain = lines.flatMap(([pointer, text]) => remark(document, pointer, text, lineProblem));
  const markdown = (manifest.description ?? []).flatMap((line, index) =>
    remark(document, appendPointer("/description", index), line, markdownProblem),
  );
  return [...plain, ...markdown, ...licenseFindings(manifest, document)];
}

function remark(
  document: JsonDocument,
  pointer: string,
  text: string | undefined,
  problemOf: (text: string) => TextProblem | null,
): readonly Finding[] {
  const problem = text === undefined ? null : problemOf(text);
  return problem === null ? [] : [at(document, pointer, problem.rule, problem.message)];
}

function licenseFindings({ license }: Manifest, document: JsonDocument): readonly Finding[] {
  const problem = license === undefined ? null : spdxProblem(license);
  if (problem === null) return [];
  const found = at(document, "/license", "text/license", problem.message);
  return [problem.suggestion === null ? found : { ...found, fix: `Did you mean "${problem.suggestion}"?` }];
}

function permissionFindings(manifest: Manifest, document: JsonDocument): readonly Finding[] {
  const findings: Finding[] = [];
  const reasons = manifest.permission_reasons ?? {};
  for (const [index, id] of manifest.permissions.entries()) {
    const pointer = appendPointer("/permissions", index);
    const permission = permissionOf(id);
    if (permission === undefined) {
      findings.push(unknownPermission(id, pointer, document));
    } else if (permission.level === "system" && !manifest.id.startsWith(SYSTEM_PREFIX)) {
      findings.push(at(document, pointer, "permission/system", `"${id}" is a permission of the system.`));
    } else if (permission.level === "dangerous" && reasons[id] === undefined) {
      findings.push(
        at(
          document,
          pointer,
          "permission/dangerous-without-reason",
          `"${id}" is a dangerous permission and has no reason.`,
        ),
      );
    }
  }
  for (const id of Object.keys(reasons)) {
    if (manifest.permissions.includes(id)) continue;
    const pointer = appendPointer("/permission_reasons", id);
    findings.push(
      at(document, pointer, "permission/reason-without-permission", `"${id}" has a reason but is not declared.`),
    );
  }
  const dangerous = manifest.permissions.filter((id) => permissionOf(id)?.level === "dangerous");
  if (dangerous.length > 0 && manifest.permissions.includes("network")) {
    const named = dangerous.map((id) => `"${id}"`).join(", ");
    const message = `The app has the network and ${named}.`;
    findings.push(at(document, "/permissions", "permission/dangerous-with-network", message));
  }
  return [...findings, ...networkFindings(manifest, document)];
}

function unknownPermission(id: string, pointer: string, document: JsonDocument): Finding {
  const known = permissions.filter(({ level }) => level !== "system").map((each) => each.id);
  const near = nearest(id, known);
  const found = at(document, pointer, "permission/unknown", `There is no permission ${echo(id)}.`, oneOf(known));
  return near === null ? found : { ...found, fix: `Did you mean "${near}"?` };
}

function oneOf(words: readonly string[]): string {
  return `one of ${words.join(", ")}`;
}

function networkFindings(manifest: Manifest, document: JsonDocument): readonly Finding[] {
  const declared = manifest.permissions.includes("network");
  const hosts = manifest.network?.hosts ?? [];
  if (declared && hosts.length === 0) {
    return [at(document, "/permissions", "network/no-hosts", "The app may use the network but names no host.")];
  }
  if (!declared && manifest.network !== undefined) {
    return [
      at(document, "/network", "network/hosts-without-permission", "Hosts are named without the network permission."),
    ];
  }
  return [];
}

function at(document: JsonDocument, pointer: string, rule: RuleId, message: string, expected?: string): Finding {
  const range = document.locate(pointer);
  return finding(rule, { file: document.file, pointer, range, message, ...(expected !== undefined && { expected }) });
}
