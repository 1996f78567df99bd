import type { RuleId } from "../../src/core/findings/catalogue.ts";
import { pointerKeys } from "../../src/core/json/value.ts";
import { textFixtures } from "../../src/testing/rules/code-and-text.ts";
import { manifestFixtures, packageFixtures } from "../../src/testing/rules/package.ts";

/**
 * Which rules point to which key of a manifest, by the findings that their fixtures give. The rule of the schema, which
 * looks at every key, is left out.
 */
export function rulesByManifestKey(): ReadonlyMap<string, readonly RuleId[]> {
  const found = new Map<string, Set<RuleId>>();
  for (const fixture of Object.values({ ...manifestFixtures, ...packageFixtures, ...textFixtures })) {
    for (const { rule, file, pointer = "" } of fixture.fails()) {
      const [key] = pointerKeys(pointer);
      if (file !== "manifest.json" || key === undefined || rule === "manifest/schema") continue;
      found.set(key, (found.get(key) ?? new Set()).add(rule));
    }
  }
  return new Map([...found].map(([key, rules]) => [key, [...rules].toSorted()]));
}
