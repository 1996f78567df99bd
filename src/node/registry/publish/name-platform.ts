import type { IndexPorts } from "./compute-index.ts";
import { nodeCrypto } from "../../crypto.ts";
import { withSignature } from "../../../core/audit/platform-signature.ts";
import type { Registry } from "../../../core/registry/model.ts";
import { registryAuthority } from "../../../core/trust/authority.ts";
import { platformKeysOf } from "../../../core/trust/platform-keys.ts";

/** No signature at all: it verifies under no key. */
const NOTHING = "0".repeat(128);

/**
 * In the place of the platform, where its keys are not at hand and nothing is published: names the keys that the offline role put in
 * charge, so that pages say who countersigns, and signs nothing.
 */
export function namePlatform({ trust }: Pick<Registry, "trust">): IndexPorts["countersign"] {
  const authority = registryAuthority(trust, nodeCrypto);
  const keys = authority === null ? [] : platformKeysOf(authority.targets, nodeCrypto.sha256);
  return (document) => keys.reduce((named, { keyid }) => withSignature(named, { keyid, sig: NOTHING }), document);
}
