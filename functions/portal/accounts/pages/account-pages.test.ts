import { expect, test } from "vitest";

import { html } from "./html.ts";
import { linkIn, PASSWORD, PORTAL, type TestPortal, testPortal } from "../testing/portal.ts";

interface Visit {
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  readonly text: string;
}

/** A browser without scripts: it keeps cookies, follows nothing, and sends forms with what is hidden in them. */
function aBrowser(portal: TestPortal) {
  const cookies = new Map<string, string>();
  let hidden: Record<string, string> = {};
  return async (operation: string, fields?: Record<string, string>, origin = PORTAL): Promise<Visit> => {
    const [method = "", path = ""] = operation.split(" ");
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      ...(fields === undefined ? {} : { origin, "content-type": "application/x-www-form-urlencoded" }),
    };
    const body = fields === undefined ? null : new URLSearchParams({ ...hidden, ...fields }).toString();
    const response = await portal.accounts.pages.request(new Request(PORTAL + path, { method, headers, body }));
    await portal.settle();
    const text = await response.text();
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    hidden = Object.fromEntries(
      [...text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
        name,
        value,
      ]),
    );
    return { status: response.status, location: response.headers.get("location"), headers: response.headers, text };
  };
}

test("somebody who never had an account lets a program in", async () => {
  const portal = testPortal();
  const visit = aBrowser(portal);
  const { body } = await portal.send("POST /auth/device/code", { body: { client_id: "mosis-cli" } });
  const link = String(body["verification_uri_complete"]).slice(PORTAL.length);
  const first = await visit(`GET ${link}`);
  expect([first.status, first.location]).toEqual([303, `/sign-in?next=${encodeURIComponent(link)}`]);
  await visit("GET /register");
  const short = await visit("POST /register", { name: "Ada", email: "ada@example.com", password: "short" });
  expect([short.status, short.text.includes('role="alert"')]).toEqual([422, true]);
  await visit("POST /register", { name: "Ada", email: "ada@example.com", password: PASSWORD });
  await visit(`GET ${linkIn(portal.mails.at(-1))}`);
  expect((await visit("POST /verify-email", {})).text).toContain("It is confirmed.");
  await visit(`GET ${first.location ?? ""}`);
  expect((await visit("POST /sign-in", { email: "ada@example.com", password: "wrong one" })).status).toBe(401);
  const signedIn = await visit("POST /sign-in", { email: "ada@example.com", password: PASSWORD });
  expect([signedIn.status, signedIn.location]).toEqual([303, link]);
  const asked = await visit(`GET ${link}`);
  expect(asked.text).toContain("mosis, the command line");
  expect(asked.text).toContain("ada@example.com");
  expect((await visit("POST /device", { decision: "approve" })).text).toContain("go back to it");
  const grant = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: "mosis-cli" };
  const given = await portal.send("POST /auth/device/token", { body: { ...grant, device_code: body["device_code"] } });
  expect(given.body["access_token"]).toMatch(/^mosis_/);
});

test("a forgotten password is replaced on the page that the mail leads to", async () => {
  const portal = testPortal();
  const { email } = await portal.signedUp("ada");
  const visit = aBrowser(portal);
  expect((await visit("POST /forgot-password", { email })).text).toContain("If the address has an account");
  await visit(`GET ${linkIn(portal.mails.at(-1))}`);
  expect((await visit("POST /reset-password", { password: "short" })).text).toContain("at least 12 characters");
  expect((await visit("POST /reset-password", { password: "another long password" })).text).toContain("It is changed.");
  expect((await visit("POST /sign-in", { email, password: "another long password" })).status).toBe(303);
});

test("who is invited answers on a page", async () => {
  const portal = testPortal();
  const { id, email } = await portal.signedUp("ada");
  const invitation = "insert into invitation values ('i', 'lab', ?, 'viewer', ?, '2026-01-01', '2099-01-01')";
  portal.sqlite.prepare(invitation).run(email, id);
  const visit = aBrowser(portal);
  await visit("POST /sign-in", { email, password: PASSWORD });
  expect((await visit("GET /my-invitations")).text).toContain("<strong>lab</strong> as viewer");
  expect((await visit("POST /my-invitations", { answer: "accept" })).status).toBe(303);
  expect((await visit("GET /my-invitations")).text).toContain("There are none.");
  expect(await portal.accounts.roleOf(id, "lab")).toBe("viewer");
});

test("a page refuses what another site sends, and leads nowhere else", async () => {
  const portal = testPortal();
  const { email } = await portal.signedUp("ada");
  const visit = aBrowser(portal);
  const login = { email, password: PASSWORD };
  expect((await visit("POST /sign-in", login, "https://evil.example")).status).toBe(403);
  await visit("GET /sign-in?next=https%3A%2F%2Fevil.example");
  expect((await visit("POST /sign-in", { ...login, next: "//evil.example" })).location).toBe("/device");
  const { body } = await portal.send("POST /auth/device/code", { body: { client_id: "mosis-cli" } });
  const answer = { user_code: String(body["user_code"]), decision: "approve" };
  await visit("GET /forgot-password");
  expect((await visit("POST /device", answer)).status).toBe(403);
  expect((await visit("POST /device", answer, "https://evil.example")).status).toBe(403);
});

test("a page runs no script, whatever it is told to show", async () => {
  const visit = aBrowser(testPortal());
  const { headers, text } = await visit(
    `GET /reset-password?token=${encodeURIComponent('"><script>alert(1)</script>')}`,
  );
  expect(text).toContain('value="&quot;&gt;&lt;script&gt;');
  expect(headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]+='; form-action 'self'/,
  );
  expect(html`<p>${["<b>", html`<i>${"&"}</i>`]}</p>`.html).toBe("<p>&lt;b&gt;<i>&amp;</i></p>");
});
