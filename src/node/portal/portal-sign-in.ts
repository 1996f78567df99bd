import type { PortalClient } from "./portal-client.ts";
import { PortalError } from "./portal-error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json/value.ts";
import { SignInError, type Verification } from "../sign-in/device-sign-in.ts";
import { sleep } from "../sleep.ts";

/** What a portal calls this program. */
const CLIENT_ID = "mosis-cli";
const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
/** Seconds between two questions where the portal names none, and what `slow_down` adds (RFC 8628, 3.2 and 3.5). */
const INTERVAL_SECONDS = 5;
/** Seconds that a code lives where the portal does not say. */
const LIFETIME_SECONDS = 900;

export interface SignInPorts {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const WORLD: SignInPorts = {
  now: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds, new AbortController().signal),
};

/**
 * Signs somebody in to a portal by OAuth's device flow (RFC 8628): they confirm a code in a browser anywhere. Resolves to a token once
 * they did.
 *
 * @param client without a token
 * @throws SignInError, PortalError
 */
export async function portalSignIn(
  client: PortalClient,
  show: (verification: Verification) => void,
  ports: SignInPorts = WORLD,
): Promise<string> {
  const begun = await post(client, "/auth/device/code", { client_id: CLIENT_ID });
  const deviceCode = textOf(client, begun, "device_code");
  show({
    url: textOf(client, begun, "verification_uri"),
    code: textOf(client, begun, "user_code"),
  });
  const ends = ports.now() + 1000 * secondsOf(begun["expires_in"], LIFETIME_SECONDS);
  let interval = secondsOf(begun["interval"], INTERVAL_SECONDS);
  while (ports.now() < ends) {
    await ports.sleep(interval * 1000);
    try {
      const form = { grant_type: GRANT, device_code: deviceCode, client_id: CLIENT_ID };
      return textOf(client, await post(client, "/auth/device/token", form), "access_token");
    } catch (error) {
      const word = oauthError(error);
      if (word === "slow_down") interval += INTERVAL_SECONDS;
      else if (word !== "authorization_pending" && !isPassing(error)) throw signInError(word, error);
    }
  }
  throw new SignInError("expired", "Nobody was signed in. Nobody confirmed the code in time.");
}

const REFUSALS: Readonly<Record<string, readonly [SignInError["code"], string]>> = {
  access_denied: ["denied", "Whoever saw the code refused it."],
  expired_token: ["expired", "Nobody confirmed the code in time."],
  invalid_client: ["unknown-client", "The portal does not sign in from command lines."],
  unauthorized_client: ["unknown-client", "The portal does not sign in from command lines."],
};

function signInError(word: string | null, error: unknown): unknown {
  const known = REFUSALS[word ?? ""];
  return known === undefined ? error : new SignInError(known[0], `Nobody was signed in. ${known[1]}`, { cause: error });
}

/** What OAuth calls the error of an answer (RFC 6749, 5.2). */
function oauthError(error: unknown): string | null {
  if (!(error instanceof PortalError) || !isJsonObject(error.answer)) return null;
  const { error: word } = error.answer;
  return typeof word === "string" ? word : null;
}

/** A connection that broke is no reason to give up on somebody who is typing. */
function isPassing(error: unknown): boolean {
  return error instanceof PortalError && (error.code === "unreachable" || error.code === "busy");
}

async function post(
  { request }: PortalClient,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const { body } = await request({ method: "POST", path, body: new URLSearchParams(form) });
  return isJsonObject(body) ? body : {};
}

function textOf({ url }: PortalClient, answer: JsonObject, name: string): string {
  const value = answer[name];
  if (typeof value === "string" && value !== "") return value;
  throw new PortalError("unreachable", `${url} answered without \`${name}\`, as no portal does.`);
}

function secondsOf(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === "number" && value > 0 ? value : otherwise;
}
