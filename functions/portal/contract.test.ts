import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, describe, expect, test, vi } from "vitest";

import { sentOf, specific, worldFor } from "./testing/contract-cases.ts";
import { description } from "./openapi/description.ts";
import { type Operation, problemsOf } from "./openapi/operation.ts";
import { operations } from "./openapi/operations.ts";
import type { PortalPorts } from "./ports.ts";
import type { Answered, PortalKit, Sent } from "./testing/portal-kit.ts";
import openApiSchema from "../../src/testing/openapi/openapi-3.1.schema.json" with { type: "json" };

// Every operation is asked once for each answer that it declares, and answers nothing that it does not declare. The last test adds up.

const described = description("https://portal.example");
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(described, "portal");
const validators = new Map<string, ReturnType<typeof ajv.compile>>();
const seen = new Map<string, Set<string>>(operations.map(({ id }) => [id, new Set()]));

afterEach(() => {
  vi.useRealTimers();
});

/** Notes an answer, and holds it against the description. */
function note(operation: Operation, answered: Answered): void {
  const { id, path, method } = operation;
  const { status, problem, body } = answered;
  const name = problem ?? String(status);
  expect([...Object.keys(operation.answers), ...problemsOf(operation)]).toContain(name);
  const at = ["paths", path, method, "responses", String(status)].map((each) => each.replaceAll("/", "~1")).join("/");
  const type = problem === null ? "application~1json" : "application~1problem+json";
  if (body !== null) {
    const reference = `portal#/${at}/content/${type}/schema`;
    const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
    validators.set(reference, validate);
    expect([validate(body), validate.errors]).toEqual([true, null]);
  }
  expect(answered.headers.get("x-request-id")).toMatch(/^request-/);
  expect(answered.headers.get("x-content-type-options")).toBe("nosniff");
  seen.get(id)?.add(name);
}

/** A right request, but for what is changed. */
async function ask(
  operation: Operation,
  change: Partial<Sent> = {},
  ports?: (kit: PortalKit) => PortalPorts,
): Promise<Answered> {
  const kit = worldFor();
  const { path, sent } = await sentOf(operation.id, kit);
  const headers = { ...sent.headers, ...change.headers };
  const answered = await kit.send(
    operation.method.toUpperCase(),
    path,
    { ...sent, ...change, headers },
    ports?.(kit) ?? kit.ports,
  );
  note(operation, answered);
  return answered;
}

const all: readonly Operation[] = operations;
const declaring = (name: string) => all.filter((operation) => problemsOf(operation).some((each) => each === name));

