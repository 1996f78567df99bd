import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { peekPngSize } from "../core/package/png.ts";
import { type PublishedSite, publishSite } from "../testing/published-site.ts";
import { checkJsonLd } from "../testing/schema-org/check-json-ld.ts";
import { ATTACK } from "../testing/site-fixture-apps.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Bytes after brotli that a page of the store may have; docs are another matter. */
const BUDGET = { html: 4096, css: 6144, js: 3072 } as const;

/** A picture, attributes in quotes as Astro writes them. */
const TAG_OF_PICTURE = /<img(?: [\w-]+(?:="[^"]*")?)+>/g;

let site: PublishedSite;
let html: ReadonlyMap<string, string>;

beforeAll(async () => {
  site = await publishSite();
  html = new Map([...site.pages].filter(([path]) => path.endsWith(".html")).map(([path]) => [path, text(path)]));
});

afterAll(() => site.remove());

test("every app, category and developer has its page, and nothing else has", () => {
  const all = storePages().map(([path]) => path);
  const paths = all.filter((path) => !/^(?:es|de|ar|en-XA)\//.test(path));
  for (const language of ["es", "de", "ar", "en-XA"]) {
    const translated = paths.filter((path) => path !== "404.html").map((path) => `${language}/${path}`);
    expect(all.filter((path) => path.startsWith(`${language}/`))).toEqual(translated);
  }
  expect(paths.filter((path) => !/filler|^review\/\d/.test(path))).toMatchInlineSnapshot(`
    [
      "404.html",
      "apps/1/index.html",
      "apps/2/index.html",
      "apps/3/index.html",
      "apps/com.mosis.fifteen/index.html",
      "apps/com.mosis.fifteen/score/index.html",
      "apps/com.mosis.fifteen/versions/1/index.html",
      "apps/com.mosis.notes/compare/index.html",
      "apps/com.mosis.notes/index.html",
      "apps/com.mosis.notes/score/index.html",
      "apps/com.mosis.notes/versions/1/index.html",
      "apps/com.mosis.notes/versions/2/index.html",
      "apps/com.mosis.weather/compare/index.html",
      "apps/com.mosis.weather/history/1/index.html",
      "apps/com.mosis.weather/history/index.html",
      "apps/com.mosis.weather/index.html",
      "apps/com.mosis.weather/score/index.html",
      "apps/com.mosis.weather/versions/16/index.html",
      "apps/com.mosis.weather/versions/17/index.html",
      "apps/com.mosis.weather/versions/18/index.html",
      "apps/com.mosis.weather/versions/19/index.html",
      "apps/com.mosis.weather/versions/20/index.html",
      "apps/com.mosis.weather/versions/21/index.html",
      "apps/com.mosis.weather/versions/22/index.html",
      "apps/com.mosis.weather/versions/23/index.html",
      "apps/com.mosis.weather/versions/24/index.html",
      "apps/com.mosis.weather/versions/25/index.html",
      "apps/index.html",
      "apps/org.example.lantern/index.html",
      "apps/org.example.lantern/score/index.html",
      "apps/org.example.lantern/versions/1/index.html",
      "apps/org.example.trap/compare/index.html",
      "apps/org.example.trap/index.html",
      "apps/org.example.trap/score/index.html",
      "apps/org.example.trap/versions/1/index.html",
      "apps/org.example.trap/versions/2/index.html",
      "apps/org.example.unruly/compare/index.html",
      "apps/org.example.unruly/index.html",
      "apps/org.example.unruly/score/index.html",
      "apps/org.example.unruly/versions/1/index.html",
      "apps/org.example.unruly/versions/2/index.html",
      "apps/org.example.unseen/index.html",
      "apps/org.example.unseen/score/index.html",
      "apps/org.example.unseen/versions/1/index.html",
      "categories/games/index.html",
      "categories/music/index.html",
      "categories/productivity/index.html",
      "categories/tools/index.html",
      "categories/travel/index.html",
      "categories/weather/index.html",
      "developers/mallory/index.html",
      "developers/mosis/index.html",
      "developers/north-light/1/index.html",
      "developers/north-light/2/index.html",
      "developers/north-light/3/index.html",
      "developers/north-light/index.html",
      "index.html",
      "review/index.html",
      "search/index.html",
      "status/index.html",
      "tags/forecast/index.html",
      "tags/lists/index.html",
      "tags/notes/index.html",
      "tags/puzzle/index.html",
      "tags/text/index.html",
      "tags/weather/index.html",
    ]
  `);
});

test("every guide, reference and page of the specification has its page, decisions have none", () => {
  const files = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".md") && !/^adr\/|^ARCHITECTURE/.test(path));
  const expected = files.map((path) =>
    `docs/${path.replace(/(?:index|README)?\.md$/, "")}/index.html`.replaceAll("//", "/"),
  );
  expect([...html.keys()].filter((path) => path.startsWith("docs/"))).toEqual(expected.toSorted());
});

