import { limits } from "./limits.ts";
import { ProblemError } from "./problem.ts";
import { concatBytes } from "../../src/core/bytes.ts";

/** Inflates a whole gzip file. Throws RangeError beyond `maxBytes`, and anything else when it is none. */
export type Gunzip = (bytes: Uint8Array<ArrayBuffer>, maxBytes: number) => Promise<Uint8Array> | Uint8Array;

interface ReadJsonOptions {
  /** Bytes of the document, inflated. */
  readonly maxBytes: number;
  readonly maxDepth?: number;
  /** Until the whole body has to be there. */
  readonly seconds?: number;
  readonly gunzip?: Gunzip;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const bodyLimits = limits.sizes;

/**
 * The JSON document that was sent, plain or as gzip. Nothing is known of its shape, but that it is no deeper than allowed.
 *
 * @throws ProblemError 400 (not JSON), 408 (too slow), 413 (too large) or 415 (another type or encoding)
 */
export async function readJson(request: Request, options: ReadJsonOptions): Promise<unknown> {
  const { maxBytes, maxDepth = bodyLimits.jsonDepth.limit, seconds = bodyLimits.bodySeconds.limit } = options;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw refusal(415, `Send content-type: application/json, not ${type === undefined ? "none" : quoted(type)}.`);
  }
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    const accepted = { "accept-encoding": "gzip, identity" };
    throw refusal(415, `Send the document as it is or as gzip, not as ${quoted(encoding)}.`, accepted);
  }
  const sent = await withDeadline(readBody(request, maxBytes), seconds);
  const bytes = encoding === "gzip" ? await inflated(sent, maxBytes, options.gunzip ?? gunzip) : sent;
  const document = parse(bytes);
  if (isDeeper(document, maxDepth)) throw refusal(400, `The document is nested deeper than ${maxDepth} levels.`);
  return document;
}

const titles = {
  400: { name: "malformed-json", title: "Not a JSON document" },
  408: { name: "too-slow", title: "The request took too long" },
  413: { name: "too-large", title: "The document is too large" },
  415: { name: "unsupported-media-type", title: "Another type is expected" },
} as const;

function refusal(
  status: keyof typeof titles,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ProblemError {
  return new ProblemError({ ...titles[status], status, detail }, headers);
}

function tooLarge(maxBytes: number): ProblemError {
  return refusal(413, `At most ${maxBytes} bytes are taken, inflated. Send less at once.`);
}

/** What somebody sent, cut so that it can be said back to them. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

/** A length that was announced is kept by every HTTP server, so that such a body needs no counting, which is faster. */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > maxBytes) throw tooLarge(maxBytes);
  if (announced === null) return request.body === null ? new Uint8Array() : collect(request.body, maxBytes);
  const body = await request.arrayBuffer().catch((error: unknown) => {
    throw refusal(400, `The body was cut off: ${error instanceof Error ? error.message : "no reason is known"}.`);
  });
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  return new Uint8Array(body);
}

async function collect(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw refusal(400, `The body cannot be read: ${error instanceof Error ? error.message : "it was cut off"}.`);
    });
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      reader.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
  return concatBytes(chunks);
}

function withDeadline<T>(work: Promise<T>, seconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const detail = `The whole request has to be here within ${seconds} seconds.`;
      reject(refusal(408, detail, { connection: "close" }));
    }, seconds * 1000);
    const end =
      <V>(settle: (value: V) => void) =>
      (value: V): void => {
        clearTimeout(timer);
        settle(value);
      };
    work.then(end(resolve), end(reject));
  });
}

async function inflated(bytes: Uint8Array<ArrayBuffer>, maxBytes: number, inflate: Gunzip): Promise<Uint8Array> {
  try {
    return await inflate(bytes, maxBytes);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    if (error instanceof RangeError) throw tooLarge(maxBytes);
    throw refusal(400, "The body is no gzip file, though content-encoding says so.");
  }
}

/** Inflates with what browsers, Workers and Node all have. */
const gunzip: Gunzip = (bytes, maxBytes) =>
  collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")), maxBytes);

function parse(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw refusal(400, "The document is not valid UTF-8.");
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refusal(
      400,
      `The document is no JSON: ${error instanceof Error ? error.message.slice(0, 200) : "unreadable"}`,
    );
  }
}

/** @param value of what JSON has */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    const member = members[name];
    if (typeof member === "object" && isDeeper(member, levels - 1)) return true;
  }
  return false;
}
