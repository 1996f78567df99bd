import type { ChosenCommit } from "./choose-commit.ts";
import type { Difference } from "../../core/audit/difference.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { BlobReference } from "../../core/registry/package-facts.ts";
import type { StoreVerification } from "../../node/registry/verify/verify-store.ts";

/** What `mosis registry verify --json` prints. */
export function verificationJson(store: string, chosen: ChosenCommit, result: StoreVerification): JsonObject {
  const { name, commit, root, targets, timestamp, snapshot, bins, apps, files, extra } = result;
  return {
    store,
    registry: name,
    commit,
    commit_from: chosen.from,
    notes: chosen.notes,
    apps,
    files,
    metadata: {
      root,
      targets,
      timestamp: timestamp === null ? null : { version: timestamp.version, expires: timestamp.expires },
      snapshot: snapshot === null ? null : { version: snapshot.version, expires: snapshot.expires },
      bins,
    },
    differences: result.differences.map(differenceJson),
    missing: result.missing.map(({ url, reason }) => ({ url, reason })),
    left_out: result.findings.map(({ rule, file, message }) => ({ rule, file: file ?? null, message })),
    repacked: result.repacked,
    unserved: result.unserved,
    extra: extra === null ? null : { older: extra.older, outside: extra.outside },
  };
}

function differenceJson({ path, kind, entry, expected, actual, message, because }: Difference): JsonObject {
  return {
    path,
    kind,
    ...(entry !== null && { entry }),
    expected: factsJson(expected),
    actual: factsJson(actual),
    ...(message !== null && { message }),
    ...(because !== null && { because }),
  };
}

function factsJson(facts: BlobReference | null): JsonObject | null {
  return facts === null ? null : { sha256: facts.sha256, length: facts.length };
}
