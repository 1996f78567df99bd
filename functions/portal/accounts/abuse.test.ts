import { expect, test } from "vitest";

import { type Answer, PASSWORD, problemOf, testPortal } from "./testing/portal.ts";

/** What somebody learns from an answer, but for when it came and what is left of a limit. */
function looks({ status, headers, body }: Answer): unknown {
  return { status, headers: [...headers].filter(([name]) => !name.startsWith("ratelimit")), body };
}

test("brute force: passwords of one account cannot be tried from many addresses", async () => {
  const portal = testPortal();
  const { email } = await portal.signedUp("ada");
  const answers: Answer[] = [];
  for (let at = 0; at < 12; at += 1) {
    answers.push(await portal.send("POST /auth/login", { body: { email, password: `guess number ${at}` } }));
  }
  // One of ten was the sign-in before.
  expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 9 }, () => 401), 429, 429, 429]);
  expect(problemOf(answers[11] as Answer)).toBe("429 too-many-requests");
  expect(Number(answers[11]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await portal.send("POST /auth/login", { body: { email, password: PASSWORD } })).status).toBe(429);
});

test("brute force: many accounts cannot be tried from one address", async () => {
  const portal = testPortal();
  const statuses: number[] = [];
  for (let at = 0; at < 12; at += 1) {
    const body = { email: `somebody${at}@example.com`, password: "the same password" };
    statuses.push((await portal.send("POST /auth/login", { body, from: "203.0.113.7" })).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  expect(portal.work.hashed).toBe(10);
});

test("nobody's mailbox is filled, nor does anybody register without end", async () => {
  const portal = testPortal();
  const email = "ada@example.com";
  const forgot = async () => (await portal.send("POST /auth/password/forgot", { body: { email } })).status;
  expect([await forgot(), await forgot(), await forgot(), await forgot(), await forgot(), await forgot()]).toEqual([
    202, 202, 202, 202, 202, 429,
  ]);
  const statuses: number[] = [];
  for (let at = 0; at < 11; at += 1) {
    const body = { name: "x", email: `x${at}@example.com`, password: PASSWORD };
    statuses.push((await portal.send("POST /auth/register", { body, from: "203.0.113.7" })).status);
  }
  expect(statuses.at(-1)).toBe(429);
});

test("enumeration: registering tells nothing of an address, and costs the same", async () => {
  const portal = testPortal();
  await portal.signedUp("ada");
  const register = async (email: string) => {
    const [hashed, mails] = [portal.work.hashed, portal.mails.length];
    const answer = await portal.send("POST /auth/register", { body: { name: "Ada", email, password: PASSWORD } });
    return { ...(looks(answer) as object), hashed: portal.work.hashed - hashed, mails: portal.mails.length - mails };
  };
  const known = await register("ada@example.com");
  expect(known).toMatchObject({ status: 202, hashed: 1, mails: 1 });
  expect(await register("nobody@example.com")).toEqual(known);
  expect(portal.mails.at(-2)).toMatchObject({ to: "ada@example.com", subject: "You have an account already" });
});

test("enumeration: a wrong address and a wrong password look alike, and cost the same", async () => {
  const portal = testPortal();
  await portal.signedUp("ada");
  const login = async (email: string) => {
    const before = portal.work.hashed;
    const answer = await portal.send("POST /auth/login", { body: { email, password: "not the password" } });
    return { ...(looks(answer) as object), hashed: portal.work.hashed - before };
  };
  const known = await login("ada@example.com");
  expect(known).toMatchObject({ status: 401, hashed: 1 });
  expect(await login("nobody@example.com")).toEqual(known);
});

test("enumeration: asking for a mail tells nothing, and does not wait for it", async () => {
  let isSent = false;
  const { promise: slow, resolve: deliver } = Promise.withResolvers<void>();
  const work: Promise<unknown>[] = [];
  const portal = testPortal({
    background: (promise) => void work.push(promise),
    mailer: async () => {
      await slow;
      isSent = true;
    },
  });
  await portal.send("POST /auth/register", { body: { name: "Ada", email: "ada@example.com", password: PASSWORD } });
  expect(isSent).toBe(false);
  for (const path of ["/auth/password/forgot", "/auth/verify-email"]) {
    const known = await portal.send(`POST ${path}`, { body: { email: "ada@example.com" } });
    expect(isSent).toBe(false);
    const unknown = await portal.send(`POST ${path}`, { body: { email: "nobody@example.com" } });
    expect(looks(known)).toEqual(looks(unknown));
  }
  deliver();
  await Promise.all(work);
  expect(isSent).toBe(true);
});
