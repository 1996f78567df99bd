import { accountProblem } from "./problems.ts";
import { fromHex, toHex } from "../../../src/core/bytes.ts";

export const CSRF_HEADER = "x-csrf-token";
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const encoder = new TextEncoder();

export interface Csrf {
  /** What pages send along with changes: an HMAC of the session's id, so that it is worth nothing in another session. */
  tokenOf(sessionId: string): Promise<string>;
  /**
   * Refuses what a page of another site could have made a browser send.
   *
   * @throws ProblemError `cross-site`
   */
  checkSession(request: Request, sessionId: string): Promise<void>;
  /** The same where no session is there to protect yet: programs send no origin, browsers always do. */
  checkOrigin(request: Request): void;
}

/** @param url the portal's origin */
export function createCsrf(url: string, secret: string): Csrf {
  const key = crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
  // Nobody waits for it before there is a session.
  key.catch(() => {});
  const message = (sessionId: string): Uint8Array<ArrayBuffer> => encoder.encode(`mosis-csrf-v1\n${sessionId}`);

  const checkOrigin = (request: Request): void => {
    const origin = request.headers.get("origin");
    const site = request.headers.get("sec-fetch-site");
    if (origin !== null && origin !== url) {
      throw accountProblem("cross-site", `Changes are taken from pages of ${url} only.`);
    }
    if (origin === null && site !== null && site !== "same-origin" && site !== "none") {
      throw accountProblem("cross-site", `Changes are taken from pages of ${url} only.`);
    }
  };

  return {
    checkOrigin,
    async tokenOf(sessionId) {
      return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", await key, message(sessionId))));
    },
    async checkSession(request, sessionId) {
      if (SAFE_METHODS.has(request.method)) return;
      checkOrigin(request);
      const token = fromHex(request.headers.get(CSRF_HEADER) ?? "");
      // Compares in constant time.
      if (token !== null && (await crypto.subtle.verify("HMAC", await key, token.slice(), message(sessionId)))) return;
      throw accountProblem("cross-site", `Send the csrf_token of GET /auth/me as ${CSRF_HEADER}.`);
    },
  };
}
