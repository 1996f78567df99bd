import { gzipSync } from "node:zlib";

import fc from "fast-check";

import {
  type Addressed,
  fewerMembers,
  forged,
  type Json,
  moreMembers,
  validDocument,
  wrongType,
} from "./bad-documents.ts";

/** A request that is wrong in one way. */
export interface BadRequest {
  /** In which way, for messages. */
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether its length is not announced. */
  readonly isChunked: boolean;
}

type Sent = Omit<BadRequest, "isChunked">;

const GZIP = { "content-encoding": "gzip" };
const encoder = new TextEncoder();

function sent(kind: string, path: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Sent {
  return { kind, method: "POST", path, body, headers: { "content-type": "application/json", ...headers } };
}

function bytesOf(document: Json): Uint8Array {
  return encoder.encode(JSON.stringify(document));
}

function documents(kind: string, made: fc.Arbitrary<Addressed>): fc.Arbitrary<Sent> {
  return fc.tuple(made, fc.boolean()).map(([{ path, document }, isGzip]) => {
    const bytes = bytesOf(document);
    return isGzip ? sent(kind, path, gzipSync(bytes), GZIP) : sent(kind, path, bytes);
  });
}

/** A valid document, sent wrongly in a way that a value decides. */
function spoilt<T>(values: fc.Arbitrary<T>, spoil: (valid: Addressed, value: T) => Sent): fc.Arbitrary<Sent> {
  return fc.tuple(validDocument, values).map(([valid, value]) => spoil(valid, value));
}

const bodies: readonly fc.Arbitrary<Sent>[] = [
  spoilt(fc.nat(), ({ path, document }, at) => {
    const bytes = bytesOf(document);
    return sent("cut off", path, bytes.subarray(0, at % bytes.length));
  }),
  spoilt(fc.nat(), ({ path, document }, at) => {
    const bytes = gzipSync(bytesOf(document));
    return sent("gzip cut off", path, bytes.subarray(0, at % bytes.length), GZIP);
  }),
  spoilt(fc.uint8Array({ maxLength: 20 }), ({ path, document }, more) =>
    sent("gzip with something behind it", path, Buffer.concat([gzipSync(bytesOf(document)), Buffer.of(0), more]), GZIP),
  ),
  spoilt(fc.uint8Array({ maxLength: 200 }), ({ path }, bytes) => sent("noise", path, bytes)),
  spoilt(fc.integer({ min: 17, max: 30_000 }), ({ path }, depth) =>
    sent("nested", path, encoder.encode("[".repeat(depth) + "]".repeat(depth))),
  ),
  spoilt(fc.integer({ min: 300_000, max: 2_000_000 }), ({ path }, length) =>
    sent("large", path, bytesOf("x".repeat(length))),
  ),
  spoilt(fc.integer({ min: 1_000_000, max: 20_000_000 }), ({ path }, length) =>
    sent("zip bomb", path, gzipSync(new Uint8Array(length)), GZIP),
  ),
  spoilt(fc.constantFrom<BufferEncoding>("utf16le"), ({ path, document }, encoding) =>
    sent("UTF-16", path, Buffer.from(JSON.stringify(document), encoding)),
  ),
  spoilt(fc.constant("\ufeff"), ({ path, document }, mark) =>
    sent("byte order mark", path, encoder.encode(mark + JSON.stringify(document))),
  ),
  spoilt(fc.constantFrom("br", "deflate", "zstd", "gzip, gzip", "x"), ({ path, document }, encoding) =>
    sent("encoding", path, bytesOf(document), { "content-encoding": encoding }),
  ),
  spoilt(
    fc.constantFrom("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", "*"),
    ({ path, document }, type) => sent("type", path, bytesOf(document), { "content-type": type }),
  ),
  spoilt(fc.constantFrom("GET", "PUT", "DELETE", "PATCH", "OPTIONS"), ({ path }, method) => ({
    ...sent("method", path, new Uint8Array()),
    method,
  })),
  spoilt(fc.constantFrom("/x", "x", "/%2e%2e/x", "/.env", "%00", "%", "/"), ({ path, document }, more) =>
    sent("path", path + more, bytesOf(document)),
  ),
];

/** Ways in which requests are wrong. */
export const BAD_KINDS = 4 + bodies.length;

/** Requests of which none may be taken. */
export const badRequest: fc.Arbitrary<BadRequest> = fc
  .tuple(
    fc.oneof(
      documents("another type", wrongType),
      documents("more members", moreMembers),
      documents("fewer members", fewerMembers),
      documents("forged", forged),
      fc.oneof(...bodies),
    ),
    fc.boolean(),
  )
  .map(([request, isChunked]) => ({ ...request, isChunked }));
