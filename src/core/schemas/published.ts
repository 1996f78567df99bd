import app from "./app.schema.json" with { type: "json" };
import categories from "./categories.schema.json" with { type: "json" };
import collections from "./collections.schema.json" with { type: "json" };
import common from "./common.schema.json" with { type: "json" };
import decision from "./decision.schema.json" with { type: "json" };
import developer from "./developer.schema.json" with { type: "json" };
import event from "./event.schema.json" with { type: "json" };
import exception from "./exception.schema.json" with { type: "json" };
import listing from "./listing.schema.json" with { type: "json" };
import locale from "./locale.schema.json" with { type: "json" };
import manifest from "./manifest.schema.json" with { type: "json" };
import moderation from "./moderation.schema.json" with { type: "json" };
import packageSchema from "./package.schema.json" with { type: "json" };
import registry from "./registry.schema.json" with { type: "json" };
import reserved from "./reserved.schema.json" with { type: "json" };
import reviewReport from "./review-report.schema.json" with { type: "json" };
import rotation from "./rotation.schema.json" with { type: "json" };
import tombstone from "./tombstone.schema.json" with { type: "json" };
import version from "./version.schema.json" with { type: "json" };

/** Every schema, by the name of its file. */
export const schemas = {
  app,
  categories,
  collections,
  common,
  decision,
  developer,
  event,
  exception,
  listing,
  locale,
  manifest,
  moderation,
  package: packageSchema,
  registry,
  reserved,
  "review-report": reviewReport,
  rotation,
  tombstone,
  version,
};

/** The schemas as the store publishes them, where their `$id`s say. */
export function schemaFiles(): ReadonlyMap<string, Uint8Array> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `schema/v1/${name}.schema.json`,
      new TextEncoder().encode(`${JSON.stringify(schema, null, 2)}\n`),
    ]),
  );
}
