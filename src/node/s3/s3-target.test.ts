import { createHash } from "node:crypto";

import { beforeEach, describe, expect, test } from "vitest";

import { parseS3Address, s3Credentials } from "./s3-address.ts";
import type { S3Ports } from "./s3-client.ts";
import { s3Target } from "./s3-target.ts";
import { openBlobStore } from "../blob-store.ts";
import type { PublishTarget } from "../publish-target.ts";
import { uploadTree } from "../registry/publish/upload.ts";
import { s3Signer } from "../../../scripts/lib/s3-signer.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { anS3Double, type S3Double } from "../../testing/s3/s3-double.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

let double: S3Double;
let pauses: number[];
let ports: S3Ports;
beforeEach(async () => {
  double = await anS3Double();
  pauses = [];
  ports = { fetch, now: () => new Date(), sleep: (ms) => Promise.resolve(pauses.push(ms)), random: () => 0.5 };
});

function target(changed: { bucket?: string; region?: string; secretAccessKey?: string } = {}): PublishTarget {
  const { endpoint, bucket, key } = double;
  const { secretAccessKey = key.secretAccessKey, ...place } = changed;
  const address = { bucket, prefix: "live/", endpoint, region: key.region, ...place };
  return s3Target(address, s3Signer({ ...key, secretAccessKey }), ports);
}

test.each([
  ["tuf/timestamp.json", "application/json; charset=utf-8", "public, max-age=60, must-revalidate"],
  ["tuf/3.snapshot.json", "application/json; charset=utf-8", "public, max-age=31536000, immutable"],
  ["tuf/2.root.json", "application/json; charset=utf-8", "public, max-age=300"],
  ["packages/a.b.c/1/package.mosis", "application/zip", "public, max-age=31536000, immutable"],
  ["packages/a.b.c/1/signature.sig", "application/json; charset=utf-8", "public, max-age=300"],
  ["assets/a.b.c/icon-64.png", "image/png", "public, max-age=300"],
  ["apps/a.b.c/index.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate"],
  ["deltas/a.b.c/1-2.mosisdelta", "application/octet-stream", "public, max-age=31536000, immutable"],
])("%s is kept as %s with %s", async (path, contentType, cacheControl) => {
  await target().put(path, bytes("x"));
  expect(double.objects.get(`live/${path}`)).toMatchObject({ contentType, cacheControl });
});

test("a list tells the digests, and leaves out what other people keep in the bucket", async () => {
  await target().put("a.json", bytes("1"));
  for (const key of ["other.json", "live/folder/"]) {
    double.objects.set(key, { bytes: Buffer.from(""), contentType: undefined, cacheControl: undefined });
  }
  const md5 = createHash("md5").update("1").digest("hex");
  expect(await target().list()).toEqual([{ path: "a.json", length: 1, md5 }]);
});

test("a store that is out already is published again without reading or sending what did not change", async () => {
  const file = (text: string) => ({ kind: "bytes", bytes: bytes(text) }) as const;
  const tree = {
    index: new Map([["v1/apps.json", file("[]")]]),
    pages: new Map([["index.html", bytes("<p>")]]),
    metadata: new Map([["tuf/timestamp.json", bytes("{}")]]),
  };
  const blobs = await openBlobStore(temporaryFolder());
  expect(await uploadTree(tree, blobs, target())).toEqual({ uploaded: 3, removed: 0 });
  double.requests.length = 0;
  expect(await uploadTree(tree, blobs, target())).toEqual({ uploaded: 0, removed: 0 });
  expect(double.requests).toHaveLength(1);
});

describe("what may pass", () => {
  test("is tried again with growing pauses, or as long as the store asks for", async () => {
    double.faults.push({ status: 503 }, "cut", { status: 429, headers: { "retry-after": "7" } }, { status: 500 });
    await target().put("a.json", bytes("1"));
    expect(double.objects.get("live/a.json")?.bytes.toString()).toBe("1");
    expect(pauses).toEqual([200, 400, 7000, 1600]);
  });

  test("ends some day", async () => {
    double.faults.push(...Array.from({ length: 6 }, () => ({ status: 503 })));
    await expect(target().read("a.json")).rejects.toMatchObject({
      code: "unreachable",
      message: "GET a.json was answered with 503.",
    });
    expect(double.requests).toHaveLength(6);
  });

  test("is not what a wrong program does", async () => {
    ports = { ...ports, fetch: () => Promise.reject(new RangeError("a bug")) };
    await expect(target().list()).rejects.toThrow(RangeError);
  });
});

