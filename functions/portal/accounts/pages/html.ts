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

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-inline-size: 28rem; margin: 3rem auto; padding-inline: 1rem; }
label { display: block; margin-block: 1rem 0.25rem; }
input { box-sizing: border-box; inline-size: 100%; padding: 0.5rem; font: inherit; }
button { margin-block-start: 1rem; padding: 0.5rem 1rem; font: inherit; }
[role="alert"] { border-inline-start: 0.25rem solid; padding-inline-start: 0.75rem; }
code { font-size: 1.25rem; letter-spacing: 0.1em; }
`;

/** A whole page. It runs no script, loads nothing, and its forms go nowhere but to this portal. */
export async function page(title: string, body: Html, status = 200): Promise<Response> {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Mosis portal</title>
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
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
