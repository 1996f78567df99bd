import { appId, locale, page, sha256, time, track, versionCode } from "./common.ts";
import type { Operation } from "./operation.ts";
import { byKey, choice, closed, component, count, list, nullable, object, text } from "./schema.ts";

const storeFile = component(
  "StoreFile",
  object("A file of the store: where it is, and what to check it by.", {
    path: text("From the root of the store."),
    length: count("Bytes."),
    sha256,
  }),
);

const availability = choice("Whether it can be had: `yanked` by its developer, `suspended` by the operators.", [
  "available",
  "yanked",
  "suspended",
]);
const owner = object("Its developer.", { id: text("Id."), name: text("As shown.") });

export const storeApp = component(
  "StoreApp",
  object("An app in a list, by the version that stands for it.", {
    app_id: appId,
    name: text("Name under the icon."),
    summary: text("What it is for, in one line."),
    categories: list("Ids of categories.", text("An id.")),
    tags: list("Words to find it by.", text("A word.")),
    owner,
    "license?": text("SPDX expression."),
    icon: text("Path of its icon of 128 pixels, from the root of the store."),
    version: text("For people."),
    version_code: versionCode,
    status: availability,
    min_mosis_version: text("The lowest Mosis that it runs on."),
    permissions: list("Ids of permissions, sorted.", text("An id.")),
    length: count("Bytes of the package."),
    score: count("Points of 100 for what it does for the people who use it."),
    published_at: time,
    updated_at: time,
  }),
);

const storeVersion = component(
  "StoreVersion",
  object("A version as the store offers it.", {
    version: text("For people."),
    version_code: versionCode,
    track,
    status: availability,
    "reason?": text("Why it was yanked or suspended."),
    permissions: list("Ids of permissions, sorted.", text("An id.")),
    content_digest: sha256,
    package: storeFile,
    signature: storeFile,
    notes: byKey("What is new, by language.", list("Lines.", text("A line."))),
    published_at: time,
  }),
);

export const listApps = {
  id: "listStoreApps",
  method: "get",
  path: "/store/apps",
  tag: "Store",
  summary: "Browse and search",
  description:
    "The apps of the store, best first where something is searched for. Suspended and yanked apps are left out. The same as the pages of the store show.",
  access: "anyone",
  query: closed("What to list.", {
    "q?": text("Words that the app must have; spelling mistakes in names are forgiven.", { maxLength: 200 }),
    "category?": text("Id of a category.", { maxLength: 64 }),
    "language?": text("A language that its store page has.", { maxLength: 35 }),
    "license?": text("SPDX expression, or `none`.", { maxLength: 100 }),
    "permission?": text("A permission that it asks for, or `none` for apps that ask for none.", { maxLength: 64 }),
    "sort?": choice("The order without a search; `updated` where left out.", ["updated", "published", "name", "score"]),
    ...page,
  }),
  answers: {
    200: {
      description: "A page of apps.",
      headers: ["ETag"],
      schema: component(
        "StoreApps",
        object("A page of apps.", {
          apps: list("In order.", storeApp),
          total: count("How many there are on all pages."),
          next: nullable("The `offset` of the next page; null on the last one.", count("An offset.")),
          corrections: list(
            "Words that no name has, and what was looked for as well.",
            object("A word.", { word: text("As typed."), instead: list("Words.", text("A word.")) }),
          ),
        }),
      ),
    },
  },
  problems: ["not-configured", "forge-unavailable"],
  rate: "anonymousReads",
} as const satisfies Operation;

export const getApp = {
  id: "getStoreApp",
  method: "get",
  path: "/store/apps/{id}",
  tag: "Store",
  summary: "A store page",
  description: "All that the store shows of an app, with its newest versions.",
  access: "anyone",
  query: closed("How to show it.", { "language?": locale }),
  answers: {
    200: {
      description: "The app.",
      headers: ["ETag"],
      schema: component(
        "StoreListing",
        object("The page of an app.", {
          app_id: appId,
          name: text("In the language asked for, where the store has it."),
          summary: text("One line, in that language."),
          description: list("Markdown, one string a line, in that language.", text("A line.")),
          language: nullable("The language of these; null where the app has no store page.", text("BCP 47.")),
          languages: list("Languages that its store page has.", text("BCP 47.")),
          categories: list("Ids of categories.", text("An id.")),
          tags: list("Words to find it by.", text("A word.")),
          owner,
          links: byKey("Addresses by what they are.", text("An address.")),
          icons: byKey("By size in pixels.", storeFile),
          status: availability,
          latest: storeVersion,
          versions: list("The newest ones, newest first.", storeVersion),
          score: count("Points for what it does for the people who use it."),
        }),
      ),
    },
  },
  problems: ["not-found", "app-removed", "not-configured", "forge-unavailable"],
  rate: "anonymousReads",
} as const satisfies Operation;

export const download = {
  id: "downloadStoreApp",
  method: "get",
  path: "/store/apps/{id}/download",
  tag: "Store",
  summary: "Download",
  description:
    "Redirects to the package of the newest version that can be had on a track or a steadier one, or of the version that is named. Devices do not come here: they read signed metadata, and check what they get by it.",
  access: "anyone",
  query: closed("Which one.", {
    "version_code?": versionCode,
    "track?": track,
  }),
  answers: { 302: { description: "Where the package is, for good.", schema: null, headers: ["Location", "ETag"] } },
  problems: ["not-found", "app-removed", "version-yanked", "app-suspended", "not-configured", "forge-unavailable"],
  rate: "anonymousReads",
} as const satisfies Operation;