test("every page of the docs can be found from every other", () => {
  const first = html.get("docs/index.html") ?? "";
  const lost = [...html.keys()].filter((path) => {
    return path.startsWith("docs/") && !first.includes(`href="/${path.replace(/index\.html$/, "")}"`);
  });
  expect(lost).toEqual([]);
});

test("links between pages, pictures and parts of pages lead somewhere", () => {
  const broken: string[] = [];
  for (const [path, page] of html) {
    // What stands in code is told, not linked.
    const linking = page.replaceAll(/<code[^>]*>[^]*?<\/code>/g, "");
    for (const [, address = ""] of linking.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (!leadsSomewhere(address, path)) broken.push(`${path}: ${address}`);
    }
  }
  expect(broken).toEqual([]);
});

describe("search engines", () => {
  test("find the sitemaps, and in them every page that is not for another, in every language", () => {
    expect(text("robots.txt")).toContain("\nSitemap: https://store.example/sitemap-index.xml\n");
    const files = addressesIn("sitemap-index.xml");
    expect(files.length).toBeGreaterThan(1);
    const addresses = files.flatMap(addressesIn);
    expect(new Set(addresses).size).toBe(addresses.length);
    const listed = addresses.map((path) => `${path}index.html`);
    expect(listed.filter((path) => !html.has(path) || html.get(path)!.includes('name="robots"'))).toEqual([]);
    // Further pages of lists and about versions, and what is withdrawn, are found by links.
    const left = [...html.keys()].filter(
      (path) => !listed.includes(path) && !/\/\d+\/|\/(?:versions|history|compare|score)\/|review\/\d|^404/.test(path),
    );
    expect(left.filter((path) => !path.includes("org.example.lantern"))).toEqual([]);
  });

  test("read of apps and of the store what schema.org knows, whatever an app calls itself", () => {
    const graphs = storePages().flatMap(([path, page]) => {
      return [...page.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)].map(([, graph = ""]) => {
        return [path, graph] as const;
      });
    });
    expect(graphs.length).toBeGreaterThan(60);
    expect(graphs.filter(([path]) => path.startsWith("ar/"))).toEqual([]);
    expect(graphs.flatMap(([path, graph]) => checkJsonLd(graph).map((problem) => [path, problem]))).toEqual([]);
  });
});

test("every page has a picture for who shares its address, of the size it tells", async () => {
  const missing = storePages().filter(([, page]) => {
    const [, path = ""] = /<meta property="og:image" content="https:\/\/store\.example\/([^"]+)">/.exec(page) ?? [];
    return !site.pages.has(path);
  });
  expect(missing.map(([path]) => path)).toEqual([]);
  const [, path = ""] =
    /og:image" content="https:\/\/store\.example\/([^"]+)"/.exec(html.get("index.html") ?? "") ?? [];
  expect(peekPngSize(site.pages.get(path)!)).toEqual({ width: 1200, height: 630 });
});

test("no file tells where it was built", () => {
  const telling = [...site.pages.keys()].filter((path) => /\.(?:html|css|js|json|xml|txt|svg)$/.test(path));
  expect(telling.length).toBeGreaterThan(100);
  expect(telling.filter((path) => text(path).includes(ROOT) || text(path).includes(join(tmpdir(), "mosis")))).toEqual(
    [],
  );
});

