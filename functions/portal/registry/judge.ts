import { findingDetails } from "./finding-details.ts";
import type { PlacedDocument } from "./place-documents.ts";
import { readPart } from "./read-part.ts";
import type { Forge } from "../forge/forge-port.ts";
import type { PortalPorts } from "../ports.ts";
import { problem } from "../problems.ts";
import type { CryptoPort } from "../../../src/core/crypto.ts";
import type { AppId, DeveloperId } from "../../../src/core/ids/ids.ts";
import type { Finding } from "../../../src/core/findings/finding.ts";
import type { PackageReport } from "../../../src/core/package/check-package.ts";
import { readRegistry, type Registry } from "../../../src/core/registry/model.ts";
import type { ComposedFile } from "../../../src/core/registry/compose.ts";
import { REGISTRY_FOLDER, type RegistryPlace } from "../../../src/core/registry/paths.ts";
import type { SubmissionKind } from "../../../src/core/registry/submission.ts";
import { review } from "../../../src/core/review/review.ts";

/** What is submitted. */
export interface Submitted {
  readonly documents: readonly PlacedDocument[];
  /** Files that nobody signs, such as a tombstone, with their places. */
  readonly plain?: readonly { readonly place: RegistryPlace; readonly file: ComposedFile }[];
  /** The package of a version, where it lies here. */
  readonly packed?: { readonly url: string; readonly bytes: Uint8Array; readonly report: PackageReport };
}

/** What review will say, as far as it can be told from here. */
export interface Judged {
  readonly kind: SubmissionKind;
  readonly base: Registry;
  /** Those that do not keep it from being submitted. */
  readonly findings: readonly Finding[];
}

/** Rules about what lies at other addresses, which only review goes and looks at. */
const ELSEWHERE = /^(?:package\/unreachable|domain\/)/;

/**
 * Asks the rules of review before a pull request is opened, by the same code, on the part of the main branch that matters.
 *
 * @throws ProblemError `document-refused`, and `not-configured` where the registry does not take pull requests of the portal's App
 */
export async function judge(
  submitted: Submitted,
  kinds: readonly SubmissionKind[],
  forge: Forge,
  ports: PortalPorts,
): Promise<Judged> {
  const { documents, plain = [], packed } = submitted;
  const places = [...documents, ...plain.map(({ place }) => ({ place, signed: {} }))];
  const base = await readBase(forge, places, ports.crypto);
  const account = await forge.account();
  if (!base.registry.config.policy.bots.includes(account)) {
    throw problem(
      "not-configured",
      `The registry does not take what this portal carries: its operators add ${account}, the account of the portal's App, to \`policy.bots\` of registry.json.`,
    );
  }
  const files = [...documents, ...plain].map(({ file }) => file);
  const report = review(
    {
      base: base.registry,
      changes: files.map(({ path, bytes }) => ({
        path,
        before: base.files.get(path.slice(REGISTRY_FOLDER.length)) ?? null,
        after: bytes,
      })),
      author: account,
      fetched: new Map(packed === undefined ? [] : [[packed.url, packed.bytes]]),
      ...(packed !== undefined && { checked: packed.report }),
      now: ports.now(),
    },
    ports.crypto,
  );
  const errors = report.findings.filter(({ rule, severity }) => severity === "error" && !ELSEWHERE.test(rule));
  const [first] = errors;
  if (first !== undefined)
    throw problem("document-refused", first.message, { errors: findingDetails(errors, documents) });
  if (report.kind === null || !kinds.includes(report.kind)) {
    throw problem(
      "document-refused",
      `Together these documents are ${report.kind === null ? "no submission" : `a submission of the kind ${report.kind}`}; this takes ${kinds.join(" or ")}.`,
      {
        errors: [{ pointer: "/documents", message: `Expected: ${kinds.join(" or ")}.` }],
      },
    );
  }
  return { kind: report.kind, base: base.registry, findings: report.findings };
}

/**
 * The part of the registry that documents are about.
 *
 * @throws ProblemError `forge-unavailable` where there is no registry
 */
export async function readBase(
  forge: Forge,
  documents: readonly Pick<PlacedDocument, "place" | "signed">[],
  { sha256 }: Pick<CryptoPort, "sha256">,
) {
  const apps = documents.flatMap(({ place }): readonly AppId[] => ("app" in place ? [place.app] : []));
  const developers = documents.flatMap(({ place, signed }): readonly DeveloperId[] => {
    if ("developer" in place) return [place.developer];
    return place.kind === "app" && typeof signed["owner"] === "string" ? [signed["owner"] as DeveloperId] : [];
  });
  const files = await readPart(forge, { apps: [...new Set(apps)], developers }, sha256);
  const { registry } = readRegistry(files, sha256);
  if (registry !== null) return { files, registry };
  throw problem(
    "forge-unavailable",
    "The registry of this portal cannot be read: it has no valid registry.json, categories.json or reserved.json.",
  );
}
