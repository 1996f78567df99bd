import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";

import { description } from "./openapi/description.ts";
import type { Operation } from "./openapi/operation.ts";
import { operations } from "./openapi/operations.ts";
import { aPortal, type Exchange, type PortalDouble } from "../../src/testing/portal/portal-double.ts";
import { people, PublisherKit } from "../../src/testing/publisher-kit.ts";

// The command line is tested against a double of the portal. Here the double, and what the command line sends, are held against the
// description of the API.

let kit: PublisherKit;
let portal: PortalDouble;

beforeAll(async () => {
  kit = await PublisherKit.of();
  portal = await aPortal({ forge: kit.forge, opener: people.bot });
  kit.write();
});
afterAll(() => Promise.all([kit.end(), portal.close()]));

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(description("https://portal.example"), "portal");

/** The operation that a request is for; null for those that are described elsewhere. */
function operationOf({ method, path }: Exchange): Operation | null {
  const [own = ""] = path.split("?");
  const isAt = (pattern: string): boolean =>
    new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(own);
  return operations.find((each: Operation) => each.method === method.toLowerCase() && isAt(each.path)) ?? null;
}

/** What of an exchange is not as described. */
function errorsOf(operation: Operation, { sent, status, answer, path, headers }: Exchange): readonly unknown[] {
  const at = (...parts: readonly string[]): string =>
    ["portal#/paths", ...[operation.path, operation.method, ...parts].map((each) => each.replaceAll("/", "~1"))].join(
      "/",
    );
  const check = (reference: string, value: unknown): readonly unknown[] => {
    const validate = ajv.compile({ $ref: reference });
    return validate(value) ? [] : (validate.errors ?? []);
  };
  const known = Object.keys(operation.query?.json["properties"] ?? {});
  const asked = [...new URLSearchParams(path.split("?")[1] ?? "").keys()];
  return [
    ...asked.filter((name) => !known.includes(name)),
    ...(sent === null ? [] : check(at("requestBody", "content", "application/json", "schema"), sent)),
    ...check(at("responses", String(status), "content", "application/json", "schema"), answer),
    ...(operation.isRepeatable === true && headers["idempotency-key"] === undefined ? ["no Idempotency-Key"] : []),
  ];
}

test("what the command line and the double of the portal say to each other is described", async () => {
  const mosis = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const result = await kit.json(argv, { GH_TOKEN: undefined });
    expect(result).toMatchObject({ ok: true });
    return result;
  };
  await mosis("login", "--portal", portal.url);
  await mosis("keys", "generate", "--no-passphrase");
  await kit.mustLand((await mosis("keys", "register", "--developer", "grace", "--name", "Grace"))["pull"]);
  await mosis("publish", "--developer", "grace");
  await kit.mustLand((await mosis("publish", "--developer", "grace"))["pull"]);
  portal.directBytes = 10;
  kit.write({ version: "1.3.0", version_code: 4 });
  await mosis("publish");
  await mosis("status");
  await mosis("status", "com.example.sample");
  await mosis("stats", "com.example.sample");
  await mosis("stats", "com.example.other");
  const found = portal.exchanges.map((exchange) => ({ exchange, operation: operationOf(exchange) }));
  const described = found.filter(({ operation, exchange }) => operation !== null && exchange.status < 400);
  expect(new Set(described.map(({ operation }) => operation?.id))).toEqual(
    new Set(
      [
        ["getApp", "createApp", "listApps", "createVersion", "getVersion", "listVersions", "submitVersion"],
        [
          "addSigningKey",
          "getSubmission",
          "getOverview",
          "getFrameTime",
          "getMemory",
          "getVersionShares",
          "listCrashes",
        ],
      ].flat(),
    ),
  );
  const wrong = described.flatMap(({ exchange, operation }) => {
    const errors = operation === null ? [] : errorsOf(operation, exchange);
    return errors.length === 0 ? [] : [{ line: `${exchange.method} ${exchange.path}`, errors }];
  });
  expect(wrong).toEqual([]);
});
