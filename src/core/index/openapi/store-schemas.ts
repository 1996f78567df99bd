import { byKey, count, list, named, object, TEXT, text } from "./build-schema.ts";
import { idPatterns } from "../../ids/ids.ts";
import type { JsonObject } from "../../json/value.ts";
import { limits } from "../../limits.ts";

/** What the files about the store as a whole hold. */
export const storeSchemas: Readonly<Record<string, JsonObject>> = {
  Store: object("The store itself.", {
    name: text("Name of its registry, which signed documents bear."),
    title: text("What the store is called."),
    url: text("Its address, with a slash at the end."),
    languages: list("Languages of its texts, the first one before others.", TEXT),
    "repository?": text("Web address of the registry's repository, without a slash at the end."),
    apps: count("How many apps it has."),
  }),
  Categories: object("The categories of the store.", {
    categories: list(
      "In the order of the store.",
      object("A category.", { id: text("Its id."), name: named("LocalText"), apps: named("AppIds") }),
    ),
  }),
  Collections: object("What the people of the store put together, such as staff picks.", {
    collections: list(
      "In the order of the store.",
      object("A collection.", {
        id: text("Its id."),
        name: named("LocalText"),
        "summary?": named("LocalText"),
        apps: named("AppIds"),
      }),
    ),
  }),
  Developers: object("Everybody who is registered.", {
    developers: list(
      "By id, rising.",
      object("A developer.", {
        id: named("DeveloperId"),
        name: text("As shown."),
        domains: list("Domains that they have shown to be theirs.", TEXT),
        apps: named("AppIds"),
      }),
    ),
  }),
  Tombstones: object("Apps that were removed for good.", {
    tombstones: list("By id, rising.", object("A removed app.", { app_id: named("AppId"), reason: text("Why.") })),
  }),
  Held: object("Versions that have landed and cannot be published.", {
    held: list(
      "By app and version.",
      object("A held version.", {
        app_id: named("AppId"),
        version: text("For people."),
        version_code: named("VersionCode"),
        state: { const: "held", description: "Its state." },
        next: { const: "developer", description: "Who has to do something." },
        reason: text("The package cannot be had, or devices would refuse the document of its app.", {
          enum: ["bytes-missing", "document-too-large"],
        }),
        since: named("Time", "When it was first missed."),
        until: { type: ["string", "null"], description: "When it is withdrawn; null where nothing is." },
      }),
    ),
  }),
  AppId: text("Id of an app.", { pattern: idPatterns.appId, maxLength: limits.manifest.idChars }),
  AppIds: list("Ids of apps.", named("AppId")),
  DeveloperId: text("Id of a developer.", { pattern: idPatterns.developerId }),
  LocalText: byKey("A text by language (BCP 47).", TEXT),
  Sha256: text("A SHA-256 in lower-case hex.", { pattern: idPatterns.sha256 }),
  Availability: text("Whether a version can be had: `yanked` by its developer, `suspended` by the operators.", {
    enum: ["available", "yanked", "suspended"],
  }),
  Time: text("A time in UTC, RFC 3339 with whole seconds.", {
    pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$",
  }),
  Track: text("Who gets a version.", { enum: ["stable", "beta", "edge"] }),
  VersionCode: count("The number of a version that counts: it only rises within a track.", {
    minimum: 1,
    maximum: limits.manifest.versionCode,
  }),
};
