import { appId, documents, finding, sha256, signedDocument, submissionRef, time, versionCode } from "./common.ts";
import type { Operation } from "./operation.ts";
import { byKey, closed, component, count, list, nullable, object, text } from "./schema.ts";
import { limits } from "../../../src/core/limits.ts";

const upload = component(
  "Upload",
  object("Where to send the package, once.", {
    method: text("`PUT`."),
    url: text("Signed; good for nothing but these bytes."),
    headers: byKey("Fields that must be sent as they are.", text("A value.")),
    expires_at: time,
  }),
);

export const version = component(
  "AppVersion",
  object("A version as its developer sees it.", {
    app_id: appId,
    version_code: versionCode,
    version: text("For people."),
    status: text(
      "`awaiting_upload` or `draft` before it is submitted; then the state of its submission (`submitted`, `in_review`, `changes_requested`, `approved`, `held`, `rejected`, `withdrawn`, `landed`); at last `published`, `yanked` or `suspended`.",
    ),
    package: nullable(
      "What was uploaded here; null where it came by Git.",
      object("A package.", {
        url: text("Where it lies; the signed version document names this address."),
        length: count("Bytes."),
        sha256,
        "content_digest?": sha256,
      }),
    ),
    "findings?": list("What the checks of the package said that review will say too.", finding),
    submission: nullable("Number of its submission.", count("A number.")),
    created_at: nullable("When it was uploaded here.", time),
    published_at: nullable("When it landed.", time),
    "upload?": upload,
  }),
);

const vid = "`vid` is the version code.";

export const listVersions = {
  id: "listVersions",
  method: "get",
  path: "/apps/{id}/versions",
  tag: "Versions",
  summary: "Versions of an app",
  description: "Those of the store, and those on their way, newest first.",
  access: { scope: "apps:read", role: "viewer" },
  answers: {
    200: {
      description: "The versions.",
      headers: ["ETag"],
      schema: component("AppVersions", object("Versions.", { versions: list("Newest first.", version) })),
    },
  },
  problems: ["not-found", "forge-unavailable"],
  rate: "reads",
} as const satisfies Operation;

export const createVersion = {
  id: "createVersion",
  method: "post",
  path: "/apps/{id}/versions",
  tag: "Versions",
  summary: "Upload a version",
  description:
    "Takes a signed package that is small as it is, in the body or as the file `package` of a form; or is told what will come, and answers with an address for it that expires. Packages are checked as review checks them. The same bytes again give the same version.",
  access: { scope: "apps:write", role: "maintainer" },
  body: {
    kind: "package",
    schema: component(
      "NewVersion",
      closed("A package that is to come.", {
        version_code: versionCode,
        version: text("For people.", { minLength: 1, maxLength: 100 }),
        length: count("Bytes.", { minimum: 1, maximum: limits.package.packedBytes }),
        sha256,
      }),
    ),
  },
  answers: {
    201: {
      description: "The version; with `upload` where its package is to come.",
      schema: version,
      headers: ["Location", "ETag"],
    },
  },
  problems: ["not-found", "version-exists", "package-refused", "not-configured", "forge-unavailable"],
  rate: "writes",
  isRepeatable: true,
} as const satisfies Operation;

export const getVersion = {
  id: "getVersion",
  method: "get",
  path: "/apps/{id}/versions/{vid}",
  tag: "Versions",
  summary: "A version",
  description: `A version of an app of yours. ${vid}`,
  access: { scope: "apps:read", role: "viewer" },
  answers: { 200: { description: "The version.", schema: version, headers: ["ETag"] } },
  problems: ["not-found", "forge-unavailable"],
  rate: "reads",
} as const satisfies Operation;

export const submitVersion = {
  id: "submitVersion",
  method: "post",
  path: "/apps/{id}/versions/{vid}/submit",
  tag: "Versions",
  summary: "Submit for review",
  description: `Opens the pull request with the signed version document (\`mosis-version\`); the first one of an app comes with \`mosis-app\` and at least one \`mosis-listing\`. What review would refuse is refused here, before anything is opened. The same documents again give the same submission. ${vid}`,
  access: { scope: "apps:write", role: "maintainer" },
  body: {
    kind: "json",
    schema: component("VersionSubmission", closed("What is submitted.", { documents })),
  },
  answers: { 202: { description: "The submission.", schema: submissionRef, headers: ["Location"] } },
  problems: [
    "not-found",
    "package-missing",
    "package-refused",
    "document-refused",
    "submission-open",
    "not-configured",
    "forge-unavailable",
  ],
  rate: "writes",
  isRepeatable: true,
} as const satisfies Operation;

export const publishVersion = {
  id: "publishVersion",
  method: "post",
  path: "/apps/{id}/versions/{vid}/publish",
  tag: "Versions",
  summary: "Publish after review",
  description: `A version with \`"release": "automatic"\` publishes itself once it has landed: then this only says so. One with \`"release": "manual"\` has landed and waits: the signed event (\`mosis-event\`, action \`release\`) lets it out, and is submitted. ${vid}`,
  access: { scope: "apps:write", role: "maintainer" },
  body: {
    kind: "json",
    schema: component("Publication", closed("The release.", { "document?": signedDocument })),
  },
  answers: {
    200: { description: "It is published, or will be by itself.", schema: version, headers: ["ETag"] },
    202: { description: "The submission of the release.", schema: submissionRef, headers: ["Location"] },
  },
  problems: ["not-found", "not-reviewed", "document-refused", "submission-open", "not-configured", "forge-unavailable"],
  rate: "writes",
  isRepeatable: true,
} as const satisfies Operation;
