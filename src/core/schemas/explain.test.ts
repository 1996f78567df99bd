import { expect, test } from "vitest";

import { checkSchema } from "./explain.ts";
import { schemas } from "./published.ts";
import { validators } from "./registry-validators.generated.ts";
import { type JsonDocument, parseJson } from "../json/parse.ts";
import type { JsonValue } from "../json/value.ts";
import { limits } from "../limits.ts";

function read(value: JsonValue): JsonDocument {
  const parsed = parseJson(new TextEncoder().encode(JSON.stringify(value, null, 1)), "a.json");
  if (!parsed.ok) throw new Error(parsed.findings[0]?.message);
  return parsed.document;
}

test("an event must say what its action needs, once", () => {
  const event = {
    _type: "mosis-event",
    spec_version: "1.0.0",
    registry: "mosis",
    app_id: "com.example.notes",
    n: 1,
    previous: null,
    version_code: 1,
  };
  const told = (change: object): readonly string[] =>
    checkSchema(read({ ...event, ...change }), validators.event, "registry/schema").map(
      ({ pointer, message, expected }) =>
        `${pointer}: ${message}${expected === undefined ? "" : ` Expected: ${expected}.`}`,
    );
  expect(told({ action: "unyank" })).toEqual([]);
  expect(told({ action: "yank" })).toEqual([': The document lacks "reason".']);
  expect(told({ action: "promote" })).toEqual([': The document lacks "track".']);
  expect(told({ action: "rollout", rollout_bp: 10_001 })).toEqual([
    '/rollout_bp: "rollout_bp" is 10001. Expected: at most 10000.',
  ]);
  expect(told({ action: "release", previous: 7 })).toEqual([
    '/previous: "previous" is the number 7. Expected: a string or null.',
  ]);
  expect(told({ action: "release", previous: "7" })).toEqual([
    '/previous: "previous" is "7". Expected: 64 lower-case hex digits.',
  ]);
  expect(told({ action: "publish" })).toEqual([
    '/action: "action" is "publish". Expected: one of "yank", "unyank", "promote", "rollout", "halt", "resume", "release".',
  ]);
});

test("a part of a document is named from the root of its file, and by its own name in words", () => {
  const document = read({ signatures: [], signed: { app_id: "com.example.notes", reson: "x" } });
  const [first] = checkSchema(document, validators.tombstone, "registry/schema", {
    schema: schemas.tombstone,
    at: "/signed",
  });
  expect(first).toMatchObject({
    pointer: "/signed",
    range: { line: 3, column: 12 },
    message: 'The document lacks "reason".',
  });
  const unknown = checkSchema(document, validators.tombstone, "registry/schema", {
    schema: schemas.tombstone,
    at: "/signed",
  })[1];
  expect(unknown).toMatchObject({ pointer: "/signed/reson", fix: 'Did you mean "reason"?' });
});

test("a key inside a list is compared with those of its items", () => {
  const config = { policy: { reviewers: [{ github_id: 1, login: "a", logn: "b" }] } };
  const findings = checkSchema(read(config), validators.registry, "registry/schema", { schema: schemas.registry });
  const found = findings.find(({ pointer }) => pointer === "/policy/reviewers/0/logn");
  expect(found).toMatchObject({ fix: 'Did you mean "login"?' });
});

// Ajv's own way of joining errors and of comparing items takes minutes for these.
test.for<[string, keyof typeof validators, JsonValue]>([
  ["keys of a developer", "developer", { keys: Array.from({ length: 100_000 }, () => ({})) }],
  [
    "notes of a version",
    "version",
    { notes: Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`k${at}`, 1])) },
  ],
  ["categories of an app", "app", { categories: Array.from({ length: 60_000 }, (_, at) => `c${at}`) }],
])("a hostile number of %s gives a bounded number of findings", ([, kind, value]) => {
  const findings = checkSchema(read(value), validators[kind], "registry/schema");
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.length).toBeLessThanOrEqual(limits.json.findings);
});

test("findings about keys do not each write the whole object that has them", () => {
  const event = { a: 1, b: 2, toJSON: () => expect.unreachable("the object was written") } as unknown as JsonValue;
  const findings = checkSchema({ ...read({}), value: event }, validators.event, "registry/schema");
  expect(findings.map(({ message }) => message)).toContain('The document lacks "action".');
});
