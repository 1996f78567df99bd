import { registryName } from "./authority.ts";
import { isSignedInCharge } from "./recovery.ts";
import type { ChangedDocument } from "./review.ts";
import { linkFindings } from "./rotation-authority.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding, sortFindings } from "../findings/finding.ts";
import { type DeveloperId, parseDeveloperId, parseVersionCode } from "../ids/ids.ts";
import { parseSignedDocument } from "../json/signed-document.ts";
import type { RotationBody } from "../registry/documents.ts";
import type { DeveloperRecord, Registry } from "../registry/model.ts";
import { parseRegistryDocument } from "../registry/parse-document.ts";
import { registryPath, type RegistryPlace } from "../registry/paths.ts";
import { rotationDigest } from "../registry/rotation-digest.ts";
import type { RecoveryStatement } from "../trust/recoveries.ts";
import { addDays, formatTime } from "../trust/time.ts";

export type StatedRecovery =
  | { readonly ok: true; readonly statement: RecoveryStatement }
  /** Review would never let it land, so nothing is to be stated of it. */
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * What the offline keys state of a rotation that only its own key signed, `key_recovery_days` of the registry's policy before it
 * counts (ADR 0009).
 *
 * @param registry as it is on main, without the recovery
 * @param now when the statement is drafted
 */
export function stateRecovery(
  { bytes, file }: { readonly bytes: Uint8Array; readonly file: string },
  registry: Registry,
  now: Date,
  crypto: CryptoPort,
): StatedRecovery {
  const envelope = parseSignedDocument(bytes, file);
  if (!envelope.ok) return envelope;
  const place = placeOf(envelope.document.signed);
  const parsed = parseRegistryDocument(place, file, bytes);
  if (!parsed.ok) return parsed;
  const body = parsed.document.body as unknown as RotationBody;
  const own = registryPath(place, crypto.sha256);
  const change = { path: file, before: null, after: bytes, place, registryPath: own, status: "added" } as const;
  const changed = { change, document: parsed.document };
  const record = registry.developers.get(body.developer);
  const findings = [
    ...registryName(changed, { base: registry }),
    ...(record === undefined
      ? [finding("registry/dangling", { file, message: `There is no developer "${body.developer}".` })]
      : recoveryProblems(changed, record, body, crypto)),
  ];
  if (record === undefined || findings.length > 0) return { ok: false, findings: sortFindings(findings) };
  return {
    ok: true,
    statement: {
      developer: body.developer,
      seq: body.seq,
      rotation: rotationDigest(body, crypto.sha256),
      developer_seq: record.developer.seq,
      not_before: formatTime(addDays(now, registry.config.policy.deadlines.key_recovery_days)),
    },
  };
}

function recoveryProblems(
  changed: ChangedDocument,
  record: DeveloperRecord,
  { key }: RotationBody,
  crypto: CryptoPort,
): readonly Finding[] {
  const file = changed.change.path;
  const findings = [...linkFindings(changed, record, crypto)];
  if (record.developer.keys.some(({ keyid }) => keyid === key.keyid)) {
    findings.push(finding("owner/rotation", { file, message: "The key that it adds is there already." }));
  }
  if (!key.use.includes("account") || key.apps !== undefined || key.revoked !== undefined) {
    const message = `"${record.developer.id}" would have no account key in charge.`;
    findings.push(finding("owner/no-account-key", { file, pointer: "/signed/key/use", message }));
  }
  if (isSignedInCharge(changed, record.developer, crypto)) {
    const message = "An account key in charge signed it, so it needs no statement.";
    findings.push(
      finding("owner/recovery", { file, message, fix: "Let it land as the ordinary rotation that it is." }),
    );
  }
  return findings;
}

/** Where the document says it belongs; the check of its form refuses one that says nothing right. */
function placeOf({ developer, seq }: Readonly<Record<string, unknown>>): RegistryPlace {
  const id = parseDeveloperId(developer) ?? ("nobody" as DeveloperId);
  return { kind: "rotation", developer: id, seq: parseVersionCode(seq) ?? 1 };
}
