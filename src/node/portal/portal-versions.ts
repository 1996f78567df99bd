import type { PortalClient } from "./portal-client.ts";
import { PortalError } from "./portal-error.ts";
import { answerReader } from "./portal-answer.ts";
import type { AppId, DeveloperId, VersionCode } from "../../core/ids/ids.ts";
import type { JsonObject, JsonValue } from "../../core/json/value.ts";
import type { Manifest } from "../../core/manifest/manifest.ts";
import type { BlobReference } from "../../core/registry/package-facts.ts";

/** A package for a portal. */
export interface PortalPackage {
  readonly manifest: Pick<Manifest, "id" | "version" | "version_code">;
  readonly blob: BlobReference;
  readonly archive: Uint8Array;
}

/** A pull request that a portal opened. */
export interface PortalSubmission {
  readonly number: number;
  /** Its page on the forge. */
  readonly url: string;
  /** Numbers of older submissions in whose place it came. */
  readonly superseded: readonly number[];
}

/** A package that a portal has. */
export interface UploadedPackage {
  /** Where it lies from now on. */
  readonly url: string;
  /** The submission that its version has already; null where it has none. */
  readonly submission: number | null;
}

/** Bytes that are sent to the portal itself; what is larger goes to the address that it gives. */
const DIRECT_BYTES = 4 * 1024 * 1024;
/** The whole upload of a package over a slow line. */
const UPLOAD_MS = 20 * 60_000;

/**
 * Lets a portal know an app that it does not know yet.
 *
 * @throws PortalError
 */
export async function draftApp({ request }: PortalClient, app: AppId, developer: DeveloperId): Promise<void> {
  try {
    await request({ method: "GET", path: `/apps/${app}` });
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "missing") throw error;
    const body = { app_id: app, developer };
    await request({ method: "POST", path: "/apps", body, idempotencyKey: crypto.randomUUID() });
  }
}

/**
 * Brings a package to a portal. The same package again changes nothing.
 *
 * @throws PortalError
 */
export async function uploadPackage(client: PortalClient, own: PortalPackage): Promise<UploadedPackage> {
  const { archive, manifest } = own;
  const path = `/apps/${manifest.id}/versions`;
  if (archive.length <= DIRECT_BYTES) {
    try {
      const request = {
        method: "POST",
        path,
        body: new Uint8Array(archive),
        idempotencyKey: crypto.randomUUID(),
      } as const;
      return uploadedOf(client, (await client.request(request)).body);
    } catch (error) {
      // This portal takes less by itself than others do.
      if (!(error instanceof PortalError) || error.problem?.name !== "too-large") throw error;
    }
  }
  return uploadElsewhere(client, path, own);
}

/** Announces the package, and puts it where the portal says. */
async function uploadElsewhere(client: PortalClient, path: string, own: PortalPackage): Promise<UploadedPackage> {
  const { version, version_code: versionCode } = own.manifest;
  const body = { version_code: versionCode, version, ...own.blob };
  const announced = await client.request({ method: "POST", path, body, idempotencyKey: crypto.randomUUID() });
  const answer = answerReader(announced.body, `${client.url} says of the upload`);
  const upload = answer.objectOrNull("upload");
  // Without an address to send it to, the portal has it.
  if (upload === null) return uploadedOf(client, announced.body);
  await put(upload.text("url"), upload.texts("headers"), own.archive);
  const { body: taken } = await client.request({ method: "GET", path: `${path}/${versionCode}` });
  return uploadedOf(client, taken);
}

/** Puts bytes to an address that is signed for them, and shows nobody's token there. */
async function put(url: string, headers: Readonly<Record<string, string>>, bytes: Uint8Array): Promise<void> {
  const where = new URL(url).origin;
  let response: Response;
  try {
    const signal = AbortSignal.timeout(UPLOAD_MS);
    response = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes), redirect: "manual", signal });
    await response.arrayBuffer();
  } catch (cause) {
    throw new PortalError("unreachable", `The upload to ${where} broke off.`, { cause });
  }
  if (response.ok) return;
  const code = response.status >= 500 ? "unreachable" : "refused";
  throw new PortalError(code, `The upload to ${where} was answered with ${response.status}.`);
}

function uploadedOf({ url }: PortalClient, version: JsonValue): UploadedPackage {
  const own = answerReader(version, `${url} says of the version`);
  return { url: own.object("package").text("url"), submission: own.numberOrNull("submission") };
}

/**
 * Submits the signed documents of a version whose package the portal has.
 *
 * @throws PortalError
 */
export async function submitVersion(
  client: PortalClient,
  app: AppId,
  versionCode: VersionCode,
  documents: readonly JsonObject[],
): Promise<PortalSubmission> {
  return submit(client, `/apps/${app}/versions/${versionCode}/submit`, documents);
}

/**
 * Submits the signed documents that register a developer or change their keys.
 *
 * @throws PortalError
 */
export async function submitKeyDocuments(
  client: PortalClient,
  documents: readonly JsonObject[],
): Promise<PortalSubmission> {
  return submit(client, "/signing-keys", documents);
}

async function submit(
  { url, request }: PortalClient,
  path: string,
  documents: readonly JsonObject[],
): Promise<PortalSubmission> {
  const idempotencyKey = crypto.randomUUID();
  const { body } = await request({ method: "POST", path, body: { documents }, idempotencyKey });
  const own = answerReader(body, `${url} says of the submission`);
  return { number: own.number("number"), url: own.text("url"), superseded: own.numbers("superseded") };
}
