import { afterAll, beforeAll, expect, test } from "vitest";

import { openSubmission } from "./submit.ts";
import { watchPull } from "./watch-pull.ts";
import { aWorld, BASE, DEV, type World } from "../../../testing/forge/fixture.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

test("what did not change between two looks is not sent again", async () => {
  const files = [{ path: "registry/developers/ada.json", text: "{}\n" }];
  const { number } = await openSubmission(world.as(DEV), BASE, { branch: "ada", title: "Ada", body: "", files });
  const statuses: number[] = [];
  const client = world.as(DEV);
  const request = client.request.defaults({
    request: {
      fetch: async (url: string, init: RequestInit) => {
        const response = await fetch(url, init);
        statuses.push(response.status);
        return response;
      },
    },
  });
  const look = watchPull({ request }, BASE, number);
  const first = await look();
  expect(first).toMatchObject({ state: "open", labels: [], failed: [] });
  expect(await look()).toEqual(first);
  expect(statuses).toEqual([200, 200, 304, 304]);
  await client.rest.pulls.update({ ...BASE, pull_number: number, state: "closed" });
  expect(await look()).toMatchObject({ state: "closed" });
});
