import { S3Error } from "./s3-error.ts";

/** A place in a bucket. */
export interface S3Address {
  readonly bucket: string;
  /** What every key begins with: empty, or with a slash at its end. */
  readonly prefix: string;
  /** Where the API is, without a slash at its end. */
  readonly endpoint: string;
  readonly region: string;
}

/** Access keys, from the variables that all tools of S3 read. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const FORM = "s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION";
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9-]{1,40}$/;

/**
 * Reads the address of a bucket. Without an endpoint it is Amazon's.
 *
 * @throws S3Error `address`
 */
export function parseS3Address(text: string): S3Address {
  const fail = (what: string): S3Error => new S3Error("address", `MOSIS_TARGET ${what}; write ${FORM}.`);
  if (!URL.canParse(text)) throw fail("is no address");
  const { protocol, host, pathname, searchParams, username, password } = new URL(text);
  if (protocol !== "s3:" || !BUCKET.test(host)) throw fail("names no bucket");
  if (username !== "" || password !== "") throw fail("holds a key, which belongs into a secret");
  const unknown = [...searchParams.keys()].find((key) => key !== "endpoint" && key !== "region");
  if (unknown !== undefined) throw fail(`has an unknown part, "${unknown}"`);
  const region = searchParams.get("region") ?? "";
  if (!REGION.test(region)) throw fail("names no region (R2: auto)");
  const endpoint = searchParams.get("endpoint") ?? `https://s3.${region}.amazonaws.com`;
  if (!isEndpoint(endpoint)) throw fail("has an endpoint that is no https address of a host");
  const path = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "");
  return { bucket: host, prefix: path === "" ? "" : `${path}/`, endpoint: endpoint.replace(/\/$/, ""), region };
}

/**
 * The access keys of the environment.
 *
 * @throws S3Error `address`
 */
export function s3Credentials(env: Readonly<Record<string, string | undefined>>): S3Credentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = env;
  if (accessKeyId === "" || secretAccessKey === "") {
    throw new S3Error("address", "AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set: a bucket needs both.");
  }
  const sessionToken = env["AWS_SESSION_TOKEN"] ?? "";
  return { accessKeyId, secretAccessKey, ...(sessionToken !== "" && { sessionToken }) };
}

/** Requests are signed, not secret: without TLS only on this machine. */
function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username } = new URL(text);
  if (pathname !== "/" || search !== "" || hash !== "" || username !== "") return false;
  return protocol === "https:" || (protocol === "http:" && (hostname === "127.0.0.1" || hostname === "localhost"));
}
