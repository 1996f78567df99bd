import type { RuleFixtures } from "./fixture.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { aRecovery, aRotation, type RecoveryChoice, statementOf } from "../recovery-kit.ts";
import { ReviewKit } from "../review-kit.ts";
import { aStore } from "../store-kit.ts";
import { TrustKit } from "../trust-kit.ts";

const FROM = "2026-11-08T12:00:00Z";

/** What review says at a time to a stated recovery of Ada's, or to a rotation by her own key. */
function changeOfKeys(choice: RecoveryChoice | "rotation", now = FROM): readonly Finding[] {
  const store = aStore();
  const kit = new ReviewKit(store);
  kit.now = new Date(now);
  for (const { path, bytes } of store.developer.files()) kit.base.set(path.slice("registry/".length), bytes);
  const record = store.registry().developers.get(store.developer.id);
  if (record === undefined) throw new TypeError("the store has no developer");
  if (choice === "rotation") return kit.review(aRotation(record, store.developer.signer).files).findings;
  const made = aRecovery(record, choice);
  const trust = new TrustKit();
  trust.state(statementOf(made, { not_before: FROM }));
  trust.roots.forEach((root, index) => kit.base.set(`trust/${index + 1}.root.json`, root));
  const { version, bytes } = trust.authority.targets;
  kit.base.set(`trust/${version}.targets.json`, bytes);
  return kit.review(made.files).findings;
}

const renamed: RecoveryChoice = { developer: (body) => ({ ...body, name: "Eve" }) };

export const recoveryFixtures: RuleFixtures = {
  "owner/recovery": {
    fails: () => changeOfKeys(renamed),
    passes: () => changeOfKeys({}),
    along: ["risk/key-added", "risk/recovery"],
  },
  "owner/recovery-early": {
    fails: () => changeOfKeys({}, "2026-11-08T11:59:59Z"),
    passes: () => changeOfKeys({}),
    along: ["risk/key-added", "risk/recovery"],
  },
  "risk/recovery": {
    fails: () => changeOfKeys({}),
    passes: () => changeOfKeys("rotation"),
    along: ["risk/key-added"],
  },
};
