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
  ["/pictures/*", IMMUTABLE],
];

const POWERS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/**
 * Headers by path pattern; all that match hold, for several policies of one answer are all kept. What a page itself may load and run
 * stands in the page, so that it holds on hosts without headers, too.
 */
const securityRules: readonly (readonly [pattern: string, headers: Readonly<Record<string, string>>])[] = [
  [
    "/*",
    {
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "strict-origin-when-cross-origin",
      "Permissions-Policy": POWERS,
      "Cross-Origin-Opener-Policy": "same-origin",
      "Content-Security-Policy": "frame-ancestors 'none'",
    },
  ],
  // Pictures that developers made, or whose texts they wrote, opened by themselves.
  ["/assets/*", { "Content-Security-Policy": "default-src 'none'; sandbox" }],
  ["/badges/*", { "Content-Security-Policy": "default-src 'none'; sandbox" }],
  ["/v1/*", { "Access-Control-Allow-Origin": "*" }],
  ["/feeds/*", { "Access-Control-Allow-Origin": "*" }],
];

/** Headers of one path, which begins with a slash, without its cache rule. Values of one name are joined by commas, as hosts join them. */
export function securityHeadersOf(path: string): Readonly<Record<string, string>> {
  const joined: Record<string, string> = {};
  for (const [pattern, headers] of securityRules) {
    if (!toRegExp(pattern).test(path)) continue;
    for (const [name, value] of Object.entries(headers))
      joined[name] = name in joined ? `${joined[name]}, ${value}` : value;
  }
  return joined;
}

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
  const security = securityRules.map(([pattern, headers]) => {
    const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);
    return `${pattern}\n${lines.join("")}`;
  });
  const types = ["atom", "json"].map((ending) => {
    return `/feeds/*.${ending}\n  Content-Type: ${contentTypeOf(`feeds/all.${ending}`)}\n`;
  });
  return [...security, ...rules, ...types].join("\n");
}
