import { createHash } from "node:crypto";

import { childText, readXml } from "./read-xml.ts";
import type { S3Address } from "./s3-address.ts";
import { S3Error, type S3ErrorCode } from "./s3-error.ts";

/** The headers of a request with those that sign it, of which `x-amz-content-sha256` is there already. */
export type S3Signer = (request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly region: string;
  readonly now: Date;
}) => Promise<Headers>;

/** What a client needs of the world. */
export interface S3Ports {
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** One request, about a key below the prefix or about the bucket. */
export interface S3Request {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Null for the bucket. */
  readonly key: string | null;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** An answer that was read to its end. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

const ATTEMPTS = 6;
const FIRST_MS = 200;
const LONGEST_MS = 10_000;
/** Longest wait that a store may ask for. */
const LONGEST_ASKED_MS = 60_000;
/** One request with its answer: a package of 50 MiB over a slow line. */
const REQUEST_MS = 300_000;
const PASSING: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/**
 * Sends signed requests to a bucket, path style, as all stores of the S3 kind take them. What may pass is tried again with growing,
 * random pauses; every request of ours may be repeated.
 *
 * @throws S3Error for every answer but 2xx, and 404 about a key
 */
export function s3Client(
  address: S3Address,
  sign: S3Signer,
  ports: S3Ports,
): (request: S3Request) => Promise<S3Answer> {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send(request, address, sign, ports).catch((error: unknown) => asS3Error(error, request));
      const passes = answer instanceof S3Error ? answer.code === "unreachable" : PASSING.has(answer.status);
      if (passes && attempt < ATTEMPTS) {
        await ports.sleep(answer instanceof S3Error ? pause(attempt, ports) : pause(attempt, ports, answer.headers));
        continue;
      }
      if (answer instanceof S3Error) throw answer;
      const isMissingKey = answer.status === 404 && request.key !== null && codeOf(answer) !== "NoSuchBucket";
      if ((answer.status >= 200 && answer.status < 300) || isMissingKey) return answer;
      throw refusal(answer, request, address);
    }
  };
}

async function send(
  { method, key, query = {}, headers = {}, body }: S3Request,
  { bucket, prefix, endpoint, region }: S3Address,
  sign: S3Signer,
  { fetch, now }: S3Ports,
): Promise<S3Answer> {
  const path = key === null ? bucket : `${bucket}/${prefix}${key}`;
  const url = new URL(`${endpoint}/${path.split("/").map(encodeStrictly).join("/")}`);
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeStrictly(value)}`)
    .join("&");
  const digest = createHash("sha256")
    .update(body ?? new Uint8Array())
    .digest("hex");
  const own = { ...headers, "x-amz-content-sha256": digest };
  const signed = await sign({ method, url: url.href, headers: own, region, now: now() });
  // Not signed, because proxies rewrite it; without it a proxy may compress what it passes on.
  signed.set("accept-encoding", "identity");
  const signal = AbortSignal.timeout(REQUEST_MS);
  const init = { method, headers: signed, redirect: "manual", signal, ...(body !== undefined && { body }) } as const;
  const response = await fetch(url, init);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}

/** As AWS Signature Version 4 has it: all but the unreserved characters of RFC 3986. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function asS3Error(cause: unknown, { method, key }: S3Request): S3Error {
  const { name = "", message = "", cause: inner } = cause as { name?: string; message?: string; cause?: unknown };
  if (name !== "TypeError" && name !== "TimeoutError" && name !== "AbortError") throw cause;
  const why = inner instanceof Error ? inner.message : message;
  return new S3Error("unreachable", `${method} ${key ?? "the bucket"} got no answer: ${why}`, { cause });
}

function pause(attempt: number, { random }: S3Ports, headers?: Headers): number {
  const asked = Number(headers?.get("retry-after") ?? Number.NaN) * 1000;
  if (asked > 0) return Math.min(LONGEST_ASKED_MS, asked);
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
}

/** The code in the body of an error, such as `NoSuchKey`. */
function codeOf({ bytes }: S3Answer): string | null {
  const error = readXml(new TextDecoder().decode(bytes));
  return error?.name === "Error" ? childText(error, "Code") : null;
}

const CODES: Readonly<Record<number, S3ErrorCode>> = { 401: "denied", 403: "denied", 404: "missing" };
const ADVICE: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: "Check AWS_ACCESS_KEY_ID.",
  SignatureDoesNotMatch: "Check AWS_SECRET_ACCESS_KEY.",
  RequestTimeTooSkewed: "Set the clock of this machine.",
  AccessDenied: "Give the key the rights to list, read, write and delete in the bucket.",
  NoSuchBucket: "Make the bucket, or mend MOSIS_TARGET.",
  PermanentRedirect: "Mend the region or the endpoint in MOSIS_TARGET.",
  AuthorizationHeaderMalformed: "Mend the region in MOSIS_TARGET.",
};

function refusal(answer: S3Answer, { method, key }: S3Request, { bucket }: S3Address): S3Error {
  const { status } = answer;
  const code = codeOf(answer);
  const what = `${method} ${key === null ? `bucket ${bucket}` : key}`;
  const advice = code === null ? null : ADVICE[code];
  const message = `${what} was answered with ${status}${code === null ? "" : ` ${code}`}.${advice == null ? "" : ` ${advice}`}`;
  return new S3Error(PASSING.has(status) ? "unreachable" : (CODES[status] ?? "refused"), message);
}
