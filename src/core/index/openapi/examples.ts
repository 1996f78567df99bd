import type { JsonObject } from "../../json/value.ts";

const APP = "org.example.tally";
const SHA256 = "b6b7d8190ab6235b9620f0f6f02ba6ccfe5f88bae8b78f882397a4a5aa68f0b7";
const COMMIT = "c0".repeat(20);
const SUMMARY = "Counts whatever you like.";
const OWNER = { id: "dana", name: "Dana" };

const file = (path: string, length: number): JsonObject => ({ path, length, sha256: SHA256 });

const about = {
  app_id: APP,
  name: "Tally",
  summary: SUMMARY,
  categories: ["tools"],
  tags: ["counter"],
  owner: OWNER,
  license: "MIT",
} as const;

const version: JsonObject = {
  version: "1.1.0",
  version_code: 2,
  track: "stable",
  rollout_bp: 10_000,
  status: "available",
  min_mosis_version: "1.0.0",
  permissions: ["storage"],
  permission_reasons: { storage: "Your counters are kept on this phone." },
  content_digest: "24404f6f2eac203b42d68a78e4bf17396585de2997baff3446534fab45c63328",
  package: file(`packages/${APP}/2/package.mosis`, 11_802),
  signature: file(`packages/${APP}/2/signature.sig`, 2041),
  notes: { en: ["A hint on the first screen."] },
  published_at: "2026-11-26T14:40:00Z",
};

const provenance: JsonObject = {
  keys: { developer: [SHA256], platform: [SHA256] },
  commit: COMMIT,
  decision: {
    verdict: "merge",
    reasons: [],
    reviewers: [],
    approved: [],
    sample: false,
    risk: { score: 0, parts: [] },
    validator_version: "0.1.0",
  },
};

const durations = { count: 1, median: 40, p90: 40 };
const period = { decisions: 1, by_machine: 1, by_people: 0, total: durations, states: { submitted: durations } };

const decision: JsonObject = {
  app_id: APP,
  version: "1.1.0",
  version_code: 2,
  n: 1,
  verdict: "merge",
  at: "2026-11-26T14:40:00Z",
  submission: 11,
  rules: [],
  reviewers: [],
  timeline: [
    { state: "submitted", since: "2026-11-26T14:39:20Z" },
    { state: "published", since: "2026-11-26T14:40:00Z" },
  ],
};

const one = (value: string): JsonObject => ({ values: [[value]], of: [0] });

/** Answers as the app of the getting started page would have them, by schema. */
export const examples: Readonly<Record<string, JsonObject>> = {
  Store: {
    name: "mosis",
    title: "Mosis Store",
    url: "https://store.mosis.dev/",
    languages: ["en", "es"],
    apps: 1,
  },
  Apps: {
    apps: [
      {
        ...about,
        icon: `assets/${APP}/icon-128.png`,
        version: "1.1.0",
        version_code: 2,
        status: "available",
        min_mosis_version: "1.0.0",
        permissions: ["storage"],
        level: "normal",
        summaries: { en: SUMMARY },
        length: 11_802,
        score: 70,
        published_at: "2026-11-26T14:30:00Z",
        updated_at: "2026-11-26T14:40:00Z",
        document: `targets/apps/${SHA256}.${APP}.json`,
        versions: 2,
        version_codes: [2, 1],
        digest: SHA256,
      },
    ],
  },
  App: {
    _type: "mosis-app-document",
    spec_version: "1.0.0",
    registry: "mosis",
    ...about,
    links: { homepage: "https://example.org/tally" },
    icons: {
      32: file(`assets/${APP}/icon-32.png`, 1247),
      64: file(`assets/${APP}/icon-64.png`, 1890),
      128: file(`assets/${APP}/icon-128.png`, 2542),
    },
    listings: { en: { name: "Tally", summary: SUMMARY, description: ["One tap each."], screenshots: [] } },
    latest: version,
    provenance,
    versions: [version],
    translations: [{ locale: "en", texts: 10, of: 10 }],
    network_hosts: [],
    score: {
      points: 10,
      of: 10,
      checks: [{ id: "license", group: "trust", points: 10, of: 10, passed: true, have: "MIT" }],
    },
  },
  Versions: { app_id: APP, versions: [version] },
  Categories: { categories: [{ id: "tools", name: { en: "Tools", de: "Werkzeuge" }, apps: [APP] }] },
  Collections: { collections: [{ id: "staff-picks", name: { en: "Staff picks" }, apps: [APP] }] },
  Developers: { developers: [{ ...OWNER, domains: ["example.org"], apps: [APP] }] },
  Tombstones: { tombstones: [{ app_id: "org.example.gone", reason: "Its developer asked for it." }] },
  Held: {
    held: [
      {
        app_id: APP,
        version: "1.2.0",
        version_code: 3,
        state: "held",
        next: "developer",
        reason: "bytes-missing",
        since: "2026-11-27T08:00:00Z",
        until: "2026-12-11T08:00:00Z",
      },
    ],
  },
  Status: {
    registry: { name: "mosis", commit: COMMIT, committed_at: "2026-11-26T14:40:00Z" },
    apps: 1,
    versions: 2,
    developers: 1,
    held: 0,
    api: "v1",
    spec_version: "1.0.0",
    policy: { max_package_bytes: 52_428_800, deadlines: { review_days: 7, changes_days: 30, appeal_days: 14 } },
  },
  VersionDetails: {
    app_id: APP,
    version: "1.1.0",
    version_code: 2,
    track: "stable",
    rollout_bp: 10_000,
    status: "available",
    manifest: { id: APP, name: "Tally", version: "1.1.0", version_code: 2 },
    notes: { en: ["A hint on the first screen."] },
    files: [file("manifest.json", 751)],
    unpacked: 751,
    content_digest: version["content_digest"] ?? "",
    package: version["package"] ?? {},
    signature: version["signature"] ?? {},
    published_at: "2026-11-26T14:40:00Z",
    ...provenance,
  },
  Review: {
    as_of: "2026-11-26T14:41:00Z",
    queue: [
      {
        number: 12,
        url: "https://github.com/mosis/registry/pull/12",
        kind: "new-app",
        app_id: "org.example.lantern",
        version: "1.0.0",
        version_code: 1,
        state: "in_review",
        appealed: false,
        next: "reviewer",
        since: "2026-11-26T14:41:00Z",
        deadline: "2026-12-03T14:41:00Z",
      },
    ],
    statistics: { all: period, recent: period },
    months: [{ month: "2026-11", decisions: 1, by_machine: 1, by_people: 0, path: "v1/review/2026-11.json" }],
    decisions: [decision],
  },
  ReviewMonth: { month: "2026-11", decisions: [decision] },
  SearchIndex: { apps: 1, bits: { names: 0, spellings: 0, texts: 0 }, mosis: ["1.0.0"] },
  SearchShard: {
    words: ["tally"],
    apps: [326_435_077],
    found: [[[0]]],
    cut: [],
    facets: {
      category: one("tools"),
      language: one("en"),
      license: one("MIT"),
      mosis: one("1.0.0"),
      permission: one("storage"),
    },
  },
  SearchSpellings: { words: ["tally"] },
  SearchResult: {
    app_id: APP,
    name: "Tally",
    summary: SUMMARY,
    developer: OWNER.name,
    categories: ["tools"],
    icon: `assets/${APP}/icon-64.png`,
    listings: { en: { name: "Tally", summary: SUMMARY } },
  },
};
