import { beforeEach, expect, test } from "vitest";

import { bucketUploads } from "./bucket-uploads.ts";
import type { Uploads } from "./uploads-port.ts";
import type { Sha256 } from "../../../src/core/ids/ids.ts";
import { nodeCrypto } from "../../../src/node/crypto.ts";
import { anS3Double, type S3Double } from "../../../src/testing/s3/s3-double.ts";

const bytes = new TextEncoder().encode("a package, as far as a bucket knows");
const claim = { sha256: Buffer.from(nodeCrypto.sha256(bytes)).toString("hex") as Sha256, length: bytes.length };

let bucket: S3Double;
let uploads: Uploads;
beforeEach(async () => {
  bucket = await anS3Double();
  const { endpoint, key } = bucket;
  uploads = bucketUploads({ address: `${endpoint}/${bucket.bucket}`, publicUrl: "https://packages.example/", ...key });
});

test("a package has one address for ever, and is read back as it was put", async () => {
  await uploads.put(claim.sha256, bytes);
  expect(uploads.urlOf(claim.sha256)).toBe(`https://packages.example/${claim.sha256}.mosis`);
  expect(await uploads.read(claim)).toEqual(bytes);
  expect(await uploads.read({ ...claim, length: 3 })).toBeNull();
  expect(await uploads.read({ ...claim, sha256: "0".repeat(64) as Sha256 })).toBeNull();
  expect(bucket.objects.get(`${claim.sha256}.mosis`)?.cacheControl).toContain("immutable");
});

test("whoever was given an address puts these bytes there and no others, and nothing else", async () => {
  const { url, headers, method, expires_at: expires } = await uploads.presign(claim, new Date());
  const put = async (body: Uint8Array<ArrayBuffer>, change: Readonly<Record<string, string>> = {}, to = url) =>
    (await fetch(to, { method, headers: { ...headers, "content-length": String(body.length), ...change }, body }))
      .status;
  const other = new Uint8Array(bytes.length);
  const sum = Buffer.from(nodeCrypto.sha256(other)).toString("base64");
  expect(await put(other)).toBe(400);
  expect(await put(other, { "x-amz-checksum-sha256": sum })).toBe(403);
  expect(await put(new Uint8Array(3))).not.toBe(200);
  expect(await put(bytes, {}, url.replace(claim.sha256, "0".repeat(64)))).toBe(403);
  expect(bucket.objects.size).toBe(0);
  expect(await put(bytes)).toBe(200);
  expect(await uploads.read(claim)).toEqual(bytes);
  expect(Date.parse(expires) - Date.now()).toBeLessThanOrEqual(3_600_000);
});

test("an address that has expired takes nothing", async () => {
  const { url, headers, method } = await uploads.presign(claim, new Date(Date.now() - 3_601_000));
  expect((await fetch(url, { method, headers, body: bytes })).status).toBe(403);
});

test("a bucket that fails is said to be unavailable", async () => {
  bucket.faults.push({ status: 400 });
  await expect(uploads.put(claim.sha256, bytes)).rejects.toMatchObject({ name: "ForgeUnavailable" });
});
