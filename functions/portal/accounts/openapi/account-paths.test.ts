import { expect, test } from "vitest";

import { accountOperations } from "./account-operations.ts";
import { accountPaths } from "./account-paths.ts";
import { problemOf, testPortal } from "../testing/portal.ts";

test("what is described is what is served, and the other way round", () => {
  const { routes } = testPortal().accounts.routes;
  const served = routes.map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  const described = accountOperations.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(served)).toEqual(new Set(described));
  expect(new Set(accountOperations.map(({ id }) => id)).size).toBe(accountOperations.length);
  expect(Object.keys(accountPaths()["/auth/device"] as object)).toEqual(["get", "post"]);
});

/** A path with something in place of its parameters. */
function somePath(path: string): string {
  return path
    .replace("/developers/{id}", "/developers/lab")
    .replace("{provider}", "github")
    .replaceAll(/\{\w+\}/g, "x");
}

test("nobody but those who are let in", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  const { key } = (await ada.send("POST /keys", { body: { name: "k", scopes: ["stats:read"] } })).body;
  const headers = { authorization: `Bearer ${key}` };
  for (const { method, path, access } of accountOperations) {
    if (access === "anyone") continue;
    const operation = `${method.toUpperCase()} ${somePath(path)}`;
    expect(problemOf(await portal.send(operation)), operation).toBe("401 unauthenticated");
    if (access === "credential") continue;
    expect(problemOf(await portal.send(operation, { headers })), operation).toBe("403 insufficient-scope");
  }
});

test("bodies are checked as they are described, and all that is missing is told", async () => {
  const portal = testPortal({ oauth: { github: { clientId: "x", clientSecret: "x", site: "x", api: "x" } } });
  for (const { method, path, body } of accountOperations) {
    if (body?.["additionalProperties"] !== false) continue;
    const operation = `${method.toUpperCase()} ${somePath(path)}`;
    const ada = await portal.signedUp(`ada${accountOperations.findIndex((each) => each.path === path)}`);
    portal.sqlite.prepare("insert or replace into membership values ('lab', ?, 'owner', null, null, '')").run(ada.id);
    const answer = await ada.send(operation, { body: { unknown: 1 } });
    expect(problemOf(answer), operation).toBe("422 invalid-request");
    const pointers = (answer.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer);
    const required = body["required"] as readonly string[];
    expect(new Set(pointers), operation).toEqual(new Set(["/unknown", ...required.map((name) => `/${name}`)]));
    expect(problemOf(await ada.send(operation, { body: ["not an object"] })), operation).toBe("422 invalid-request");
    const properties = Object.keys(body["properties"] as object);
    const wrong = Object.fromEntries(properties.map((name) => [name, { not: "a text" }]));
    const errors = (await ada.send(operation, { body: wrong })).body["errors"] as { pointer: string }[];
    expect(new Set(errors.map(({ pointer }) => pointer)), operation).toEqual(
      new Set(properties.map((name) => `/${name}`)),
    );
  }
});
