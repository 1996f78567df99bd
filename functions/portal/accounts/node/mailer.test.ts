import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { fileMailer, httpMailer, openMailer } from "./mailer.ts";
import { ConfigurationError } from "../../../shared/part.ts";

const mail = { to: "ada@example.com", subject: "Hello", text: "Hi\n" };

test("without a service, mails become files that only the operator reads", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mails-"));
  await fileMailer(folder)(mail);
  const [name = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, name), "utf8")).toBe(
    "To: ada@example.com\r\nSubject: Hello\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHi\r\n",
  );
  rmSync(folder, { recursive: true });
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
  await send(mail);
  expect(got).toEqual([["Bearer token", { from: "portal@example.com", ...mail }]]);
  status = 500;
  await expect(send(mail)).rejects.toThrow(`A mail ("Hello") was not sent: ${url} answered 500.`);
  server.close();
});

test.for([
  { MOSIS_MAIL_URL: "https://mail.example/emails" },
  { MOSIS_MAIL_URL: "https://mail.example/emails", MOSIS_MAIL_TOKEN: "token" },
  { MOSIS_MAIL_URL: "http://mail.example/emails", MOSIS_MAIL_TOKEN: "token", MOSIS_MAIL_FROM: "portal@example.com" },
])("%j stops the start with what to do", (environment) => {
  expect(() => openMailer(environment, "/nowhere")).toThrow(ConfigurationError);
});
