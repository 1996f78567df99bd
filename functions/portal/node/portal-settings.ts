import { readFileSync } from "node:fs";

import { oauthHosts } from "../accounts/oauth-apps.ts";
import type { AccountPorts } from "../accounts/ports.ts";
import type { ForgeApp } from "../forge/github-forge.ts";
import type { Bucket } from "../uploads/bucket-uploads.ts";
import { ConfigurationError, type Environment } from "../../shared/part.ts";

/** Without these there is no portal. */
export const NEEDED = ["MOSIS_PORTAL_URL", "MOSIS_PORTAL_SECRET", "MOSIS_DATA"] as const;

/** What an operator set. */
export interface PortalSettings {
  /** Without a slash at the end. */
  readonly url: string;
  readonly secret: string;
  readonly data: string;
  /** Null where nothing can be submitted. */
  readonly app: ForgeApp | null;
  /** Null where packages lie in a folder. */
  readonly bucket: Bucket | null;
  readonly oauth: AccountPorts["oauth"];
  /** Pages that browsers may call from, besides the portal's own. */
  readonly origins: readonly string[];
}

const SECRET_CHARACTERS = 32;
const GITHUB = "https://api.github.com";

/** @throws ConfigurationError for a variable that says something wrong; those that are missing turn something off */
export function portalSettings(environment: Environment): PortalSettings {
  const secret = environment["MOSIS_PORTAL_SECRET"] ?? "";
  if (secret.length < SECRET_CHARACTERS) {
    throw new ConfigurationError(
      `MOSIS_PORTAL_SECRET has ${secret.length} characters. Set it to at least ${SECRET_CHARACTERS} random ones, such as \`openssl rand -base64 32\` prints, and keep them: with others everybody is signed out.`,
    );
  }
  return {
    url: originOf(environment["MOSIS_PORTAL_URL"] ?? ""),
    secret,
    data: environment["MOSIS_DATA"] ?? "",
    app: appOf(environment),
    bucket: bucketOf(environment),
    oauth: { ...oauthOf("github", environment), ...oauthOf("google", environment) },
    origins: originsOf(environment),
  };
}

function addressOf(name: string, text: string): URL {
  const isAddress = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (isAddress) return new URL(text);
  throw new ConfigurationError(
    `${name} is ${JSON.stringify(text)}. Set it to an address, such as https://portal.example.`,
  );
}

/** Cookies go over HTTPS only; browsers make an exception for the machine itself. */
function originOf(text: string): string {
  const url = addressOf("MOSIS_PORTAL_URL", text);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.pathname === "/" && (url.protocol === "https:" || isLocal)) return url.origin;
  throw new ConfigurationError(
    `MOSIS_PORTAL_URL is ${JSON.stringify(text)}. Set it to an https address without a path, such as https://portal.example; http is for this machine only.`,
  );
}

function appOf(environment: Environment): ForgeApp | null {
  const {
    MOSIS_REGISTRY: registry,
    MOSIS_GITHUB_APP_ID: id,
    MOSIS_GITHUB_APP_KEY: key,
    MOSIS_API_URL: api,
  } = environment;
  if (!registry || !id || !key) return null;
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(registry) ?? [];
  if (owner === undefined || repo === undefined) {
    throw new ConfigurationError(`MOSIS_REGISTRY is ${JSON.stringify(registry)}. Set it to OWNER/REPO on the forge.`);
  }
  if (!/^[1-9]\d*$/.test(id)) {
    throw new ConfigurationError(
      `MOSIS_GITHUB_APP_ID is ${JSON.stringify(id)}. Set it to the number of the GitHub App, from its settings.`,
    );
  }
  const privateKey = key.includes("-----BEGIN") ? key.replaceAll(String.raw`\n`, "\n") : readKey(key);
  const apiUrl = addressOf("MOSIS_API_URL", api || GITHUB).href.replace(/\/$/, "");
  return { apiUrl, id: Number(id), privateKey, registry: { owner, repo } };
}

function readKey(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const message = `MOSIS_GITHUB_APP_KEY is neither a PEM nor a file that can be read. Set it to the private key of the GitHub App, or to the path of its file.`;
    throw new ConfigurationError(message, { cause });
  }
}

function bucketOf(environment: Environment): Bucket | null {
  const { MOSIS_UPLOADS: address, MOSIS_UPLOADS_URL: publicUrl, AWS_REGION: region = "auto" } = environment;
  if (!address) return null;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const needed = {
    MOSIS_UPLOADS_URL: publicUrl,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
  if (!publicUrl || !accessKeyId || !secretAccessKey) {
    throw new ConfigurationError(
      `MOSIS_UPLOADS names a bucket, which needs ${missing.join(" and ")}, too. Set them, or leave MOSIS_UPLOADS out to keep packages in MOSIS_DATA.`,
    );
  }
  return {
    address: addressOf("MOSIS_UPLOADS", address).href.replace(/\/$/, ""),
    publicUrl: addressOf("MOSIS_UPLOADS_URL", publicUrl).href.replace(/\/?$/, "/"),
    accessKeyId,
    secretAccessKey,
    region,
  };
}

function oauthOf(provider: keyof typeof oauthHosts, environment: Environment): AccountPorts["oauth"] {
  const [id, secret] = [`MOSIS_${provider.toUpperCase()}_CLIENT_ID`, `MOSIS_${provider.toUpperCase()}_CLIENT_SECRET`];
  const [clientId, clientSecret] = [environment[id], environment[secret]];
  if (!clientId && !clientSecret) return {};
  if (clientId && clientSecret) return { [provider]: { clientId, clientSecret, ...oauthHosts[provider] } };
  throw new ConfigurationError(
    `${clientId ? id : secret} is set, and ${clientId ? secret : id} is not. Set both, or neither to switch ${provider} off.`,
  );
}

/** Pages of the store, and those that the operator names. */
function originsOf({ MOSIS_STORE: store = "", MOSIS_ORIGINS: more = "" }: Environment): readonly string[] {
  const named = more.split(/[ ,]+/).filter((each) => each !== "");
  const own = /^https?:\/\//.test(store) && URL.canParse(store) ? [new URL(store).origin] : [];
  return [...own, ...named.map((each) => addressOf("MOSIS_ORIGINS", each).origin)];
}
