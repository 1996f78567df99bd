import { DeviceError, trusting } from "../device-error.ts";
import type { Device } from "../device.ts";
import { below } from "../disk/disk.ts";
import { applyDelta } from "../../core/delta/apply-delta.ts";
import type { ChangePlan } from "../../core/device/plan-change.ts";
import { type VerifiedDownload, verifyPackage } from "../../core/device/verify-download.ts";
import type { RuleId } from "../../core/findings/catalogue.ts";
import type { IndexedDelta, StoreFile } from "../../core/index/app-document.ts";
import { encodeAtRest } from "../../core/json/signed-document.ts";
import { ChangedSourceError } from "../../core/package/byte-source.ts";
import type { PackageFile } from "../../core/package/package-document.ts";
import { parsePackagePath } from "../../core/package/package-path.ts";
import type { OpenPackage } from "../../core/package/read-package.ts";
import type { PublicKey } from "../../core/signing/public-key.ts";
import { withSignatures } from "../../core/signing/signatures.ts";
import { parseSignatureFile } from "../../core/signing/verify-package.ts";
import { requireContent } from "../../core/trust/verify.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

/** What a delta is checked with. */
export interface DeltaContext {
  readonly plan: ChangePlan;
  readonly platformKeys: readonly PublicKey[];
  /** Loads a file of the store, of the length and hash announced; throws DeviceError. */
  load(file: StoreFile): Promise<Uint8Array>;
}

/** The new package, verified as one that was loaded whole; or why it has to be loaded whole. */
export type FetchedDelta =
  | { readonly ok: true; readonly opened: OpenPackage }
  | { readonly ok: false; readonly problem: string; readonly rule?: RuleId };

/**
 * Loads a delta and makes the new package with it from the installed one, and the `signature.sig` served beside the package from the
 * one inside and the signatures that the app document has of it. Trouble with a delta is no trouble of the update.
 */
export async function fetchDelta(
  device: Device,
  delta: IndexedDelta,
  { plan, platformKeys, load }: DeltaContext,
): Promise<FetchedDelta> {
  try {
    const bytes = await load(delta);
    const installed = await packageFiles(device, device.layout.app(plan.app_id).package);
    const made = applyDelta(installed, bytes, plan.to.content_digest, nodePackagePorts);
    const signature = made.opened === null ? NO_BYTES : await servedSignature(made.opened, plan);
    return whyNot(verifyPackage(made, signature, plan, platformKeys, nodePackagePorts));
  } catch (error) {
    if (error instanceof DeviceError || error instanceof ChangedSourceError)
      return { ok: false, problem: error.message };
    throw error;
  }
}

const NO_BYTES = new Uint8Array();

/** Made, not loaded; of the length and hash announced like one that was. */
async function servedSignature({ signature }: OpenPackage, { to }: ChangePlan): Promise<Uint8Array> {
  const own = parseSignatureFile(signature ?? NO_BYTES).signature;
  if (own === null) return NO_BYTES;
  const bytes = encodeAtRest(withSignatures(own.document, to.countersignatures ?? []));
  await trusting(async () => requireContent(bytes, to.signature, to.signature.path, nodePackagePorts.sha256));
  return bytes;
}

function whyNot(verified: VerifiedDownload): FetchedDelta {
  if (verified.ok) return verified;
  const [first] = verified.findings;
  if (first === undefined) return { ok: false, problem: "It does not give the package." };
  return { ok: false, problem: first.message, rule: first.rule };
}

/** What is in a folder under names that a package may have, read when it is needed; the rest is no part of one. */
async function packageFiles({ ports: { disk } }: Device, root: string): Promise<readonly PackageFile[]> {
  const files: PackageFile[] = [];
  const visit = async (folder: string, prefix: string): Promise<void> => {
    for (const name of await disk.list(folder)) {
      const path = parsePackagePath(prefix + name);
      if (path === null) continue;
      const at = below(root, path);
      if (await disk.isFolder(at)) await visit(at, `${path}/`);
      else {
        const source = await disk.source(at);
        files.push({
          path,
          get data() {
            return source.read(0, source.length);
          },
        });
      }
    }
  };
  await visit(root, "");
  return files;
}
