import { appId, developerId, documents, submissionRef, time } from "./common.ts";
import type { Operation } from "./operation.ts";
import { choice, closed, component, list, nullable, object, text } from "./schema.ts";
import { count } from "./schema.ts";

const draftTexts = {
  "name?": text("What it will be called.", { minLength: 1, maxLength: 64 }),
  "summary?": text("What it is for, in one line.", { maxLength: 200 }),
  "categories?": list("Ids of categories.", text("An id.", { maxLength: 64 }), { maxItems: 3, uniqueItems: true }),
};

export const app = component(
  "App",
  object("An app as its developer sees it.", {
    app_id: appId,
    developer: developerId,
    name: text("From the newest version, or as drafted; empty where nobody said."),
    summary: text("One line."),
    categories: list("Ids of categories.", text("An id.")),
    status: choice(
      "`draft` is known to the portal only, `review` has a submission that is open, `registered` is in the registry with nothing published.",
      ["draft", "review", "registered", "published", "suspended"],
    ),
    submission: nullable("Number of the newest submission that is open.", count("A number.")),
    created_at: nullable("When it was drafted here; null where it came by Git.", time),
    updated_at: nullable("When the draft changed last.", time),
  }),
);

export const listApps = {
  id: "listApps",
  method: "get",
  path: "/apps",
  tag: "Apps",
  summary: "Your apps",
  description: "The apps of every developer of which you are a member, drafts and published ones, by id.",
  access: { scope: "apps:read" },
  query: closed("Which ones.", { "developer?": developerId }),
  answers: {
    200: {
      description: "The apps.",
      headers: ["ETag"],
      schema: component("Apps", object("Apps.", { apps: list("By id, rising.", app) })),
    },
  },
  problems: ["forge-unavailable"],
  rate: "reads",
} as const satisfies Operation;

export const createApp = {
  id: "createApp",
  method: "post",
  path: "/apps",
  tag: "Apps",
  summary: "Draft an app",
  description: "Keeps an id for an app that is not in the registry yet. Nothing of a draft is public.",
  access: { scope: "apps:write", role: "maintainer" },
  body: {
    kind: "json",
    schema: component("NewApp", closed("A draft.", { app_id: appId, developer: developerId, ...draftTexts })),
  },
  answers: { 201: { description: "The draft.", schema: app, headers: ["Location", "ETag"] } },
  problems: ["not-a-member", "app-exists", "app-removed", "forge-unavailable"],
  rate: "writes",
  isRepeatable: true,
} as const satisfies Operation;

export const getApp = {
  id: "getApp",
  method: "get",
  path: "/apps/{id}",
  tag: "Apps",
  summary: "An app",
  description: "An app of yours.",
  access: { scope: "apps:read", role: "viewer" },
  answers: { 200: { description: "The app.", schema: app, headers: ["ETag"] } },
  problems: ["not-found", "forge-unavailable"],
  rate: "reads",
} as const satisfies Operation;

export const updateApp = {
  id: "updateApp",
  method: "patch",
  path: "/apps/{id}",
  tag: "Apps",
  summary: "Change an app",
  description:
    "Changes a draft; of an app that is in the registry, submits signed store pages (`mosis-listing`) or a signed change of `app.json` (`mosis-app`), all of one kind.",
  access: { scope: "apps:write", role: "maintainer" },
  body: {
    kind: "json",
    schema: component("AppChange", closed("What is to change.", { ...draftTexts, "documents?": documents })),
  },
  answers: {
    200: { description: "The draft.", schema: app, headers: ["ETag"] },
    202: { description: "The submission.", schema: submissionRef, headers: ["Location"] },
  },
  problems: ["not-found", "submission-open", "document-refused", "not-configured", "forge-unavailable"],
  rate: "writes",
  isConditional: true,
} as const satisfies Operation;

export const deleteApp = {
  id: "deleteApp",
  method: "delete",
  path: "/apps/{id}",
  tag: "Apps",
  summary: "Delete an app",
  description:
    "Throws a draft away and closes what it has submitted. Of an app in the registry of which nothing was published, asks for its removal for good; people decide. Published apps stay.",
  access: { scope: "apps:write", role: "owner" },
  answers: {
    202: { description: "The submission that asks for its removal.", schema: submissionRef, headers: ["Location"] },
    204: { description: "The draft is gone.", schema: null },
  },
  problems: ["not-found", "app-published", "document-refused", "forge-unavailable"],
  rate: "writes",
  isConditional: true,
} as const satisfies Operation;
