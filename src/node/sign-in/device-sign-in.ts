import { asForgeError, ForgeError } from "../forge-error.ts";
import type { ForgeClient } from "../forge-client.ts";

/** What the person has to do elsewhere. */
export interface Verification {
  readonly url: string;
  /** To be typed there. */
  readonly code: string;
}

/** Why nobody was signed in, as OAuth calls it (RFC 8628, 3.5). */
export class SignInError extends Error {
  override readonly name = "SignInError";
  readonly code: "denied" | "expired" | "unknown-client";
  constructor(code: SignInError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a token must be good for: forks, pull requests and releases of public repositories. */
const SCOPES = ["public_repo"];

/**
 * Signs somebody in by OAuth's device flow: they confirm a code in a browser anywhere. Resolves to a token once they did.
 *
 * @param client without a token
 * @throws SignInError, ForgeError
 */
export async function deviceSignIn(
  { request }: ForgeClient,
  clientId: string,
  show: (verification: Verification) => void,
): Promise<string> {
  const { createOAuthDeviceAuth } = await import("@octokit/auth-oauth-device");
  const auth = createOAuthDeviceAuth({
    clientType: "oauth-app",
    clientId,
    scopes: SCOPES,
    request,
    onVerification: ({ verification_uri: url, user_code: code }) => show({ url, code }),
  });
  try {
    const { token } = await asForgeError(() => auth({ type: "oauth" }));
    return token;
  } catch (error) {
    throw signInError(error) ?? error;
  }
}

const REFUSALS: Readonly<Record<string, SignInError["code"]>> = {
  access_denied: "denied",
  expired_token: "expired",
  incorrect_client_credentials: "unknown-client",
  device_flow_disabled: "unknown-client",
  "not found": "unknown-client",
};

/** octokit reports what OAuth answers as a failed request that names the code. */
function signInError(error: unknown): SignInError | null {
  if (!(error instanceof ForgeError)) return null;
  const text = error.message.toLowerCase();
  const found = Object.entries(REFUSALS).find(([word]) => text.includes(word));
  return found === undefined
    ? null
    : new SignInError(found[1], `Nobody was signed in. ${error.message}`, { cause: error });
}
