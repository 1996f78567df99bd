import type { RuleFixture, RuleFixtures } from "./fixture.ts";
import type { RuleId } from "../../core/findings/catalogue.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { deltaRules } from "../../core/findings/rules/delta.ts";
import { applyDelta } from "../../core/delta/apply-delta.ts";
import { contentDigest } from "../../core/package/package-document.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { hostileDeltas } from "../archives/delta-hostile.ts";
import { madeDelta, newerPackage, olderPackage, unpacked } from "../archives/delta-pair.ts";

const older = unpacked(olderPackage.archive);
const digest = contentDigest(newerPackage.facts.signature.signed, nodeCrypto.sha256);
const apply = (bytes: Uint8Array): readonly Finding[] => applyDelta(older, bytes, digest, nodePackagePorts).findings;

/** A broken delta that is also a vector of the specification, beside a whole one. */
function deltaFixture(rule: RuleId): RuleFixture {
  const hostile = hostileDeltas.find(({ rules }) => rules.length === 1 && rules[0] === rule);
  if (hostile === undefined) throw new TypeError(`no hostile delta breaks ${rule} alone`);
  return { fails: () => apply(hostile.bytes), passes: () => apply(madeDelta()) };
}

export const deltaFixtures: RuleFixtures = Object.fromEntries(
  (Object.keys(deltaRules) as RuleId[]).map((rule) => [rule, deltaFixture(rule)]),
);
