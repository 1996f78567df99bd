import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { storePortalToken } from "../../node/sign-in/token-store.ts";
import { randomBytes } from "node:crypto";

/** Who signs in to a portal, and where `mosis` keeps what is theirs. */
export interface PortalPerson {
  readonly name: string;
  readonly email: string;
  /** `$MOSIS_HOME`. */
  readonly home: string;
}

const SCOPES = ["apps:read", "apps:write", "stats:read", "keys:write"];
const MAIL = /\.(?:eml|txt)$/;
const LOOKS = 50;
const LOOK_MS = 100;

/**
 * Makes an account of a portal as people do, by its HTTP API and its mails, and keeps an API key where `mosis login --portal` would.
 *
 * @param data folder below which the portal puts mails that it does not send
 */
export async function portalLogin(url: string, data: string, { name, email, home }: PortalPerson): Promise<void> {
  const password = randomBytes(18).toString("base64url");
  await post(url, "/auth/register", { name, email, password });
  const token = await mailedToken(email, data);
  await answered(await fetch(`${url}/auth/verify-email?token=${token}`));
  const login = await post(url, "/auth/login", { email, password });
  const { csrf_token: csrf } = (await login.json()) as { readonly csrf_token: string };
  const cookie = login.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const made = await post(url, "/keys", { name: "Local", scopes: SCOPES }, { cookie, "x-csrf-token": csrf });
  const { key } = (await made.json()) as { readonly key: string };
  await storePortalToken({ MOSIS_HOME: home }, url, { token: key, account: email });
}

async function post(url: string, path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
  return answered(await fetch(url + path, { ...init, body: JSON.stringify(body) }));
}

async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Error(`${response.url} was answered with ${response.status}: ${await response.text()}`);
}

/** The token in the mail to somebody, as it stands in the link there, which may take a moment. */
async function mailedToken(email: string, folder: string): Promise<string> {
  for (let look = 0; look < LOOKS; look += 1) {
    const files = await readdir(folder, { recursive: true });
    for (const file of files.filter((name) => MAIL.test(name))) {
      const text = await readFile(join(folder, file), "utf8");
      const token = /\/verify-email\?token=(\S+)/.exec(text)?.[1];
      if (text.startsWith(`To: ${email}`) && token !== undefined) return token;
    }
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  throw new Error(`No mail for ${email} came into ${folder}.`);
}
