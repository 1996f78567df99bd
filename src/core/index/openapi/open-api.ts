import { type ApiPath, apiPaths } from "./api-paths.ts";
import { appSchemas } from "./app-schemas.ts";
import { named, object, TEXT, text } from "./build-schema.ts";
import { examples } from "./examples.ts";
import { reviewSchemas } from "./review-schemas.ts";
import { searchSchemas } from "./search-schemas.ts";
import { storeSchemas } from "./store-schemas.ts";
import { versionSchemas } from "./version-schemas.ts";
import { canonicalize } from "../../json/canonical.ts";
import type { JsonObject } from "../../json/value.ts";
import type { RegistryConfig } from "../../registry/documents.ts";

export const OPENAPI_FILE = "v1/openapi.json";

const DESCRIPTION =
  "Every path is a file, computed from the registry and served by any web server: there is no key to ask for, and there are no limits but those of the host. Every origin may read it (CORS). Nothing here is signed: who installs reads the signed index below `/tuf/` instead. Within `/v1` members may be added; none is removed or changes its meaning. Paths in answers start at the root of the store.";

const parameters: Readonly<Record<string, JsonObject>> = {
  app_id: parameter("app_id", "Id of the app.", named("AppId"), "org.example.tally"),
  version_code: parameter("version_code", "Version code.", named("VersionCode"), 2),
  month: parameter("month", "A month, in UTC.", { type: "string", pattern: "^\\d{4}-\\d{2}$" }, "2026-11"),
  bucket: parameter("bucket", "Number of the shard.", { type: "integer", minimum: 0 }, 7),
  reference: parameter(
    "reference",
    "What the search calls the app by: a number of `apps` in a shard, as eight hex digits.",
    { type: "string", pattern: "^[0-9a-f]{8}$" },
    "13750505",
  ),
};

/** The description of the static API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html). */
export function openApi({ title, url }: Pick<RegistryConfig, "title" | "url">): JsonObject {
  return {
    openapi: "3.1.1",
    info: { title: `${title}: static API`, version: "1", description: DESCRIPTION },
    // Paths begin with a slash themselves.
    servers: [{ url: url.replace(/\/$/, "") }],
    tags: [
      { name: "The store", description: "Files about the store as a whole." },
      { name: "Apps and versions", description: "Files about all apps, and about one." },
      { name: "Review", description: "What waits, what was decided, and how long it took." },
      { name: "Search", description: "Search without a server: a program reads a few small files by what is typed." },
    ],
    paths: Object.fromEntries(apiPaths.map((path) => [path.path, { get: operation(path) }])),
    components: {
      parameters,
      headers: {
        ETag: { description: "Changes with the file; ask again with `If-None-Match`.", schema: TEXT },
        CacheControl: { description: "How long an answer may be kept.", schema: TEXT },
      },
      schemas: {
        ...storeSchemas,
        ...appSchemas,
        ...versionSchemas,
        ...reviewSchemas,
        ...searchSchemas,
        Description: object("OpenAPI.", { openapi: text("Its version.") }),
      },
    },
  };
}

/** The same as the store publishes it. */
export function openApiFile(config: Pick<RegistryConfig, "title" | "url">): Uint8Array {
  return canonicalize(openApi(config));
}

function operation({ path, tag, operation: operationId, summary, description, schema }: ApiPath): JsonObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const example = examples[schema];
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    ...(names.length > 0 && { parameters: names.map((name) => ({ $ref: `#/components/parameters/${name}` })) }),
    responses: {
      200: {
        description: "The file.",
        headers: {
          ETag: { $ref: "#/components/headers/ETag" },
          "Cache-Control": { $ref: "#/components/headers/CacheControl" },
        },
        content: { "application/json": { schema: named(schema), ...(example !== undefined && { example }) } },
      },
      304: { description: "Unchanged since the `ETag` that was asked with." },
      404: { description: "There is no such file." },
    },
  };
}

function parameter(name: string, description: string, schema: JsonObject, example: string | number): JsonObject {
  return { name, in: "path", required: true, description, schema, example };
}
