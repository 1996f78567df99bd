import { expect, test } from "vitest";

import { appPageView } from "./app-page.ts";
import type { VersionCode } from "../../core/ids/ids.ts";
import { anAppData, anIndexedVersion, aStore, aReader } from "../../testing/store-data.ts";

const store = aStore([]);
const listing = { name: "App", summary: "From the listing", description: ["Hello"], screenshots: [] };

test("the page offers the version that the store's list names, not the newest beta", () => {
  const versions = [anIndexedVersion(2, { track: "beta" }), anIndexedVersion(1, { permissions: ["camera"] })];
  const view = appPageView(anAppData(versions, {}, { version_code: 1 as VersionCode }), store, [], aReader());
  expect(view.facts[0]).toEqual({ label: "Version", value: "1.1.0", isName: true });
  expect(view.permissions.map(({ id }) => id)).toEqual(["camera"]);
  expect(view.install).toMatchObject({
    command: "mosis device install org.example.app --store https://store.example",
    packageHref: "/packages/org.example.app/1/package.mosis",
    verify: [
      "curl -o org.example.app-1.mosis https://store.example/packages/org.example.app/1/package.mosis",
      "sha256sum org.example.app-1.mosis",
      "mosis verify org.example.app-1.mosis",
      "mosis inspect org.example.app-1.mosis",
    ],
  });
});

test.each([
  ["suspended", "It spied.", "The store has suspended this app."],
  ["yanked", undefined, "The developer has withdrawn this app."],
] as const)("a %s app says so and cannot be installed", (status, reason, sentence) => {
  const version = anIndexedVersion(1, { status, ...(reason !== undefined && { reason }) });
  expect(appPageView(anAppData([version]), store, [], aReader())).toMatchObject({
    install: null,
    unavailable: { sentence, reason: reason ?? "" },
  });
});

test("text comes from the listing, else from the manifest", () => {
  const versions = [anIndexedVersion(1)];
  expect(appPageView(anAppData(versions, { listings: { en: listing } }), store, [], aReader())).toMatchObject({
    summary: "From the listing",
    descriptionHtml: "<p>Hello</p>",
  });
  expect(appPageView(anAppData(versions), store, [], aReader())).toMatchObject({
    summary: "From the manifest",
    descriptionHtml: "",
  });
});

test("ten megabytes of description stay a page, which says where the rest is", () => {
  const show = (description: readonly string[]) =>
    appPageView(
      anAppData([anIndexedVersion(1)], { listings: { en: { ...listing, description } } }),
      store,
      [],
      aReader(),
    );
  for (const description of [["<&> ".repeat(2_500_000)], Array.from({ length: 1_000_000 }, () => "- ten bytes")]) {
    const { descriptionHtml, fullTextHref } = show(description);
    expect(descriptionHtml.length).toBeLessThan(20_000);
    expect(fullTextHref).toBe("/v1/apps/org.example.app.json");
  }
  expect(show(["a".repeat(3_000)]).fullTextHref).toBeNull();
});

test("screenshots keep their size, or get that of a screen", () => {
  const shot = (path: string) => ({ path, alt: path, length: 1, sha256: anIndexedVersion(1).content_digest });
  const listings = { en: { ...listing, screenshots: [shot("assets/a.png"), shot("assets/b.png")] } };
  const app = {
    ...anAppData([anIndexedVersion(1)], { listings }),
    pictures: new Map([["assets/a.png", { width: 10, height: 20, smaller: ["pictures/a.webp", "pictures/b.webp"] }]]),
  };
  expect(appPageView(app, store, [], aReader()).screenshots).toEqual([
    {
      src: "/assets/a.png",
      alt: "assets/a.png",
      width: 10,
      height: 20,
      srcset: "/pictures/a.webp 1x, /pictures/b.webp 2x",
    },
    { src: "/assets/b.png", alt: "assets/b.png", width: 720, height: 1440, srcset: null },
  ]);
});

test("only links of known kinds with plain https addresses are shown", () => {
  const links = { source: "https://example.com/git", homepage: "javascript:alert(1)", other: "https://example.com/" };
  const view = appPageView(anAppData([anIndexedVersion(1)], { links }), store, [], aReader());
  expect(view.links).toEqual([{ label: "Source code", href: "https://example.com/git" }]);
});

test("a long history ends with a link to all of it", () => {
  const versions = Array.from({ length: 6 }, (_, index) => anIndexedVersion(6 - index));
  const view = appPageView(anAppData(versions), store, [], aReader());
  expect(view.versions.map(({ code }) => code)).toEqual([6, 5, 4]);
  expect(view.history).toEqual({ href: "/apps/org.example.app/history/", label: "All 6 versions" });
});

test("a proven domain leads to its proof", () => {
  const developers = [{ id: "ada", name: "Ada", domains: ["ada.example", "other.example"], apps: [] }];
  const view = appPageView(anAppData([anIndexedVersion(1)]), { ...store, developers }, [], aReader());
  expect(view.verified).toEqual({
    domain: "ada.example",
    title: "Proved to own ada.example by a file that is served there",
    proofHref: "https://ada.example/.well-known/mosis-developer.json",
  });
  expect(appPageView(anAppData([anIndexedVersion(1)]), store, [], aReader()).verified).toBeNull();
});
