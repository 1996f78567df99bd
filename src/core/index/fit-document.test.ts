import { describe, expect, test } from "vitest";
import type { AppDocument, IndexedListing, IndexedVersion } from "./app-document.ts";
import { fitDocument } from "./fit-document.ts";
import { statusOfInstalled } from "../device/installed-status.ts";
import { type OfferedApp, parseOfferedApp } from "../device/offered-app.ts";
import type { AppId, Sha256, VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { limits } from "../limits.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aStore } from "../../testing/store-kit.ts";
import { documentOf } from "../../testing/index-kit.ts";

const NOTES = "com.example.notes" as AppId;
const small = documentOf(aStore().withApp(anApp()).index().apps[0]!);
const [template] = small.versions;

// The widest that a character can be in UTF-8.
const wide = (characters: number): string => "\u{1f4dd}".repeat(characters);
const maximalLines = (): readonly string[] => Array.from({ length: 200 }, () => wide(1000));
const hash = (seed: number): Sha256 => seed.toString(16).padStart(64, "0") as Sha256;

function version(code: number, change: Partial<IndexedVersion> = {}): IndexedVersion {
  const base = `packages/${NOTES}/${code}`;
  return {
    ...template!,
    version: `1.${code}.0`,
    version_code: code as VersionCode,
    content_digest: hash(code),
    package: { path: `${base}/package.mosis`, length: 50_000, sha256: hash(code) },
    signature: { path: `${base}/signature.sig`, length: 5_000, sha256: hash(code) },
    notes: { en: [`What is new in ${code}.`] },
    ...change,
  };
}

/** Newest first. */
const versions = (count: number, change: (code: number) => Partial<IndexedVersion> = () => ({})): IndexedVersion[] =>
  Array.from({ length: count }, (_, index) => version(count - index, change(count - index)));

const maximalListing = (): IndexedListing => ({
  name: wide(50),
  summary: wide(80),
  description: maximalLines(),
  screenshots: Array.from({ length: 8 }, (_, index) => ({
    path: `assets/${NOTES}/screenshots/${index}-${hash(index)}.png`,
    length: 4_194_304,
    sha256: hash(index),
    alt: wide(300),
  })),
});

const locales = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `x${String.fromCharCode(97 + (index % 26))}-${100 + index}`);

function fit(change: Partial<AppDocument>): {
  readonly bytes: number;
  readonly document: AppDocument;
  readonly offered: OfferedApp;
} {
  const bytes = fitDocument({ ...small, ...change }, "en");
  if (bytes === null) throw new TypeError("it does not fit");
  const document = JSON.parse(new TextDecoder().decode(bytes)) as AppDocument;
  return { bytes: bytes.length, document, offered: parseOfferedApp(bytes, NOTES, "document") };
}

const codes = ({ versions: listed }: Pick<OfferedApp, "versions">): readonly number[] =>
  listed.map(({ version_code: code }) => code);

test("an app of usual size is published whole", () => {
  expect(fitDocument(small, "en")).toEqual(canonicalize(small));
  expect(fit({ versions: versions(10) }).document).toEqual({ ...small, versions: versions(10) });
});

describe("of 5,000 versions", () => {
  test("the newest hundred are listed, and the ten newest of them with notes", () => {
    const { bytes, document } = fit({ versions: versions(5000) });
    expect(bytes).toBeLessThan(limits.json.bytes / 8);
    expect(codes(document)).toEqual(Array.from({ length: 100 }, (_, index) => 5000 - index));
    expect(document.versions.filter(({ notes }) => Object.keys(notes).length > 0)).toHaveLength(10);
    expect(document.unlisted).toEqual({ count: 4900, withdrawn: [] });
  });

  test("one stays that devices with an older Mosis need, and the last stable one below thousands of betas", () => {
    const { document } = fit({
      versions: versions(5000, (code) => ({
        ...(code > 7 && { min_mosis_version: "2.0.0" }),
        ...(code > 40 && { track: "beta" }),
      })),
    });
    expect(codes(document)).toEqual([...Array.from({ length: 98 }, (_, index) => 5000 - index), 40, 7]);
  });

  test("a withdrawn one is still known as such, however old, and others are not taken for removed", () => {
    const { offered } = fit({
      versions: versions(5000, (code) => (code % 7 === 0 ? { status: "yanked", reason: "Crashes." } : {})),
    });
    expect(statusOfInstalled(offered, 4998 as VersionCode)).toEqual({ status: "yanked", reason: "Crashes." });
    expect(statusOfInstalled(offered, 4200 as VersionCode)).toEqual({ status: "yanked", reason: null });
    expect(statusOfInstalled(offered, 4201 as VersionCode)).toEqual({ status: "unlisted", reason: null });
  });

  test("that are all withdrawn, with the longest reasons, fit", () => {
    const { bytes, document } = fit({ versions: versions(5000, () => ({ status: "suspended", reason: wide(1000) })) });
    expect(bytes).toBeLessThanOrEqual(limits.json.bytes);
    expect(document.versions[0]?.reason).toBe(`${wide(200)}…`);
    expect(document.unlisted?.withdrawn).toHaveLength(1000);
  });
});

