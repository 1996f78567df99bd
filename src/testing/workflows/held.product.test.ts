import { rm } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { ActionsKit, type Trouble } from "../actions-kit.ts";
import { cast } from "../land-kit.ts";
import { BASE } from "../forge/fixture.ts";

const NOTES = "com.example.notes";
const RADIO = "com.example.radio";
const LONG = { tags: ["deep"], timeout: 900_000 };

let kit: ActionsKit;
afterEach(() => kit.end());

const contentOf = async (path: string): Promise<unknown> => {
  const { data } = await kit.as(cast.rosa).rest.repos.getContent({ ...BASE, path });
  return data;
};

/** First words of what the machine said besides its report. */
async function notices(number: number): Promise<readonly string[]> {
  return (await kit.commentsOf(number)).slice(1).map(({ body }) => (body ?? "").split(/[.*]+ | on /)[0] ?? "");
}

const FILE = `${NOTES}-2.mosis`;

/** Lands an update whose package is spoilt when it has been judged, and before it is published. */
async function landSpoilt(trouble: Trouble): Promise<number> {
  let isSpoilt = false;
  kit = await ActionsKit.of({
    apps: [{ id: NOTES }, { id: RADIO, name: "Radio" }],
    interrupt: ({ workflow }) => {
      if (workflow !== "publish" || isSpoilt) return;
      isSpoilt = true;
      kit.spoil(FILE, trouble);
    },
  });
  const number = await kit.openUpdate(kit.store.app(NOTES));
  await kit.actions.idle();
  expect(await kit.pull(number)).toMatchObject({ merged: true });
  return number;
}

test("a package that is gone after landing is held, the rest goes out, and it is published once it is back", async () => {
  await landSpoilt("gone");
  expect([await kit.offered(NOTES), await kit.offered(RADIO)]).toEqual([[1], [1]]);
  expect(await kit.held()).toMatchObject([{ app_id: NOTES, version_code: 2, reason: "bytes-missing" }]);
  kit.spoil(FILE, null);
  await kit.passHours(6);
  expect([await kit.offered(NOTES), await kit.held()]).toEqual([[1, 2], []]);
});

test("its developer is told that it is held, and that it is not any more", LONG, async () => {
  const number = await landSpoilt("gone");
  await kit.passHours(7);
  await kit.passHours(1);
  expect(await kit.pull(number)).toMatchObject({ labels: [{ name: "state: held" }] });
  expect(await notices(number)).toEqual(["**Held"]);
  kit.spoil(FILE, null);
  await kit.passHours(6);
  await kit.passHours(1);
  expect(await kit.pull(number)).toMatchObject({ labels: [{ name: "state: published" }] });
  expect(await notices(number)).toEqual(["**Held", "**Published"]);
});

test.each(["altered", "failing"] as const)(
  "a package whose address is %s after landing is held until its deadline, and then withdrawn for good",
  LONG,
  async (trouble) => {
    const number = await landSpoilt(trouble);
    for (const hours of [7, 1, 24 * 11, 24 * 3, 1, 1]) {
      await kit.passHours(hours);
      expect(await kit.offered(RADIO)).toEqual([1]);
    }
    expect(await contentOf(`registry/decisions/${NOTES}`)).toMatchObject([{ name: "2-1.json" }, { name: "2-2.json" }]);
    expect(await kit.pull(number)).toMatchObject({ labels: [{ name: "state: withdrawn" }] });
    expect(await notices(number)).toEqual(["**Held", "It is withdrawn", "**Withdrawn"]);
    kit.spoil(FILE, null);
    await kit.passHours(7);
    expect([await kit.offered(NOTES), await kit.held()]).toEqual([[1], []]);
    await kit.openUpdate(kit.store.app(NOTES));
    await kit.actions.idle();
    expect(await kit.offered(NOTES)).toEqual([1, 3]);
  },
);

test("what the store serves stays, whatever becomes of caches and addresses", { tags: ["deep"] }, async () => {
  kit = await ActionsKit.of({ apps: [{ id: NOTES }] });
  await kit.openUpdate(kit.store.app(NOTES));
  await kit.actions.idle();
  expect(await kit.offered(NOTES)).toEqual([1, 2]);
  await rm(join(kit.root, "actions", "caches"), { recursive: true });
  kit.spoil(FILE, "gone");
  await kit.passHours(7);
  expect([await kit.offered(NOTES), await kit.held()]).toEqual([[1, 2], []]);
});
