import { createHmac } from "node:crypto";

import { afterAll, beforeAll, expect, test } from "vitest";

import { aWorld, BASE, DEV, EVE, KEEPER, propose, refusalOf, type World } from "./fixture.ts";
import { anHttpServer } from "../http-server.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

test("hooks get the events they want, signed with their secret, and keep a record", async () => {
  const got: { event: unknown; signature: unknown; body: string }[] = [];
  const url = await anHttpServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      got.push({ event: request.headers["x-github-event"], signature: request.headers["x-hub-signature-256"], body });
      response.writeHead(204).end();
    });
  });
  const { rest } = world.as(KEEPER);
  const config = { url, secret: "shared", content_type: "json" };
  const { data: hook } = await rest.repos.createWebhook({ ...BASE, config, events: ["pull_request", "issue_comment"] });
  expect(hook.config.secret).toBe("********");
  const { number, sha } = await propose(world.as(DEV), { branch: "hooked", files: { hooked: "1" } });
  await world.as(EVE).rest.issues.createComment({ ...BASE, issue_number: number, body: "Hello" });
  await world.forge.hooksAreSent();
  expect(got.map(({ event }) => String(event)).sort()).toEqual(["issue_comment", "pull_request"]);
  for (const { signature, body } of got) {
    expect(signature).toBe(`sha256=${createHmac("sha256", "shared").update(body).digest("hex")}`);
  }
  const opened = JSON.parse(got.find(({ event }) => event === "pull_request")?.body ?? "") as object;
  expect(opened).toMatchObject({
    action: "opened",
    number,
    pull_request: { head: { sha }, user: { login: "dev" } },
    repository: { full_name: "mosis/registry" },
    sender: { login: "dev" },
  });
  const { data: deliveries } = await rest.repos.listWebhookDeliveries({ ...BASE, hook_id: hook.id });
  expect(deliveries).toMatchObject([{ status_code: 204 }, { status_code: 204 }]);
  await rest.repos.deleteWebhook({ ...BASE, hook_id: hook.id });
  expect((await rest.repos.listWebhooks(BASE)).data).toEqual([]);
});

test("hooks are for maintainers, and lead nowhere but to this machine", async () => {
  const config = { url: "http://127.0.0.1:9/", secret: "s" };
  expect(await refusalOf(world.as(EVE).rest.repos.createWebhook({ ...BASE, config }))).toMatchObject({ status: 404 });
  const away = { ...BASE, config: { url: "https://example.com/hook" } };
  expect(await refusalOf(world.as(KEEPER).rest.repos.createWebhook(away))).toMatchObject({ status: 422 });
});

test("a hook that nobody answers is recorded as failed and holds nothing up", async () => {
  const { rest } = world.as(KEEPER);
  const config = { url: "http://127.0.0.1:9/" };
  const { data: hook } = await rest.repos.createWebhook({ ...BASE, config, events: ["*"] });
  await propose(world.as(DEV), { branch: "unheard", files: { unheard: "1" } });
  await world.forge.hooksAreSent();
  const { data } = await rest.repos.listWebhookDeliveries({ ...BASE, hook_id: hook.id });
  expect(data).toMatchObject([{ event: "pull_request", status_code: 0 }]);
});
