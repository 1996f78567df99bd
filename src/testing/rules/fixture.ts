import type { RuleId } from "../../core/findings/catalogue.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { checkPackage } from "../../core/package/check-package.ts";
import type { CheckSubject } from "../../core/package/checking/check-messages.ts";
import { readZip } from "../../core/package/zip/zip-reader.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aPackage, type ManifestChange, type PackageBuilder } from "../builders.ts";
import { forgeZip } from "../archives/zip-forge.ts";
import { hostileZips } from "../archives/zip-hostile.ts";
import { validZip } from "../archives/zip-hostile-kit.ts";

/** Two inputs to the code that reports a rule: one that the rule is against, and the nearest one that it is not. */
export interface RuleFixture {
  /** Gives findings of this rule and of no other but those in `along`. */
  readonly fails: () => readonly Finding[];
  /** Gives no finding of this rule, and none of another either but those in `along`. */
  readonly passes: () => readonly Finding[];
  /** Rules that hold of the subject whatever is done about this one, such as that a person looks at every first app. */
  readonly along?: readonly RuleId[];
  /** What both check, where that is the bytes or files of a package alone. */
  readonly subjects?: () => readonly CheckSubject[];
}

/** Every rule of a family with its fixture. */
export type RuleFixtures = Partial<Record<RuleId, RuleFixture>>;

/** An app that keeps every rule, and what the rules of packages say after a change. */
export function appFixture(
  fails: (app: PackageBuilder) => PackageBuilder,
  passes: (app: PackageBuilder) => PackageBuilder = (app) => app,
): RuleFixture {
  const bad = (): PackageBuilder => fails(aPackage());
  const good = (): PackageBuilder => passes(aPackage());
  return {
    fails: () => ofApp(bad()),
    passes: () => ofApp(good()),
    subjects: () => [bad(), good()].map((app) => ({ kind: "files", files: app.files() })),
  };
}

/** The same by keys of the manifest alone. */
export function manifestFixture(fails: ManifestChange, passes: ManifestChange = {}): RuleFixture {
  return appFixture(
    (app) => app.with(fails),
    (app) => app.with(passes),
  );
}

/** A broken archive of `zip-hostile`, which is also a vector of the specification, beside a whole one. */
export function zipFixture(rule: RuleId): RuleFixture {
  const hostile = hostileZips.find(({ rules }) => rules.length === 1 && rules[0] === rule);
  if (hostile === undefined) throw new TypeError(`no hostile archive breaks ${rule} alone`);
  return {
    fails: () => ofArchive(hostile.make()),
    passes: () => ofArchive(forgeZip(validZip)),
    subjects: () => [{ kind: "archive", archive: hostile.make() }],
  };
}

function ofApp(app: PackageBuilder): readonly Finding[] {
  return checkPackage(app.files(), nodePackagePorts).findings;
}

function ofArchive(bytes: Uint8Array): readonly Finding[] {
  const read = readZip(bytes, nodePackagePorts);
  return read.ok ? [] : read.findings;
}
