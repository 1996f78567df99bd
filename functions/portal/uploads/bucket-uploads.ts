import { AwsClient } from "aws4fetch";

import type { UploadClaim, Uploads } from "./uploads-port.ts";
import { ForgeUnavailable } from "../forge/forge-port.ts";
import { limits } from "../../shared/limits.ts";
import { fromHex } from "../../../src/core/bytes.ts";

/** A bucket behind the S3 API. */
export interface Bucket {
  /** Address of the bucket, without a slash at the end, such as `https://s3.eu-central-1.amazonaws.com/mosis-uploads`. */
  readonly address: string;
  /** Where everybody reads what is in it, with a slash at the end; the registry's `package_hosts` has its host. */
  readonly publicUrl: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `auto` of stores that have none. */
  readonly region: string;
}

const { uploadSeconds } = limits.sizes;
/** Bytes that hold for ever: the name is their digest. */
const HEADERS = { "content-type": "application/octet-stream", "cache-control": "public, max-age=31536000, immutable" };
const ANSWER_MS = 60_000;

/** Packages in a bucket. An address to upload to is signed (SigV4) for one name, one checksum and one length, and expires. */
export function bucketUploads({ address, publicUrl, ...key }: Bucket): Uploads {
  const client = new AwsClient({ ...key, service: "s3", retries: 2 });
  const nameOf = (sha256: string): string => `${sha256}.mosis`;
  const bound = ({ sha256, length }: UploadClaim): Readonly<Record<string, string>> => ({
    ...HEADERS,
    "content-length": String(length),
    "x-amz-checksum-sha256": Buffer.from(fromHex(sha256) ?? []).toString("base64"),
  });
  return {
    urlOf: (sha256) => publicUrl + nameOf(sha256),
    async put(sha256, bytes) {
      const { "content-length": _, ...headers } = bound({ sha256, length: bytes.length });
      const body = new Uint8Array(bytes);
      const response = await answered(client.fetch(`${address}/${nameOf(sha256)}`, { method: "PUT", headers, body }));
      await response.arrayBuffer();
      if (!response.ok) throw new ForgeUnavailable(`The bucket of uploads answered ${response.status} to a package.`);
    },
    async presign(claim, now) {
      const url = new URL(`${address}/${nameOf(claim.sha256)}`);
      url.searchParams.set("X-Amz-Expires", String(uploadSeconds.limit));
      const headers = bound(claim);
      const datetime = now.toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
      const signed = await client.sign(url, {
        method: "PUT",
        headers,
        aws: { signQuery: true, allHeaders: true, datetime },
      });
      const expires = new Date(now.getTime() + uploadSeconds.limit * 1000);
      return { method: "PUT", url: signed.url, headers, expires_at: expires.toISOString() };
    },
    async read({ sha256, length }) {
      const response = await answered(
        client.fetch(`${address}/${nameOf(sha256)}`, { signal: AbortSignal.timeout(ANSWER_MS) }),
      );
      if (response.status === 404) return null;
      if (!response.ok) throw new ForgeUnavailable(`The bucket of uploads answered ${response.status} to a read.`);
      if (Number(response.headers.get("content-length") ?? Number.NaN) !== length) {
        await response.body?.cancel();
        return null;
      }
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

async function answered(request: Promise<Response>): Promise<Response> {
  return request.catch((cause: unknown) => {
    throw new ForgeUnavailable("The bucket of uploads cannot be reached.", { cause });
  });
}
