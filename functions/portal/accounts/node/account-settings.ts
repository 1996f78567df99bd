import { oauthHosts } from "../oauth-apps.ts";
import { type AccountPorts, oauthProviders } from "../ports.ts";
import { ConfigurationError, type Environment } from "../../../shared/part.ts";

/** Without these there are no accounts. */
export const accountVariables = ["MOSIS_DATA", "MOSIS_PORTAL_URL", "MOSIS_PORTAL_SECRET"] as const;

const SECRET_CHARACTERS = 32;

interface AccountSettings extends Pick<AccountPorts, "url" | "secret" | "oauth"> {
  /** Folder of the databases. */
  readonly data: string;
  /** Null where mails become files. */
  readonly mail: { readonly url: string; readonly token: string; readonly from: string } | null;
}

/** @throws ConfigurationError with what, where, what was expected and how to mend it */
export function readAccountSettings(environment: Environment): AccountSettings {
  const value = (name: string): string => environment[name] ?? "";
  const [data, url, secret] = accountVariables.map((name) => {
    if (value(name) !== "") return value(name);
    throw new ConfigurationError(`${name} is not set, and accounts need it. See docs/operate/portal-accounts.md.`);
  }) as [string, string, string];
  if (secret.length < SECRET_CHARACTERS) {
    throw new ConfigurationError(
      `MOSIS_PORTAL_SECRET has ${secret.length} characters, and at least ${SECRET_CHARACTERS} are needed. Make one with \`openssl rand -base64 32\`, and keep it: another one signs everybody out.`,
    );
  }
  return { data, url: originOf(url), secret, oauth: oauthOf(value), mail: mailOf(value) };
}

/** Cookies go over HTTPS only; browsers make an exception for the machine itself. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  const isOrigin = url !== null && [url.origin, `${url.origin}/`].includes(text);
  if (url !== null && isOrigin && (url.protocol === "https:" || (url.protocol === "http:" && isLocal)))
    return url.origin;
  throw new ConfigurationError(
    `MOSIS_PORTAL_URL is ${JSON.stringify(text)}. Set it to the address of the portal without a path, such as https://portal.example; http is for this machine only.`,
  );
}

function oauthOf(value: (name: string) => string): AccountPorts["oauth"] {
  const apps = oauthProviders.flatMap((provider) => {
    const [id, secret] = ["CLIENT_ID", "CLIENT_SECRET"].map((part) => `MOSIS_${provider.toUpperCase()}_${part}`) as [
      string,
      string,
    ];
    const [clientId, clientSecret] = [value(id), value(secret)];
    if (clientId === "" && clientSecret === "") return [];
    if (clientId !== "" && clientSecret !== "") {
      return [[provider, { clientId, clientSecret, ...oauthHosts[provider] }] as const];
    }
    const [set, missing] = clientId === "" ? [secret, id] : [id, secret];
    throw new ConfigurationError(
      `${set} is set and ${missing} is not. Set both, or neither to switch ${provider} off.`,
    );
  });
  return Object.fromEntries(apps);
}

function mailOf(value: (name: string) => string): AccountSettings["mail"] {
  const [url, token, from] = [value("MOSIS_MAIL_URL"), value("MOSIS_MAIL_TOKEN"), value("MOSIS_MAIL_FROM")];
  if (url === "") return null;
  if (!URL.canParse(url) || new URL(url).protocol !== "https:" || token === "" || from === "") {
    throw new ConfigurationError(
      "MOSIS_MAIL_URL is set: it takes the https address of a service for mails, its key in MOSIS_MAIL_TOKEN, and the sender in MOSIS_MAIL_FROM.",
    );
  }
  return { url, token, from };
}
