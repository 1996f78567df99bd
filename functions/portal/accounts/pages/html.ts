import { STYLE } from "./style.ts";

/** Text that is HTML already; everything else is escaped where it is put in. */
export interface Html {
  readonly html: string;
}

type Part = string | Html | readonly Part[];

/** HTML with values put in, escaped unless they are HTML. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: texts.map((text, at) => text + markupOf(parts[at] ?? "")).join("") };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function markupOf(part: Part): string {
  if (typeof part === "string") return part.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
  return "html" in part ? part.html : part.map(markupOf).join("");
}

/** As one piece, for the policy has the hash of every character between its tags. */
const STYLE_ELEMENT: Html = { html: `<style>${STYLE}</style>` };
const LOGO = html`<svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="15" height="15" rx="4" fill="#f2684f" />
  <circle cx="24.5" cy="7.5" r="7.5" fill="#f6bb42" />
  <rect y="17" width="15" height="15" rx="4" fill="#18a08b" />
  <path d="M17 21a4 4 0 0 1 4-4h11v4a11 11 0 0 1-11 11h-4Z" fill="#4d49d6" />
</svg>`;

/** A whole page. It runs no script, loads nothing, and its forms go nowhere but to this portal. */
export async function page(title: string, body: Html, status = 200): Promise<Response> {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Mosis portal</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <header>${LOGO} Mosis portal</header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `;
  return new Response(document.html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${await styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      // With less, browsers keep back the origin of a form as well.
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
    },
  });
}

const styleHash = crypto.subtle
  .digest("SHA-256", new TextEncoder().encode(STYLE))
  .then((bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))));