test.each([
  [{ secretAccessKey: "wrong" }, "denied", "SignatureDoesNotMatch. Check AWS_SECRET_ACCESS_KEY."],
  [{ region: "eu-central-1" }, "denied", "AuthorizationHeaderMalformed. Mend the region in MOSIS_TARGET."],
  [{ bucket: "nowhere" }, "missing", "NoSuchBucket. Make the bucket, or mend MOSIS_TARGET."],
])("with %j nothing is tried again, and the error says what to do", async (changed, code, message) => {
  for (const act of [
    () => target(changed).list(),
    () => target(changed).read("a"),
    () => target(changed).delete("a"),
  ]) {
    await expect(act()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  }
  expect(pauses).toEqual([]);
});

test("an answer that sends elsewhere is not followed", async () => {
  double.faults.push({ status: 301, headers: { location: "http://127.0.0.1:1/" } });
  await expect(target().read("a.json")).rejects.toMatchObject({ code: "refused" });
});

describe("an answer that is not right", () => {
  const answering = (status: number, body: string, headers: Record<string, string> = {}): void => {
    ports = { ...ports, fetch: () => Promise.resolve(new Response(body, { status, headers })) };
  };

  test.each([
    ["<html>", "is no list of objects"],
    ["<ListBucketResult></ListBucketResult>", "is no list of objects"],
    ["<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>", "does not say where"],
    [
      "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>live/a</Key></Contents></ListBucketResult>",
      "without its key or size",
    ],
    [
      "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>",
      "repeats the token t",
    ],
  ])("is malformed: %s", async (body, message) => {
    answering(200, body);
    await expect(target().list()).rejects.toMatchObject({
      code: "malformed",
      message: expect.stringContaining(message),
    });
  });

  test("is corrupt when bytes are missing, or others were stored", async () => {
    answering(200, "half", { "content-length": "8" });
    await expect(target().read("a")).rejects.toMatchObject({ code: "corrupt" });
    answering(200, "", { etag: '"00000000000000000000000000000000"' });
    await expect(target().put("a", bytes("x"))).rejects.toMatchObject({ code: "corrupt" });
    const etag = '"00000000000000000000000000000000"';
    answering(200, "", { etag, "x-amz-server-side-encryption": "aws:kms" });
    await target().put("a", bytes("x"));
  });
});

test("an address names bucket, prefix, endpoint and region", () => {
  expect(parseS3Address("s3://my-store/live/?endpoint=https://id.r2.cloudflarestorage.com&region=auto")).toEqual({
    bucket: "my-store",
    prefix: "live/",
    endpoint: "https://id.r2.cloudflarestorage.com",
    region: "auto",
  });
  expect(parseS3Address("s3://my-store?region=eu-west-1")).toMatchObject({
    prefix: "",
    endpoint: "https://s3.eu-west-1.amazonaws.com",
  });
});

test.each([
  "s3:",
  "s3://B?region=auto",
  "s3://my-store/live",
  "s3://my-store?region=a b",
  "s3://id:secret@my-store?region=auto",
  "s3://my-store?region=auto&acl=public",
  "s3://my-store?region=auto&endpoint=http://example.org",
  "s3://my-store?region=auto&endpoint=https://example.org/path",
  "s3://my-store?region=auto&endpoint=file:///x",
])("%s is no address of a bucket", (text) => {
  expect(() => parseS3Address(text)).toThrow(/^MOSIS_TARGET .*; write s3:/);
});

test("access keys come from the environment, both of them", () => {
  expect(s3Credentials({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "" })).toEqual({
    accessKeyId: "a",
    secretAccessKey: "b",
  });
  expect(() => s3Credentials({ AWS_ACCESS_KEY_ID: "a" })).toThrow(/AWS_SECRET_ACCESS_KEY is not set/);
});
