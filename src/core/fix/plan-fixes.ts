import { fixers } from "./fixers.ts";
import { ProjectDraft } from "./project-draft.ts";
import type { RuleId } from "../findings/catalogue.ts";
import type { Finding } from "../findings/finding.ts";
import { checkPackage } from "../package/check-package.ts";
import type { ImagePorts } from "../package/decode-png.ts";
import type { PackageFile } from "../package/package-document.ts";
import type { PackagePath } from "../package/package-path.ts";

/** One thing that is mended. */
export interface Fix {
  readonly rule: RuleId;
  readonly file: string;
  /** What is done, as a sentence. */
  readonly message: string;
}

/** What mending a project takes; applying it is writing the files. */
export interface FixPlan {
  /** In the order they are made. */
  readonly fixes: readonly Fix[];
  /** Whole new contents by path. */
  readonly writes: ReadonlyMap<PackagePath, Uint8Array>;
}

/** More than any project has things to mend; a fix that mends nothing would end here. */
const MAX_FIXES = 2000;

/**
 * Plans every repair that needs nobody's judgement, until none is left: the project that results has nothing more to mend, so a
 * second plan is empty.
 */
export function planFixes(files: readonly PackageFile[], ports: ImagePorts): FixPlan {
  const draft = new ProjectDraft(files);
  const fixes: Fix[] = [];
  while (fixes.length < MAX_FIXES) {
    const fix = nextFix(checkPackage(draft.files(), ports).findings, draft);
    if (fix === null) break;
    fixes.push(fix);
  }
  return { fixes, writes: draft.changed() };
}

/** Makes the first repair that can be made. */
function nextFix(findings: readonly Finding[], draft: ProjectDraft): Fix | null {
  for (const found of findings) {
    const message = fixers[found.rule]?.(draft, found) ?? null;
    if (message !== null) return { rule: found.rule, file: found.file ?? "", message };
  }
  return null;
}
