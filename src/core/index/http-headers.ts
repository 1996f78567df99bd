import { contentTypeOf } from "./content-types.ts";

const IMMUTABLE = "public, max-age=31536000, immutable";
const SHORT = "public, max-age=300";

/** Cache rules of the published tree by path pattern, most general first; a later match wins. */
export const cacheRules: readonly (readonly [pattern: string, cacheControl: string])[] = [
  ["/tuf/*", IMMUTABLE],
  // Devices ask for the next root before there is one; a remembered 404 would keep it from them.
  ["/tuf/*.root.json", SHORT],
  ["/tuf/timestamp.json", "public, max-age=60, must-revalidate"],
  ["/targets/*", IMMUTABLE],
  ["/packages/*/package.mosis", IMMUTABLE],
  ["/packages/*/signature.sig", SHORT],
  ["/deltas/*", IMMUTABLE],
  ["/assets/*", SHORT],
  ["/v1/*", SHORT],
  ["/schema/*", SHORT],
  ["/feeds/*", SHORT],
  ["/badges/*", SHORT],
];

/** The rule for one path, which begins with a slash: the last that matches. Pages have none and are always checked. */
export function cacheControlOf(path: string): string {
  const matching = cacheRules.filter(([pattern]) => toRegExp(pattern).test(path));
  return matching.at(-1)?.[1] ?? "public, max-age=0, must-revalidate";
}

function toRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
}

/** The `_headers` file that static hosts read (Cloudflare Pages, Netlify). */
export function httpHeaders(): string {
  const rules = cacheRules.map(([pattern, value]) => `${pattern}\n  ! Cache-Control\n  Cache-Control: ${value}\n`);
  const everywhere = "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n";
  const open = ["/v1/*", "/feeds/*"].map((pattern) => `${pattern}\n  Access-Control-Allow-Origin: *\n`);
  const types = ["atom", "json"].map((ending) => {
    return `/feeds/*.${ending}\n  Content-Type: ${contentTypeOf(`feeds/all.${ending}`)}\n`;
  });
  return [everywhere, ...rules, ...open, ...types].join("\n");
}
