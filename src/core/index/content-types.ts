const TYPES: Readonly<Record<string, string>> = {
  atom: "application/atom+xml; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  mosis: "application/zip",
  png: "image/png",
  sig: "application/json; charset=utf-8",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webp: "image/webp",
  woff2: "font/woff2",
  xml: "application/xml; charset=utf-8",
};

/** Media type of a file of the published tree, by the ending of its name. */
export function contentTypeOf(path: string): string {
  if (/(?:^|\/)feeds\/.*\.json$/.test(path)) return "application/feed+json; charset=utf-8";
  const ending = /\.([a-z0-9]+)$/.exec(path)?.[1] ?? "";
  return TYPES[ending] ?? "application/octet-stream";
}
