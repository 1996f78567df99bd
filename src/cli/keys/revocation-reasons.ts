import type { RevocationReason } from "../../core/registry/compose-keys.ts";

/** What follows from each reason to revoke a key, for help and for the output (docs/spec/keys-and-lineage.md 5.5). */
export const revocationReasons = {
  retired: "What the key signed so far stands; it signs nothing newer.",
  lost: "What the key signed so far stands; it signs nothing newer. If a copy turns up in other hands, revoke it again as compromised.",
  compromised:
    "Nothing that the key signed is believed any more: the store yanks every version that only this key signed, and devices refuse it.",
} as const satisfies Record<RevocationReason, string>;
