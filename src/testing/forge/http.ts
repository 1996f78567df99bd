import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "./access.ts";
import { ApiError, errorBody } from "./api-error.ts";

/** Bytes of one request; GitHub's own limit for a release asset is 2 GiB, tests need less. */
const REQUEST_BYTES = 512 * (1 << 20);

export type JsonBody = Readonly<Record<string, unknown>>;

/** A request as handlers see it. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Named parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly user: Actor | null;
  /** The JSON body of an API write; `{}` where there is none. */
  readonly body: JsonBody;
}

export interface Answer {
  readonly status: number;
  /** Bytes are sent as they are, strings as HTML, anything else as JSON; absent is an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  body,
  headers,
});
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };
export const redirect = (location: string): Answer => ({ status: 302, headers: { location } });
export const failure = (error: ApiError): Answer => ({
  status: error.status,
  body: errorBody(error),
  headers: error.headers,
});

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > REQUEST_BYTES) throw new ApiError(413, "Request Entity Too Large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `{}` of nothing, 400 as GitHub says it of anything but an object. */
export function parseJson(bytes: Buffer): JsonBody {
  if (bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new ApiError(400, "Problems parsing JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiError(400, "Body should be a JSON object");
  }
  return value as JsonBody;
}

/** Bytes of an answer's body. */
export function bytesOf({ body }: Answer): number {
  return encode(body).bytes.length;
}

/** Sends an answer; a 200 carries an ETag and becomes 304 when the client has it already. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { type, bytes } = encode(answer.body);
  const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
  const fresh = answer.status === 200 && request.headers["if-none-match"] === etag;
  response.writeHead(fresh ? 304 : answer.status, {
    ...(answer.body === undefined || fresh ? {} : { "content-type": type, "content-length": bytes.length }),
    ...(answer.status === 200 ? { etag } : {}),
    ...answer.headers,
  });
  response.end(request.method === "HEAD" || fresh ? undefined : bytes);
}

function encode(body: unknown): { readonly type: string; readonly bytes: Uint8Array } {
  if (body === undefined) return { type: "", bytes: new Uint8Array() };
  if (body instanceof Uint8Array) return { type: "application/octet-stream", bytes: body };
  if (typeof body === "string") return { type: "text/html; charset=utf-8", bytes: Buffer.from(body) };
  return { type: "application/json; charset=utf-8", bytes: Buffer.from(JSON.stringify(body)) };
}
