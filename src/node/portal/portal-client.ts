import { parseProblem, PortalError, type PortalErrorCode } from "./portal-error.ts";
import type { JsonObject, JsonValue } from "../../core/json/value.ts";
import { mosisVersion } from "../mosis-version.ts";
import { sleep } from "../sleep.ts";

export interface PortalRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** From the portal's address, with its query. */
  readonly path: string;
  /** Sent as JSON, as a form, or as it is. */
  readonly body?: JsonObject | URLSearchParams | Uint8Array<ArrayBuffer>;
  /** Makes a POST one that may be sent again: the portal carries it out once for each key. */
  readonly idempotencyKey?: string;
}

export interface PortalAnswer {
  readonly status: number;
  /** Null where there is no JSON. */
  readonly body: JsonValue;
  readonly headers: Headers;
}

/** The HTTP API of a portal as somebody sees it. */
export interface PortalClient {
  /** Without a final slash. */
  readonly url: string;
  /**
   * Sends a request and gives the answer when it is a success. What failed in passing is sent again, where that is safe.
   *
   * @throws PortalError
   */
  request(request: PortalRequest): Promise<PortalAnswer>;
}

/** Time and chance, as the pauses between attempts need them. */
export interface RetryPorts {
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
/** Who is told to wait longer is told that, instead of waiting. */
const LONGEST_WAIT_SECONDS = 20;
/** A request with its answer, a small package on a slow line among them. */
const REQUEST_MS = 120_000;

const WORLD: RetryPorts = {
  sleep: (milliseconds) => sleep(milliseconds, new AbortController().signal),
  random: Math.random,
};

/** @param token null for a stranger */
export function portalClient(url: string, token: string | null, ports: RetryPorts = WORLD): PortalClient {
  return {
    url,
    async request(request) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await ask(url, token, request);
        } catch (error) {
          if (!(error instanceof PortalError) || attempt === ATTEMPTS || !maySendAgain(error, request)) throw error;
          const grown = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + ports.random());
          await ports.sleep(error.retryAfter === null ? grown : error.retryAfter * 1000);
        }
      }
    },
  };
}

function maySendAgain(error: PortalError, { method, idempotencyKey }: PortalRequest): boolean {
  if (method === "POST" && idempotencyKey === undefined) return false;
  if (error.code === "busy") return (error.retryAfter ?? 0) <= LONGEST_WAIT_SECONDS;
  return error.code === "unreachable" && (error.cause === undefined || BROKEN.has(codeOf(error.cause)));
}

/** How a connection ends that there was. Where none can be made, the address is wrong more often than the moment. */
const BROKEN: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET"]);

/** What the system calls the reason, which `fetch` hides in the cause of its TypeError. */
function codeOf(error: unknown): unknown {
  const inner = error instanceof Error ? error.cause : null;
  return inner instanceof Error && "code" in inner ? inner.code : null;
}

async function ask(url: string, token: string | null, request: PortalRequest): Promise<PortalAnswer> {
  const { method, path, body, idempotencyKey } = request;
  const address = url + path;
  const isJson = body !== undefined && !(body instanceof URLSearchParams) && !(body instanceof Uint8Array);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method,
      headers: {
        accept: "application/json, application/problem+json",
        "user-agent": `mosis/${mosisVersion()}`,
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(isJson && { "content-type": "application/json" }),
        ...(body instanceof Uint8Array && { "content-type": "application/octet-stream" }),
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
      },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : body }),
      // The token is for this address and no other.
      redirect: "manual",
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    text = await response.text();
  } catch (cause) {
    throw new PortalError("unreachable", `${address} cannot be reached: ${reasonOf(cause)}`, { cause });
  }
  const value = jsonOrNull(text);
  if (response.ok) return { status: response.status, body: value, headers: response.headers };
  throw answered(`${method} ${address}`, response, value);
}

/** The same request is being answered (`Idempotency-Key`). */
const IN_USE = "key-in-use";

const CODES: Readonly<Record<number, PortalErrorCode>> = {
  401: "token",
  403: "denied",
  404: "missing",
  410: "missing",
  429: "busy",
  501: "off",
  503: "busy",
};

function answered(what: string, { status, headers }: Response, value: JsonValue): PortalError {
  const problem = parseProblem(value);
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const isInUse = problem?.name === IN_USE;
  const code = isInUse ? "busy" : (CODES[status] ?? (status >= 500 ? "unreachable" : "refused"));
  const words = problem === null ? "" : `: ${problem.detail}`;
  const details = (problem?.errors ?? []).map(({ pointer, message }) => `\n  ${pointer}: ${message}`);
  return new PortalError(code, `${what} was answered with ${status}${words}${details.join("")}`, {
    problem,
    answer: value,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
  });
}

/** `fetch` hides the reason in the cause of its TypeError. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}

function jsonOrNull(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}
