import { byKey, count, list, named, object, TEXT, text } from "./build-schema.ts";
import type { JsonObject } from "../../json/value.ts";

const STORE_FILE = { path: text("From the root of the store."), length: count("Bytes."), sha256: named("Sha256") };
const ICON_SIZES = ["32", "64", "128"] as const;

/** What the files about apps and their versions hold: `AppSummary`, `AppDocument` and what they are made of. */
export const appSchemas: Readonly<Record<string, JsonObject>> = {
  Apps: object("Every app.", { apps: list("By id, rising.", named("AppSummary")) }),
  AppSummary: object(
    "What lists and search need of an app. What is said of a version is about the one that stands for it: the newest that can be had, stable before others.",
    {
      app_id: named("AppId"),
      name: text("Name under the icon."),
      summary: text("What it is for, in one line."),
      categories: list("Ids of categories.", TEXT),
      tags: list("Words to find it by.", TEXT),
      owner: named("Owner"),
      "license?": text("SPDX expression; missing where the manifest names none."),
      icon: text("Path of its icon of 128 pixels, from the root of the store."),
      version: text("For people."),
      version_code: named("VersionCode"),
      status: named("Availability"),
      min_mosis_version: text("The lowest Mosis that it runs on."),
      permissions: list("Ids of permissions, sorted.", TEXT),
      level: {
        type: ["string", "null"],
        description: "The most serious level among its permissions; null where it has none.",
        enum: ["normal", "dangerous", "system", null],
      },
      summaries: named("LocalText", "What it is for, by language of its store texts."),
      length: count("Bytes of the package."),
      score: count("Points of 100 for what it does for the people who use it."),
      published_at: named("Time", "When the first of its versions came out."),
      updated_at: named("Time", "When this version came out."),
      document: text("Path of the signed document that devices get."),
      versions: count("How many versions there are."),
      version_codes: list("Codes of the ten newest versions, newest first.", named("VersionCode")),
      digest: named("Sha256", "Changes with whatever these files say of the app and of its versions."),
    },
  ),
  App: object("Everything about an app that most pages and programs need.", {
    _type: { const: "mosis-app-document", description: "What it is made from." },
    spec_version: text("Version of the specification."),
    registry: text("Name of the registry."),
    app_id: named("AppId"),
    name: text("Name under the icon."),
    summary: text("What it is for, in one line."),
    categories: list("Ids of categories.", TEXT),
    tags: list("Words to find it by.", TEXT),
    "license?": text("SPDX expression; missing where the manifest names none."),
    links: byKey("Addresses by what they are, such as `homepage`.", TEXT),
    owner: named("Owner"),
    icons: object("By size in pixels.", Object.fromEntries(ICON_SIZES.map((size) => [size, named("StoreFile")]))),
    listings: byKey("Store texts by language.", named("Listing")),
    latest: named("Version", "The version that stands for the app."),
    provenance: named("Provenance", "Where that version comes from."),
    "versions?": list(
      "All versions, newest first; missing where there are more than ten: then `versions.json` has them.",
      named("Version"),
    ),
    translations: list(
      "How far that version's own texts are translated, by locale, sorted.",
      object("A language.", {
        locale: text("BCP 47."),
        texts: count("How many texts it has."),
        of: count("How many there are."),
      }),
    ),
    network_hosts: list("Hosts that version may talk to; `*.` covers every host below.", TEXT),
    score: named("Score"),
  }),
  Listing: object("Texts of the store page in one language.", {
    name: text("Name of the app."),
    summary: text("One line."),
    description: list("Markdown, one string a line.", TEXT),
    screenshots: list("In order.", named("Screenshot")),
  }),
  Screenshot: object("A picture.", { ...STORE_FILE, alt: text("What it shows.") }),
  Versions: object("The versions of an app.", {
    app_id: named("AppId"),
    versions: list("Newest first.", named("Version")),
  }),
  Version: object("A version as the store offers it.", {
    version: text("For people, SemVer."),
    version_code: named("VersionCode"),
    track: named("Track"),
    rollout_bp: count("Share of devices that get it, in hundredths of a percent.", { maximum: 10_000 }),
    status: named("Availability"),
    "reason?": text("Why it was yanked or suspended."),
    min_mosis_version: text("The lowest Mosis that it runs on."),
    permissions: list("Ids of permissions, sorted.", TEXT),
    permission_reasons: byKey("Why it asks, by permission, in the developer's words.", TEXT),
    content_digest: named("Sha256", "Of the package document: the identity of the package."),
    package: named("StoreFile", "The package."),
    signature: named("StoreFile", "Developer's and platform's signature over the package document."),
    "deltas?": list("Ways to it from older versions, newest first. Only the newest versions have any.", named("Delta")),
    "countersignatures?": list(
      "The signatures of `signature` that the package itself does not have.",
      named("Signature"),
    ),
    notes: byKey("What is new, by language, one string a line.", list("Lines.", TEXT)),
    published_at: named("Time", "When it landed in the registry."),
  }),
  Delta: object("A file that makes the package from an older one.", {
    ...STORE_FILE,
    from: object("The package it starts from.", {
      version_code: named("VersionCode"),
      content_digest: named("Sha256"),
    }),
  }),
  Signature: object("An Ed25519 signature.", {
    keyid: named("Sha256", "Id of the key."),
    sig: text("128 hex digits.", { pattern: "^[0-9a-f]{128}$" }),
  }),
  StoreFile: object("A file of the store: where it is, and what to check it by.", STORE_FILE),
  Owner: object("The developer of an app.", { id: named("DeveloperId"), name: text("As shown.") }),
};