describe("pages of the store", () => {
  test("stay within their bytes", () => {
    // Texts of the pseudo-locale are a third longer than any that people read.
    const read = storePages().filter(([path]) => !path.startsWith("en-XA/"));
    const heavy = read.flatMap(([path, page]) => {
      const styles = linked(page, /<link rel="stylesheet" href="([^"]+)"/g).map((file) => size(site.pages.get(file)!));
      const scripts = linked(page, /<script[^>]* src="([^"]+)"/g).map((file) => size(site.pages.get(file)!));
      const inline = [...page.matchAll(/<script(?! type="application\/ld\+json")[^>]*>([^]*?)<\/script>/g)]
        .map(([, code]) => code)
        .join("\n");
      const bytes = { html: sizeIfNear(page, BUDGET.html), css: sum(styles), js: sum(scripts) + size(inline) };
      return bytes.html > BUDGET.html || bytes.css > BUDGET.css || bytes.js > BUDGET.js ? [{ path, ...bytes }] : [];
    });
    expect(heavy).toEqual([]);
  });

  test("load nothing from elsewhere", () => {
    const foreign = storePages().flatMap(([, page]) => [
      ...page.matchAll(/<(?:script|img|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="(?!\/)[^"]*"/g),
    ]);
    expect(foreign).toEqual([]);
  });

  test("give every picture a size and a text, if only an empty one", () => {
    const pictures = storePages().flatMap(([, page]) => page.match(TAG_OF_PICTURE) ?? []);
    expect(pictures.length).toBeGreaterThan(100);
    const bare = pictures.filter(
      (tag) => !/ width="\d+"/.test(tag) || !/ height="\d+"/.test(tag) || !/ alt="/.test(tag),
    );
    expect(bare).toEqual([]);
  });

  test("name the address they will have", () => {
    expect(html.get("apps/com.mosis.notes/index.html")).toContain(
      '<link rel="canonical" href="https://store.example/apps/com.mosis.notes/">',
    );
  });

  test("write hostile texts out instead of obeying them", () => {
    const page = html.get("apps/org.example.trap/index.html") ?? "";
    // Escaped as text, or harmless within the quotes of an attribute; a browser test looks at the result.
    const outside = page.replace(/="[^"]*"/g, "");
    expect(outside.split("&lt;img src=x onerror=").length - 1).toBeGreaterThan(10);
    expect(outside).not.toContain(ATTACK.slice(0, 10));
    expect(outside).not.toMatch(/<[^>]* on\w+=/);
  });

  test("say of apps that cannot be had why, and list them nowhere", () => {
    const own = html.get("apps/org.example.lantern/index.html");
    expect(own).toContain("The store has suspended this app.");
    expect(own).toContain("It sent data to servers it did not name.");
    expect(own).not.toContain("mosis device install");
    const others = storePages().filter(
      // What was decided about it stays in the log.
      ([path, page]) => page.includes("org.example.lantern") && !/lantern|review\//.test(path),
    );
    expect(others.map(([path]) => path)).toEqual([]);
  });
});

test("a store without apps says so", async () => {
  const empty = await publishSite({ apps: [] });
  try {
    expect(Buffer.from(empty.pages.get("index.html")!).toString()).toContain("The shelves are still empty");
  } finally {
    await empty.remove();
  }
});

function storePages(): readonly (readonly [path: string, page: string])[] {
  return [...html].filter(([path]) => !path.startsWith("docs/"));
}

function leadsSomewhere(address: string, from: string): boolean {
  const decoded = address.replaceAll("&amp;", "&").replaceAll("&#38;", "&");
  const { origin, pathname, hash } = new URL(decoded, `https://store.example/${from.replace(/index\.html$/, "")}`);
  // Other sites, and what is there only once the index is signed.
  if (origin !== "https://store.example" || pathname.startsWith("/tuf/")) return true;
  const file = `${decodeURIComponent(pathname)}${pathname.endsWith("/") ? "index.html" : ""}`.slice(1);
  if (hash === "" || hash === "#_top") return existsSync(join(site.folder, file));
  return html.get(file)?.includes(` id="${decodeURIComponent(hash.slice(1))}"`) ?? false;
}

/** Paths below the store of all addresses in a sitemap. */
function addressesIn(path: string): readonly string[] {
  return [...text(path).matchAll(/<loc>https:\/\/store\.example\/([^<]*)<\/loc>/g)].map(([, address = ""]) => address);
}

function linked(page: string, pattern: RegExp): readonly string[] {
  return [...page.matchAll(pattern)].map(([, address = ""]) => address.slice(1));
}

function text(path: string): string {
  return Buffer.from(site.pages.get(path)!).toString();
}

/** By what is compressed: many pages share their files. */
const sizes = new Map<string | Uint8Array, number>();

function size(content: string | Uint8Array): number {
  const known = sizes.get(content) ?? brotliCompressSync(content).length;
  sizes.set(content, known);
  return known;
}

/** As `size`, but quickly and a little too much where that is within the budget already. */
function sizeIfNear(content: string, budget: number): number {
  const quick = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
  return quick <= budget ? quick : size(content);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
