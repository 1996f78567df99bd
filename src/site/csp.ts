import { hash } from "node:crypto";

/** What no page may do, whatever else it holds. What is not named here falls back to `default-src`. */
const EVERYWHERE = "object-src 'none';base-uri 'none';form-action 'self'";
const META = /<meta http-equiv="content-security-policy"[^>]*>/;

/**
 * The Content Security Policy of every page of the store: scripts are files of the store. It allows nothing inline, not even by hash, so
 * that a script that a text of an app smuggled in has no way.
 */
export const STORE_POLICY = `default-src 'self';${EVERYWHERE}`;

/**
 * A page of the docs with a policy for the inline scripts and style attributes that it holds: all of them are Starlight's and Expressive
 * Code's, for texts of the docs come from this repository. A policy it already has is replaced.
 */
export function withDocsPolicy(html: string): string {
  const page = html.replace(META, "");
  const scripts = [...page.matchAll(/<script(?![^>]* src=)[^>]*>([^]*?)<\/script>/g)].map(([, code = ""]) => code);
  const styles = [...page.matchAll(/ style="([^"]*)"/g)].map(([, value = ""]) => unescaped(value));
  const policy = [
    "default-src 'self'",
    // The search is compiled to WebAssembly.
    `script-src 'self' 'wasm-unsafe-eval' ${hashes(scripts)}`,
    `style-src 'self' 'unsafe-hashes' ${hashes(styles)}`,
    // Icons in style sheets.
    "img-src 'self' data:",
    EVERYWHERE,
  ].join(";");
  return page.replace(/<meta charset="utf-8"[^>]*>/i, (charset) => `${charset}${metaOf(policy)}`);
}

function metaOf(policy: string): string {
  return `<meta http-equiv="content-security-policy" content="${policy}">`;
}

function hashes(texts: readonly string[]): string {
  const sources = texts.map((text) => `'sha256-${hash("sha256", text, "base64")}'`);
  return [...new Set(sources)].toSorted().join(" ");
}

function unescaped(value: string): string {
  return value.replaceAll("&quot;", '"').replaceAll("&#34;", '"').replaceAll("&#38;", "&").replaceAll("&amp;", "&");
}