describe("every operation", () => {
  test.for(all)("$id does what it says", async (operation) => {
    const { status } = await ask(operation);
    expect(Object.keys(operation.answers)).toContain(String(status));
  });

  test.for(all)("$id is limited, and fails without telling how", async (operation) => {
    const taken = { isAllowed: false, remaining: 0, resetSeconds: 60, retrySeconds: 5 };
    const busy = await ask(operation, {}, ({ ports }) => ({ ...ports, limiter: { take: () => taken } }));
    expect(busy).toMatchObject({ status: 429, problem: "too-many-requests" });
    expect(busy.headers.get("retry-after")).toBe("5");
    const take = () => {
      throw new Error("secret of the inside");
    };
    const failed = await ask(operation, {}, ({ ports }) => ({ ...ports, limiter: { take } }));
    expect(failed).toMatchObject({ status: 500, problem: "internal" });
    expect(JSON.stringify(failed.body)).not.toContain("secret");
  });

  test.for(declaring("unauthenticated"))("$id is for those who may", async (operation) => {
    expect(await ask(operation, { as: null })).toMatchObject({ status: 401, problem: "unauthenticated" });
    expect(await ask(operation, { as: "forged" })).toMatchObject({ status: 401 });
    expect(await ask(operation, { as: "without" })).toMatchObject({ status: 403, problem: "insufficient-scope" });
  });

  test.for(declaring("cross-site"))("$id is not for pages of other sites", async (operation) => {
    expect(await ask(operation, { as: "cross-site" })).toMatchObject({ status: 403, problem: "cross-site" });
  });

  test.for(all.filter(({ access }) => access !== "anyone" && ["maintainer", "owner"].includes(access.role ?? "")))(
    "$id needs its role",
    async (operation) => {
      expect(await ask(operation, { as: "viewer" })).toMatchObject({ status: 403, problem: "insufficient-role" });
    },
  );

  test.for(all.filter(({ body }) => body !== undefined))(
    "$id takes only bodies that are as described",
    async (operation) => {
      const json = { "content-type": "application/json" };
      expect(await ask(operation, { body: "{", headers: json })).toMatchObject({
        status: 400,
        problem: "malformed-json",
      });
      expect(await ask(operation, { body: { nothing: "known" }, headers: json })).toMatchObject({
        status: 422,
        problem: "invalid-request",
      });
      expect(await ask(operation, { body: "x", headers: { "content-type": "text/plain" } })).toMatchObject({
        status: 415,
      });
      expect(await ask(operation, { body: `"${"x".repeat(1_100_000)}"`, headers: json })).toMatchObject({
        status: 413,
        problem: "too-large",
      });
    },
  );

  test.for(all.filter(({ body }) => body !== undefined))("$id does not wait for ever", async (operation) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const answer = ask(operation, { body: new ReadableStream(), headers: { "content-type": "application/json" } });
    await vi.advanceTimersByTimeAsync(16_000);
    expect(await answer).toMatchObject({ status: 408, problem: "too-slow" });
  });

  test.for(all.filter(({ query }) => query !== undefined))(
    "$id takes only parameters that are described",
    async (operation) => {
      const kit = worldFor();
      const { path, sent } = await sentOf(operation.id, kit);
      const answered = await kit.send("GET", `${path}${path.includes("?") ? "&" : "?"}nothing=known`, sent);
      note(operation, answered);
      expect(answered).toMatchObject({
        status: 422,
        problem: "invalid-request",
        body: { errors: [{ pointer: expect.stringMatching(/^#\/query/) }] },
      });
    },
  );

  test.for(declaring("precondition-failed"))("$id changes only what was seen", async (operation) => {
    expect(await ask(operation, { headers: { "if-match": '"other"' } })).toMatchObject({
      problem: "precondition-failed",
    });
    const kit = worldFor();
    const { path, sent } = await sentOf(operation.id, kit);
    const { "if-match": _, ...headers } = sent.headers ?? {};
    const answered = await kit.send(operation.method.toUpperCase(), path, { ...sent, headers });
    note(operation, answered);
    expect(answered).toMatchObject({ status: 428, problem: "precondition-required" });
  });

  test.for(declaring("key-in-use"))("$id is done once for a key", async (operation) => {
    const headers = { "idempotency-key": "0b4e" };
    const known = (change: object) => (kit: PortalKit) => ({
      ...kit.ports,
      repeats: {
        ...kit.ports.repeats,
        begin: async (_: string, __: string, fingerprint: string) =>
          Promise.resolve({ fingerprint, reply: null, ...change }),
      },
    });
    expect(await ask(operation, { headers }, known({}))).toMatchObject({ status: 409, problem: "key-in-use" });
    expect(await ask(operation, { headers }, known({ fingerprint: "another" }))).toMatchObject({
      problem: "key-reused",
    });
  });

  test.for(declaring("forge-unavailable"))(
    "$id says so when the registry or the store does not answer",
    async (operation) => {
      const kit = worldFor();
      const { path, sent } = await sentOf(operation.id, kit);
      kit.now = new Date(kit.now.getTime() + 60_000);
      [kit.forge.isDown, kit.storeIsDown] = [true, true];
      const answered = await kit.send(operation.method.toUpperCase(), path, sent);
      note(operation, answered);
      expect(answered).toMatchObject({ status: 503, problem: "forge-unavailable" });
      expect(answered.headers.get("retry-after")).toMatch(/^\d+$/);
    },
  );

  test.for(declaring("not-configured"))("$id says what is not set up", async (operation) => {
    const bare = { forge: null, uploads: null, stats: null };
    const isStore = operation.tag === "Store";
    const answered = await ask(operation, {}, ({ ports }) => ({ ...ports, ...bare, ...(isStore && { store: null }) }));
    expect(answered).toMatchObject({
      status: 501,
      problem: "not-configured",
      body: { detail: expect.stringContaining("MOSIS_") },
    });
  });

  test.for(all.filter(({ path }) => path.includes("{id}") || path.includes("{number}")))(
    "$id knows what there is",
    async (operation) => {
      const kit = worldFor();
      const { path, sent } = await sentOf(operation.id, kit);
      const elsewhere = path.replace(/com\.[\w.]+/, "com.example.never").replace("/submissions/1", "/submissions/999");
      const answered = await kit.send(operation.method.toUpperCase(), elsewhere, sent);
      note(operation, answered);
      expect(answered).toMatchObject({ status: 404, problem: "not-found" });
    },
  );
});

describe("what only one operation may answer", () => {
  test.for(specific)("%s: %s", async ([id, name, send]) => {
    const operation = all.find((each) => each.id === id);
    const answered = await send(worldFor());
    if (operation !== undefined) note(operation, answered);
    expect(answered.problem ?? String(answered.status)).toBe(name);
  });
});

test("other methods are refused with those that there are", async () => {
  const answered = await worldFor().send("PUT", "/apps/com.example.notes");
  expect(answered).toMatchObject({ status: 405, problem: "method-not-allowed" });
  expect(answered.headers.get("allow")).toBe("GET, PATCH, DELETE");
  expect(await worldFor().send("GET", "/nothing")).toMatchObject({ status: 404, problem: "not-found" });
});

test("the description is OpenAPI 3.1", () => {
  const { $id: _, $schema: __, ...schema } = openApiSchema as Record<string, unknown>;
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  expect([validate(described), validate.errors]).toEqual([true, null]);
});

test("every answer that is declared was given", () => {
  const never = all.map((operation) => ({
    id: operation.id,
    never: [...Object.keys(operation.answers), ...problemsOf(operation)].filter(
      (name) => !seen.get(operation.id)?.has(name),
    ),
  }));
  expect(never.filter((each) => each.never.length > 0)).toEqual([]);
});
