import type { Operation } from "./operation.ts";
import { component, document, object, text } from "./schema.ts";

export const health = {
  id: "getHealth",
  method: "get",
  path: "/health",
  tag: "The portal",
  summary: "Health",
  description: "Answers while the portal runs and its database does.",
  access: "anyone",
  answers: {
    200: { description: "It runs.", schema: component("Health", object("Health.", { status: text("`ok`.") })) },
  },
  problems: [],
  rate: "anonymousReads",
} as const satisfies Operation;

export const description = {
  id: "getDescription",
  method: "get",
  path: "/openapi.json",
  tag: "The portal",
  summary: "This description",
  description: "The API as OpenAPI 3.1.",
  access: "anyone",
  answers: { 200: { description: "The description.", schema: document("OpenAPI 3.1."), headers: ["ETag"] } },
  problems: [],
  rate: "anonymousReads",
} as const satisfies Operation;
