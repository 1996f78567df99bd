import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { childText, readXml, type XmlElement } from "./read-xml.ts";
import type { S3Address } from "./s3-address.ts";
import { type S3Answer, s3Client, type S3Ports, type S3Signer } from "./s3-client.ts";
import { S3Error } from "./s3-error.ts";
import type { PublishTarget, TargetFile } from "../publish-target.ts";
import { cacheControlOf } from "../../core/index/http-headers.ts";
import { contentTypeOf } from "../../core/index/content-types.ts";

const WORLD: S3Ports = { fetch, now: () => new Date(), sleep, random: Math.random };
const MD5 = /^[0-9a-f]{32}$/;

/**
 * Publishes into a bucket. Each object gets the media type and the cache rule that a host reads from `_headers` elsewhere. Methods
 * throw S3Error.
 */
export function s3Target(address: S3Address, sign: S3Signer, ports: S3Ports = WORLD): PublishTarget {
  const send = s3Client(address, sign, ports);
  return {
    async list() {
      const files: TargetFile[] = [];
      let token: string | null = null;
      do {
        const continued: Readonly<Record<string, string>> = token === null ? {} : { "continuation-token": token };
        const query = { "list-type": "2", "encoding-type": "url", prefix: address.prefix, ...continued };
        const page: Page = pageOf(await send({ method: "GET", key: null, query }), address);
        if (page.next !== null && page.next === token) throw malformed(`repeats the token ${token}`);
        files.push(...page.files);
        token = page.next;
      } while (token !== null);
      return files.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path) {
      const { status, headers, bytes } = await send({ method: "GET", key: path });
      if (status === 404) return null;
      const length = headers.get("content-length");
      if (length !== null && Number(length) !== bytes.length) {
        throw new S3Error("corrupt", `${path} has ${length} bytes, but ${bytes.length} arrived.`);
      }
      return bytes;
    },
    async put(path, bytes) {
      const md5 = createHash("md5").update(bytes).digest();
      const headers = {
        "content-type": contentTypeOf(path),
        "cache-control": cacheControlOf(`/${path}`),
        "content-md5": md5.toString("base64"),
      };
      const answer = await send({ method: "PUT", key: path, headers, body: new Uint8Array(bytes) });
      const stored = md5Of(answer.headers.get("etag"));
      const isOpaque = (answer.headers.get("x-amz-server-side-encryption") ?? "AES256") !== "AES256";
      if (stored === null || isOpaque || stored === md5.toString("hex")) return;
      throw new S3Error("corrupt", `Of ${path} other bytes were stored than were sent (ETag ${stored}).`);
    },
    async delete(path) {
      await send({ method: "DELETE", key: path });
    },
  };
}

interface Page {
  readonly files: readonly TargetFile[];
  readonly next: string | null;
}

function pageOf({ bytes }: S3Answer, { prefix }: S3Address): Page {
  const result = readXml(new TextDecoder().decode(bytes));
  const isTruncated = result === null ? null : childText(result, "IsTruncated");
  if (result?.name !== "ListBucketResult" || isTruncated === null) throw malformed("is no list of objects");
  const next = isTruncated === "true" ? childText(result, "NextContinuationToken") : null;
  if (isTruncated === "true" && next === null) throw malformed("goes on, but does not say where");
  const files = result.children.filter(({ name }) => name === "Contents").map((each) => fileOf(each, prefix));
  return { files: files.filter(({ path }) => path !== "" && !path.endsWith("/")), next };
}

function fileOf(contents: XmlElement, prefix: string): TargetFile {
  const size = childText(contents, "Size");
  const key = decodedKey(childText(contents, "Key"));
  if (key?.startsWith(prefix) !== true || size === null || !/^\d{1,15}$/.test(size)) {
    throw malformed("has an object without its key or size");
  }
  const md5 = md5Of(childText(contents, "ETag"));
  return { path: key.slice(prefix.length), length: Number(size), ...(md5 !== null && { md5 }) };
}

/** With `encoding-type=url` a space is a plus. */
function decodedKey(text: string | null): string | null {
  try {
    return text === null ? null : decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

/** Of an object that was put in one go, the ETag is the MD5 of its bytes. */
function md5Of(etag: string | null): string | null {
  const text = etag?.replace(/^"(.*)"$/, "$1") ?? "";
  return MD5.test(text) ? text : null;
}

function malformed(what: string): S3Error {
  return new S3Error("malformed", `The answer to a list ${what}.`);
}
