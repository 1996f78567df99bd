import { expect, test } from "vitest";

import { KeysKit } from "../../testing/cli/keys-kit.ts";
import { jsonOf } from "../../testing/cli/run-in-memory.ts";
import { anHttpServer } from "../../testing/http-server.ts";
import { MEMBER } from "../../testing/review-kit.ts";

const WHO = ["--developer", "grace", "--out", "."] as const;

/** A server of this machine, and what it serves. */
async function aDomain(): Promise<{ readonly domain: string; readonly url: string; file: string }> {
  const server = await anHttpServer((_, response) => response.writeHead(own.file === "" ? 404 : 200).end(own.file));
  const own = { domain: server.replace("http://", ""), url: `${server}/.well-known/mosis-developer.json`, file: "" };
  return own;
}

function aCheckout(): KeysKit {
  const kit = new KeysKit();
  kit.allowLoopback();
  return kit;
}

const run = async (kit: KeysKit, ...argv: readonly string[]): Promise<Record<string, unknown>> =>
  jsonOf(await kit.cli(["domains", "--json", ...WHO, ...argv]));
const served = ({ url, file }: { readonly url: string; readonly file: string }) => ({ [url]: Buffer.from(file) });

test("a dry run says what to serve, and what was served then lets the domain in", async () => {
  const kit = aCheckout();
  const keyid = await kit.registered();
  const own = await aDomain();
  const document = { developers: [{ registry: "test", developer: "grace", keyid }] };
  const missing = { domain: own.domain, url: own.url, document, problem: `"${own.url}": the server answered 404` };
  expect(await run(kit, "--add", own.domain, "--dry-run")).toMatchObject({ ok: true, change: { proofs: [missing] } });
  const { stdout } = await kit.cli(["domains", ...WHO, "--add", own.domain, "--dry-run"]);
  expect(stdout).toContain(`serve at ${own.url}: ${JSON.stringify(document)}`);
  expect(await run(kit, "--add", own.domain)).toMatchObject({ ok: false, error: { code: "domain-unproven" } });
  expect(kit.changes()).toEqual([]);

  own.file = JSON.stringify(document);
  const proofs = [{ ...missing, problem: null }];
  expect(await run(kit, "--add", own.domain)).toMatchObject({
    plan: { kind: "developer-change", subject: "grace" },
    change: { developer: "grace", seq: 2, domains: [own.domain], proofs, signer: keyid },
  });
  expect(kit.review(MEMBER, served(own))).toEqual(["merge"]);
  kit.merge();
  expect(await run(kit, "--add", own.domain)).toMatchObject({ ok: true, plan: null });
});

test("a domain is taken out without asking it, and others stay", async () => {
  const kit = aCheckout();
  const keyid = await kit.registered();
  const [first, second] = [await aDomain(), await aDomain()];
  const file = JSON.stringify({ developers: [{ registry: "test", developer: "grace", keyid }] });
  Object.assign(first, { file });
  Object.assign(second, { file });
  await run(kit, "--add", `${first.domain}, ${second.domain}`);
  expect(kit.review(MEMBER, { ...served(first), ...served(second) })).toEqual(["merge"]);
  kit.merge();
  first.file = second.file = "";
  expect(await run(kit, "--remove", first.domain)).toMatchObject({
    change: { seq: 3, domains: [second.domain], proofs: [] },
  });
  expect(kit.review()).toEqual(["merge"]);
});

test("a registration brings domains that name its key", async () => {
  const kit = aCheckout();
  const keyid = await kit.newKey();
  const own = await aDomain();
  const register = ["register", ...WHO, "--name", "Grace", "--github-id", "1", "--domains", own.domain] as const;
  expect(await kit.run(...register)).toMatchObject({ error: { code: "domain-unproven" } });
  const { change } = (await kit.run(...register, "--dry-run")) as {
    readonly change: { readonly proofs: readonly { readonly document: unknown }[] };
  };
  own.file = JSON.stringify(change.proofs[0]?.document);
  expect(await kit.run(...register)).toMatchObject({ change: { keyid, domains: [own.domain] } });
  expect(kit.review(MEMBER, served(own))).toEqual(["merge"]);
});

test.each([
  ["--add", "Example.com"],
  ["--add", "example.com:443"],
  ["--add", ","],
  ["--remove", ""],
])("what names no domain is refused: %s %j", async (option, value) => {
  const kit = new KeysKit();
  await kit.registered();
  expect(await run(kit, option, value)).toMatchObject({ ok: false, error: { code: "bad-option" } });
});

test("a key that is in charge of nothing signs no domain in", async () => {
  const kit = new KeysKit();
  await kit.registered();
  const stranger = await kit.newKey();
  const answer = await run(kit, "--add", "example.com", "--key", stranger);
  expect(answer).toMatchObject({ error: { code: "key-not-in-charge" } });
});
