import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

import { type AccessKey, presignedProblem, signatureProblem } from "./sig-v4.ts";
import { anHttpServer } from "../http-server.ts";

/** An object of a bucket. */
export interface StoredObject {
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
}

/** What goes wrong with a request: an answer in place of the right one, or a connection that is cut. */
export type Fault = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | "cut";

/** A store of the S3 kind on this machine with one bucket, which checks signatures itself. */
export interface S3Double {
  readonly endpoint: string;
  readonly bucket: string;
  readonly key: AccessKey;
  readonly objects: Map<string, StoredObject>;
  /** Methods and targets, in order. */
  readonly requests: string[];
  /** Faults of the requests to come, in order. */
  readonly faults: Fault[];
}

/** @param pageSize objects that one answer lists */
export async function anS3Double({ pageSize = 1000 }: { readonly pageSize?: number } = {}): Promise<S3Double> {
  const key = {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    region: "auto",
  };
  const world = { bucket: "store", key, objects: new Map<string, StoredObject>(), requests: [], faults: [] };
  const double: Omit<S3Double, "endpoint"> = world;
  const endpoint = await anHttpServer((request, response) => {
    void answer(double, pageSize, request, response);
  });
  return { ...double, endpoint };
}

async function answer(
  { bucket, key, objects, requests, faults }: Omit<S3Double, "endpoint">,
  pageSize: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "", url: target = "" } = request;
  const body = await buffer(request);
  requests.push(`${method} ${target}`);
  const fault = faults.shift();
  if (fault === "cut") return void request.socket.destroy();
  if (fault !== undefined) return void response.writeHead(fault.status, fault.headers).end();
  const refuse = (status: number, code: string): void => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>No.</Message></Error>`;
    response.writeHead(status, { "content-type": "application/xml" }).end(xml);
  };
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const isPresigned = target.includes("X-Amz-Signature=");
  const check = isPresigned ? presignedProblem : signatureProblem;
  const problem = check({ method, target, headers }, key, new Date());
  if (problem !== null) return refuse(403, problem);
  const sum = headers["x-amz-checksum-sha256"];
  if (sum !== undefined && sum !== hash("sha256", body).toString("base64")) return refuse(400, "BadDigest");
  const announced = headers["x-amz-content-sha256"];
  const isUnsigned = isPresigned || announced === "UNSIGNED-PAYLOAD";
  if (!isUnsigned && announced !== hash("sha256", body).toString("hex")) {
    return refuse(400, "XAmzContentSHA256Mismatch");
  }
  const [path = "", query = ""] = target.split("?");
  const [, named, ...rest] = path.split("/").map(decodeURIComponent);
  if (named !== bucket) return refuse(404, "NoSuchBucket");
  const name = rest.join("/");
  if (name === "") {
    const xml = listing(objects, new URLSearchParams(query), pageSize);
    return void response.writeHead(200, { "content-type": "application/xml" }).end(xml);
  }
  if (method === "PUT") {
    const md5 = hash("md5", body);
    const claimed = headers["content-md5"];
    if (claimed !== undefined && claimed !== md5.toString("base64")) return refuse(400, "BadDigest");
    objects.set(name, { bytes: body, contentType: headers["content-type"], cacheControl: headers["cache-control"] });
    return void response.writeHead(200, { etag: `"${md5.toString("hex")}"` }).end();
  }
  if (method === "DELETE") {
    objects.delete(name);
    return void response.writeHead(204).end();
  }
  const found = objects.get(name);
  if (found === undefined) return refuse(404, "NoSuchKey");
  response.writeHead(200, { "content-length": found.bytes.length }).end(found.bytes);
}

/** ListObjectsV2 with keys in UTF-8 order, escaped as `encoding-type=url` asks. */
function listing(objects: S3Double["objects"], query: URLSearchParams, pageSize: number): string {
  const prefix = query.get("prefix") ?? "";
  const after = query.get("continuation-token") ?? "";
  const keys = [...objects.keys()]
    .filter((name) => name.startsWith(prefix) && name > after)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const page = keys.slice(0, pageSize);
  const isTruncated = page.length < keys.length;
  const escape = (text: string): string => encodeURIComponent(text).replaceAll("%20", "+").replaceAll("%2F", "/");
  const contents = page.map((name) => {
    const { bytes } = objects.get(name)!;
    const etag = `&quot;${hash("md5", bytes).toString("hex")}&quot;`;
    return `<Contents><Key>${escape(name)}</Key><ETag>${etag}</ETag><Size>${bytes.length}</Size></Contents>`;
  });
  const token = isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  const inner = `<Prefix>${escape(prefix)}</Prefix><IsTruncated>${isTruncated}</IsTruncated>${token}${contents.join("")}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</ListBucketResult>`;
}

function hash(name: string, bytes: Uint8Array): Buffer {
  return createHash(name).update(bytes).digest();
}
