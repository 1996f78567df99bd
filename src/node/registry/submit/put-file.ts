import type { PlannedUpload } from "../../../core/publish/plan-submission.ts";
import { isJsonObject, type JsonValue } from "../../../core/json/value.ts";

/** A file for the upload endpoint of a registry. */
export interface EndpointFile {
  readonly upload: Extract<PlannedUpload, { to: "registry" }>;
  readonly bytes: Uint8Array;
}

/**
 * Why the upload endpoint of a registry did not take a file (docs/spec/submissions.md, 9):
 * - `token`: it does not know the token
 * - `denied`: the account may not upload there
 * - `conflict`: it keeps something else for that address
 * - `too-large`: more bytes than it takes
 * - `unreachable`: no answer, or it failed itself
 * - `refused`: any other answer
 */
export type UploadErrorCode = "token" | "denied" | "conflict" | "too-large" | "unreachable" | "refused";

/** What an upload endpoint did not do, and why. */
export class UploadError extends Error {
  override readonly name = "UploadError";
  readonly code: UploadErrorCode;
  constructor(code: UploadErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.code = code;
  }
}

const CODES: Readonly<Record<number, UploadErrorCode>> = {
  401: "token",
  403: "denied",
  409: "conflict",
  413: "too-large",
  429: "unreachable",
};
/** The whole upload of a package over a slow line. */
const UPLOAD_MS = 20 * 60_000;
const ASK_MS = 30_000;
/** Characters of an endpoint's own words that are repeated. */
const MAX_DETAIL = 200;

/**
 * Puts a file to the upload endpoint of a registry, unless it is there already.
 *
 * @throws UploadError
 */
export async function putFile({ upload, bytes }: EndpointFile, token: string): Promise<void> {
  const { url, name } = upload;
  if (await isThere(url, bytes.length)) return;
  const response = await ask(url, {
    method: "PUT",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/octet-stream",
      accept: "application/json",
    },
    body: new Uint8Array(bytes),
    // The token is for this address and no other.
    redirect: "manual",
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  const answer = await readObject(response);
  const { status } = response;
  if (status !== 200 && status !== 201) {
    const detail = answer === null ? null : (answer["detail"] ?? answer["title"]);
    const words = typeof detail === "string" ? `: ${detail.slice(0, MAX_DETAIL)}` : "";
    const code = status >= 500 ? "unreachable" : (CODES[status] ?? "refused");
    throw new UploadError(code, `The upload of ${name} (${bytes.length} bytes) was answered with ${status}${words}`);
  }
  if (answer?.["url"] === url) return;
  throw new UploadError("refused", `The registry does not say that it serves ${name} at ${url}, as it must.`);
}

/** Its name is its digest, so what is there in full length is right. */
async function isThere(url: string, length: number): Promise<boolean> {
  const response = await ask(url, { method: "HEAD", signal: AbortSignal.timeout(ASK_MS) });
  return response.status === 200 && Number(response.headers.get("content-length") ?? Number.NaN) === length;
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    const inner = (cause as Error).cause;
    const why = inner instanceof Error ? inner.message : (cause as Error).message;
    throw new UploadError("unreachable", `${url} cannot be reached: ${why}`, { cause });
  }
}

async function readObject(response: Response): Promise<Readonly<Record<string, JsonValue>> | null> {
  const value = (await response.json().catch(() => null)) as JsonValue;
  return isJsonObject(value) ? value : null;
}