test("without versions left out, one that is not listed was removed", () => {
  const { offered } = fit({ versions: versions(3) });
  expect(statusOfInstalled(offered, 4 as VersionCode)).toEqual({ status: "removed", reason: null });
});

describe("texts as long as the schemas allow", () => {
  test("in 50 languages fit with 5,000 versions; names and summaries of all stay", () => {
    const names = ["en", ...locales(49)];
    const notes = Object.fromEntries(names.map((locale) => [locale, maximalLines()]));
    const listings = Object.fromEntries(names.map((locale) => [locale, maximalListing()]));
    const { bytes, document } = fit({ listings, versions: versions(5000, () => ({ notes })) });
    expect(bytes).toBeLessThanOrEqual(limits.json.bytes);
    expect(Object.keys(document.listings)).toHaveLength(50);
    expect(document.listings["en"]).toEqual({ name: wide(50), summary: wide(80), description: [], screenshots: [] });
    expect(document.versions).toHaveLength(100);
  });

  test("of one language give way, so that others stay whole: the app's own first, then by name", () => {
    const listing = (bytes: number): IndexedListing => ({
      name: "Notes",
      summary: "Keeps notes.",
      description: ["a".repeat(bytes)],
      screenshots: [],
    });
    const kib = (count: number): IndexedListing => listing(count << 10);
    const { document } = fit({ listings: { de: kib(100), en: kib(200), fr: kib(150), it: kib(20) } });
    const whole = Object.entries(document.listings).filter(([, { description }]) => description.length > 0);
    expect(whole.map(([locale]) => locale)).toEqual(["de", "en", "it"]);
  });

  test("in more than a hundred languages lose the last ones by name, never the app's own", () => {
    const names = [...locales(150), "zz"];
    const listings = Object.fromEntries(names.map((locale) => [locale, { ...maximalListing(), description: [] }]));
    const bytes = fitDocument({ ...small, listings }, "zz");
    const { listings: fitted } = JSON.parse(new TextDecoder().decode(bytes ?? undefined)) as AppDocument;
    expect(Object.keys(fitted)).toHaveLength(100);
    expect(fitted).toHaveProperty("zz");
  });

  test("make the document smaller in steps, until it fits", () => {
    const permissions = Array.from({ length: 64 }, (_, index) => `${"p".repeat(60)}${index}`);
    const { bytes, document } = fit({
      versions: versions(5000, () => ({ permissions, status: "yanked", reason: wide(200) })),
      listings: { en: { ...maximalListing(), description: [wide(80_000)] } },
      lineage: { ...small.lineage, revoked: Array.from({ length: 1500 }, () => ({ keyid: hash(1), reason: "lost" })) },
    });
    expect(bytes).toBeLessThanOrEqual(limits.json.bytes);
    expect(document.versions).toHaveLength(50);
  });
});

test("the same document gives the same bytes, in whatever order its languages come", () => {
  const names = locales(30);
  const of = (order: readonly string[]) =>
    fitDocument({ ...small, listings: Object.fromEntries(order.map((locale) => [locale, maximalListing()])) }, "en");
  expect(of(names)).toEqual(of(names.toReversed()));
});

test("what cannot be left out and is too large has no document", () => {
  const revoked = Array.from({ length: 12_000 }, (_, index) => ({ keyid: hash(index), reason: "retired" }));
  expect(fitDocument({ ...small, lineage: { ...small.lineage, revoked } }, "en")).toBeNull();
});
