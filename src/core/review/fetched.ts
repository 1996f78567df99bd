import { ownerOf } from "./owner.ts";
import type { ReviewInput, ReviewPorts, ReviewSubject } from "./review.ts";
import { equalBytes, toHex } from "../bytes.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { Sha256 } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { limits } from "../limits.ts";
import { decodePng } from "../package/decode-png.ts";
import { type ReadPackage, readPackage } from "../package/read-package.ts";
import type { ListingBody, RegistryConfig, VersionBody } from "../registry/documents.ts";
import { ownerKeys } from "../registry/owner-keys.ts";
import type { RegistryDocument } from "../registry/parse-document.ts";
import { checkSignatureFile, packageSigners } from "../signing/verify-package.ts";

/** A file that a document refers to. */
export interface RemoteFile {
  readonly url: string;
  /** Bytes; also the limit for whoever fetches. */
  readonly length: number;
  readonly sha256: Sha256;
}

/** What was found at each address; a string says why nothing was. */
export type FetchedFiles = ReadonlyMap<string, Uint8Array | string>;

/** The files a document refers to by address. */
export function remoteFiles(document: RegistryDocument): readonly RemoteFile[] {
  if (document.place.kind === "version") return [(document.body as unknown as VersionBody).package];
  return document.place.kind === "listing" ? (document.body as unknown as ListingBody).screenshots : [];
}

/** Why the registry's policy refuses an address, or null. */
export function urlProblem(url: string, policy: RegistryConfig["policy"]): string | null {
  if (!URL.canParse(url)) return "is no address";
  const { protocol, host, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return "holds a user name or password";
  if (policy.allow_http_loopback === true && protocol === "http:" && hostname === "127.0.0.1") return null;
  if (protocol !== "https:") return "is not https";
  const allowed = policy.package_hosts.some((pattern) =>
    pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern,
  );
  return allowed ? null : `is on a host that the registry does not allow (${policy.package_hosts.join(", ")})`;
}

/** Whether what is at the addresses is what was signed, and whether the package in it may be published. */
export function fetchFindings(
  subject: ReviewSubject,
  { fetched, checked }: Pick<ReviewInput, "fetched" | "checked">,
  ports: ReviewPorts,
): readonly Finding[] {
  const { policy } = subject.base.config;
  return subject.documents.flatMap(({ change, document }) =>
    remoteFiles(document).flatMap((file) => {
      const problem = urlProblem(file.url, policy);
      if (problem !== null)
        return [finding("package/host", { file: change.path, message: `${echo(file.url)} ${problem}.` })];
      if (file.length > policy.max_package_bytes) {
        const message = `${echo(file.url)} has ${file.length} bytes.`;
        const expected = `at most ${policy.max_package_bytes} bytes`;
        return [finding("package/too-large", { file: change.path, message, expected })];
      }
      const bytes = fetched.get(file.url) ?? "it was not fetched";
      if (typeof bytes === "string") {
        return [finding("package/unreachable", { file: change.path, message: `${echo(file.url)}: ${bytes}` })];
      }
      const sha256 = toHex(ports.sha256(bytes));
      if (bytes.length !== file.length || sha256 !== file.sha256) {
        const message = `${echo(file.url)} has ${bytes.length} bytes with SHA-256 ${sha256}.`;
        return [
          finding("package/digest", { file: change.path, message, expected: `${file.length} bytes, ${file.sha256}` }),
        ];
      }
      return document.place.kind === "version"
        ? packageFindings(change.path, document, readPackage(bytes, ports, checked), subject, ports)
        : screenshotFindings(change.path, file, bytes, ports);
    }),
  );
}

function packageFindings(
  path: string,
  document: RegistryDocument,
  { opened, findings }: ReadPackage,
  subject: ReviewSubject,
  ports: ReviewPorts,
): readonly Finding[] {
  const version = document.body as unknown as VersionBody;
  if (opened === null) return findings;
  const found = [...findings];
  if (!equalBytes(canonicalize(opened.manifest), canonicalize(version.manifest))) {
    found.push(
      finding("version/manifest-differs", {
        file: path,
        pointer: "/signed/manifest",
        message: "The package has another manifest.",
      }),
    );
  }
  if (opened.contentDigest !== version.package.content_digest) {
    const message = `The package's content digest is ${opened.contentDigest}.`;
    found.push(
      finding("package/digest", {
        file: path,
        pointer: "/signed/package/content_digest",
        message,
        expected: version.package.content_digest,
      }),
    );
  }
  if (opened.signature === null) {
    return [...found, finding("signature/missing", { file: path, message: "The package has no signature.sig." })];
  }
  const checked = checkSignatureFile(opened.signature, opened.document);
  if (checked.signature === null) return [...found, ...checked.findings];
  const owner = ownerOf(version.app_id, subject);
  const developer = owner === null ? undefined : subject.base.developers.get(owner)?.developer;
  const keys = developer === undefined ? [] : ownerKeys(developer, "package", version.app_id, ports.sha256);
  if (packageSigners(checked.signature, keys, ports).length === 0) {
    found.push(
      finding("signature/unknown-key", {
        file: path,
        message: `The package is not signed by a package key of "${owner}".`,
      }),
    );
  }
  return found;
}

/** A picture that opens, in a size and shape that stores can show beside others. */
function screenshotFindings(
  path: string,
  { url }: RemoteFile,
  bytes: Uint8Array,
  ports: ReviewPorts,
): readonly Finding[] {
  const image = decodePng(bytes, ports);
  if (!image.ok)
    return [finding("listing/screenshot-format", { file: path, message: `${echo(url)} ${image.problem}.` })];
  const { screenshotMin: min, screenshotMax: max, screenshotAspect: aspect } = limits.image;
  const [short, long] = [image.width, image.height].toSorted((a, b) => a - b) as [number, number];
  if (short >= min && long <= max && long <= aspect * short) return [];
  const message = `${echo(url)} is ${image.width} x ${image.height} pixels.`;
  const expected = `${min} to ${max} pixels a side, at most ${aspect} times as long as wide`;
  return [finding("listing/screenshot-size", { file: path, message, expected })];
}
