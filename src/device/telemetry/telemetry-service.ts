import { promisify } from "node:util";
import { gzip } from "node:zlib";

import type { ServiceAnswer } from "../../core/telemetry/client/after-answer.ts";
import type { JsonValue } from "../../core/json/value.ts";
import { telemetryLimits } from "../../core/telemetry/telemetry-limits.ts";

/** What a telemetry service takes. */
export type TelemetryPath =
  | "/telemetry/events"
  | "/telemetry/crash"
  | "/telemetry/privacy/export"
  | "/telemetry/privacy/delete";

/** An answer with its body. */
export interface FullAnswer extends ServiceAnswer {
  /** Null where it is no JSON. */
  readonly body: JsonValue;
}

/** A service that counts. */
export interface TelemetryService {
  /** Sends a document; null when there was no answer. */
  post(path: TelemetryPath, document: object): Promise<FullAnswer | null>;
}

const TIMEOUT_MS = 30_000;

/** The service at an address, without a final slash. Documents are sent gzipped; redirects are not followed. */
export function telemetryService(url: string): TelemetryService {
  return {
    async post(path, document) {
      try {
        const body = await promisify(gzip)(JSON.stringify(document));
        const response = await fetch(url + path, {
          method: "POST",
          headers: { "content-type": "application/json", "content-encoding": "gzip" },
          body,
          redirect: "manual",
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        return await answerOf(response);
      } catch (error) {
        if (error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError")) return null;
        throw error;
      }
    },
  };
}

async function answerOf(response: Response): Promise<FullAnswer> {
  const { status, headers } = response;
  return { status, date: headers.get("date"), retryAfter: headers.get("retry-after"), body: await bodyOf(response) };
}

/** Null where it is no JSON, or too much. */
async function bodyOf(response: Response): Promise<JsonValue> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > telemetryLimits.exportBytes) return null;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8")) as JsonValue;
  } catch {
    return null;
  }
}
