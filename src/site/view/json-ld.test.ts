import { describe, expect, test } from "vitest";

import { appJsonLd, homeJsonLd, scriptText } from "./json-ld.ts";
import type { AppData } from "./store-data.ts";
import type { VersionCode } from "../../core/ids/ids.ts";
import { checkJsonLd } from "../../testing/schema-org/check-json-ld.ts";
import { ATTACK } from "../../testing/site-fixture-apps.ts";
import { anAppData, anAppSummary, anIndexedVersion, aReader, aStore } from "../../testing/store-data.ts";

const SITE = new URL("https://store.example/");
const store = aStore([anAppSummary("org.example.app")]);

function graphOf(app: AppData, lang = "en"): string {
  return scriptText(appJsonLd(app, store, aReader(lang), SITE));
}

function firstOf(text: string): Readonly<Record<string, unknown>> {
  return (JSON.parse(text) as { "@graph": Readonly<Record<string, unknown>>[] })["@graph"][0] ?? {};
}

const shot = { path: "assets/org.example.app/screenshots/1-0.png", length: 9, sha256: "0".repeat(64), alt: "A" };
const listing = { name: "App", summary: "Does things", description: [], screenshots: [shot] };
const full = anAppData([anIndexedVersion(2, { permissions: ["camera", "made.up"] })], {
  license: "MIT",
  listings: { en: listing } as unknown as AppData["document"]["listings"],
});

describe("what programs read of an app", () => {
  test("is in the vocabulary of schema.org, in every language", () => {
    for (const lang of ["en", "es", "de", "ar"]) expect(checkJsonLd(graphOf(full, lang))).toEqual([]);
    expect(checkJsonLd(graphOf(anAppData([])))).toEqual([]);
    expect(checkJsonLd(graphOf(anAppData([anIndexedVersion(1)], { license: "MIT OR Apache-2.0" })))).toEqual([]);
  });

  test("says what it is, where it is to be had, and that it costs nothing", () => {
    expect(firstOf(graphOf(full, "ar"))).toMatchObject({
      "@type": "MobileApplication",
      url: "https://store.example/ar/apps/org.example.app/",
      name: "App",
      description: "Does things",
      operatingSystem: "Mosis",
      applicationCategory: "Games",
      softwareVersion: "1.2.0",
      license: "https://spdx.org/licenses/MIT.html",
      screenshot: ["https://store.example/assets/org.example.app/screenshots/1-0.png"],
      downloadUrl: "https://store.example/packages/org.example.app/2/package.mosis",
      author: { name: "Ada", url: "https://store.example/ar/developers/ada/" },
      offers: { price: 0 },
    });
  });

  test("offers nothing that cannot be had, and invents no rating", () => {
    const withdrawn = firstOf(graphOf(anAppData([anIndexedVersion(1, { status: "yanked" })])));
    expect(Object.keys(withdrawn)).not.toContain("offers");
    expect(Object.keys(withdrawn)).not.toContain("downloadUrl");
    expect(graphOf(full)).not.toMatch(/"(?:aggregateRating|review)"/);
  });

  test("cannot leave its element, whatever its texts are", () => {
    const code = 1 as VersionCode;
    const hostile = graphOf(
      anAppData([anIndexedVersion(code)], { name: ATTACK, summary: `</script><!--${ATTACK}`, license: ATTACK }),
    );
    expect(hostile).not.toContain("<");
    expect(checkJsonLd(hostile)).toEqual([]);
    expect(firstOf(hostile)["name"]).toBe(ATTACK);
  });
});

test("what programs read of the store is in the vocabulary of schema.org", () => {
  const text = scriptText(homeJsonLd(store, aReader("es"), SITE));
  expect(checkJsonLd(text)).toEqual([]);
  expect(text).toContain('"urlTemplate":"https://store.example/es/search/?q={query}"');
});

test.for([
  [{ "@type": "MobileApp" }, 'there is no type "MobileApp"'],
  [{ "@type": "MobileApplication", version_code: 1 }, "MobileApplication has no version_code"],
  [{ "@type": "MobileApplication", dateModified: "yesterday" }, "MobileApplication.dateModified takes"],
  [{ "@type": "MobileApplication", downloadUrl: "/packages/a" }, "MobileApplication.downloadUrl takes"],
  [{ "@type": "MobileApplication", author: { "@type": "Offer" } }, "MobileApplication.author takes"],
  [{ "@type": "BreadcrumbList", itemListElement: [{ "@type": "ListItem", position: 1.5 }] }, "ListItem.position takes"],
  [{ "@type": "SearchAction", "words-input": "required" }, "SearchAction has no words to ask for"],
] as const)("the check finds %j", ([node, problem]) => {
  const [found] = checkJsonLd(JSON.stringify({ "@context": "https://schema.org", "@graph": [node] }));
  expect(found).toContain(problem);
});
