import { expect, test } from "vitest";

import { sweepAccounts } from "./sweep.ts";
import { testPortal } from "./testing/portal.ts";

const DAY_MS = 86_400_000;
const TABLES = ["session", "verification", "device_login", "invitation", "apikey", "user"] as const;

test("what has expired is removed, a key only after a month", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  await ada.send("POST /keys", { body: { name: "k", scopes: ["account"], days: 1 } });
  await portal.send("POST /auth/password/forgot", { body: { email: ada.email } });
  await portal.send("POST /auth/device/code", { body: { client_id: "mosis-cli" } });
  const invitation = "insert into invitation values ('i', 'lab', 'x@example.com', 'viewer', ?, ?, ?)";
  portal.sqlite.prepare(invitation).run(ada.id, new Date().toISOString(), new Date(Date.now() + DAY_MS).toISOString());
  const left = async (days: number): Promise<readonly string[]> => {
    await sweepAccounts({ database: portal.ports.database, now: () => Date.now() + days * DAY_MS });
    return TABLES.filter((table) => portal.sqlite.prepare(`select 1 from "${table}"`).get() !== undefined);
  };
  expect(await left(0)).toEqual(TABLES);
  expect(await left(15)).toEqual(["apikey", "user"]);
  expect(await left(32)).toEqual(["user"]);
});
