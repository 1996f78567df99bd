import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { readAccountSettings } from "./account-settings.ts";
import { nodeCrypto } from "./crypto.ts";
import { httpMailer } from "./mailer.ts";
import { openAccounts } from "./open-accounts.ts";
import { ConfigurationError } from "../../../shared/part.ts";
import { createRateLimiter } from "../../../shared/rate-limit.ts";

const right = {
  MOSIS_DATA: "/data",
  MOSIS_PORTAL_URL: "https://portal.example",
  MOSIS_PORTAL_SECRET: "a secret of thirty-two characters, or more",
};

test("accounts outlive the process, and mails become files that only the operator reads", async () => {
  const folder = mkdtempSync(join(tmpdir(), "accounts-"));
  const surroundings = {
    developerKeys: async () => null,
    addressOf: () => "203.0.113.7",
    limiter: createRateLimiter(Date.now),
    crypto: nodeCrypto,
    now: Date.now,
    report: (error: unknown) => expect.unreachable(String(error)),
  };
  const environment = { ...right, MOSIS_DATA: folder };
  const first = openAccounts(environment, surroundings);
  expect(first.notes).toHaveLength(4);
  const answer = await first.routes.request("https://portal.example/auth/register", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Ada", email: "ada@example.com", password: "correct horse battery" }),
  });
  expect(answer.status).toBe(202);
  await first.close();
  const [mail = "", ...others] = readdirSync(join(folder, "mails"));
  expect(others).toEqual([]);
  const path = join(folder, "mails", mail);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const link = /https:\S+verify-email\S+/.exec(readFileSync(path, "utf8"))?.[0] ?? "";
  const second = openAccounts(environment, surroundings);
  expect((await second.routes.request(link)).status).toBe(200);
  expect(await second.audit.firstBroken()).toBeNull();
  await second.close();
});

test("a service for mails gets them as JSON, and its failure names no address", async () => {
  const got: unknown[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      got.push([request.headers.authorization, JSON.parse(text)]);
      response.writeHead(status).end("{}");
    });
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/emails`;
  const send = httpMailer(url, "token", "portal@example.com");
  await send({ to: "ada@example.com", subject: "Hello", text: "Hi\n" });
  expect(got).toEqual([
    ["Bearer token", { from: "portal@example.com", to: "ada@example.com", subject: "Hello", text: "Hi\n" }],
  ]);
  status = 500;
  const failure = send({ to: "ada@example.com", subject: "Hello", text: "Hi\n" });
  await expect(failure).rejects.toThrow(`A mail ("Hello") was not sent: ${url} answered 500.`);
  server.close();
});

test("what is set up is taken as it is", () => {
  expect(readAccountSettings({ ...right, MOSIS_PORTAL_URL: "http://127.0.0.1:8787/" })).toMatchObject({
    url: "http://127.0.0.1:8787",
    oauth: {},
    mail: null,
  });
  const more = { MOSIS_GITHUB_CLIENT_ID: "id", MOSIS_GITHUB_CLIENT_SECRET: "secret" };
  expect(readAccountSettings({ ...right, ...more }).oauth).toEqual({
    github: { clientId: "id", clientSecret: "secret", site: "https://github.com", api: "https://api.github.com" },
  });
});

test.for<[Record<string, string>, string]>([
  [{ MOSIS_PORTAL_SECRET: "" }, "MOSIS_PORTAL_SECRET is not set"],
  [{ MOSIS_PORTAL_SECRET: "short" }, "openssl rand -base64 32"],
  [{ MOSIS_PORTAL_URL: "portal.example" }, 'MOSIS_PORTAL_URL is "portal.example"'],
  [{ MOSIS_PORTAL_URL: "http://portal.example" }, "http is for this machine only"],
  [{ MOSIS_PORTAL_URL: "https://portal.example/path" }, "without a path"],
  [{ MOSIS_GITHUB_CLIENT_ID: "id" }, "MOSIS_GITHUB_CLIENT_SECRET is not"],
  [{ MOSIS_GOOGLE_CLIENT_SECRET: "x" }, "MOSIS_GOOGLE_CLIENT_ID is not"],
  [{ MOSIS_MAIL_URL: "https://mail.example" }, "MOSIS_MAIL_TOKEN"],
])("%j stops the start with what to do", ([change, message]) => {
  const start = () => readAccountSettings({ ...right, ...change });
  expect(start).toThrow(ConfigurationError);
  expect(start).toThrow(message);
});
