import { beforeEach, expect, test } from "vitest";

import { namedPortal, portalInPlace, requirePortal } from "./choose-portal.ts";
import { rememberPortal, rememberRegistry } from "../../node/registry-choice.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import type { Environment } from "../command.ts";

let home: string;
beforeEach(() => {
  home = temporaryFolder();
});

const LAST = "https://last.example";
const own = (more: Environment = {}): Environment => ({ MOSIS_HOME: home, ...more });
const inPlace = async (more: Environment = {}, options = {}) =>
  (await portalInPlace({ portal: undefined, ...options }, own(more)))?.url ?? null;

test("an option goes before a variable, that before the last login", async () => {
  expect(await namedPortal({ portal: undefined }, own())).toBeNull();
  await rememberPortal(own(), LAST);
  expect(await namedPortal({ portal: undefined }, own())).toMatchObject({ url: LAST });
  const env = own({ MOSIS_PORTAL: "https://variable.example/" });
  expect(await namedPortal({ portal: undefined }, env)).toEqual({
    url: "https://variable.example",
    namedBy: "MOSIS_PORTAL",
  });
  expect(await namedPortal({ portal: "https://option.example" }, env)).toMatchObject({ url: "https://option.example" });
});

test("a portal that was only remembered steps back behind a forge, one that is named does not", async () => {
  await rememberPortal(own(), LAST);
  expect(await inPlace()).toBe(LAST);
  for (const forge of [{ GH_TOKEN: "t" }, { GITHUB_TOKEN: "t" }]) {
    expect(await inPlace(forge)).toBeNull();
    expect(await inPlace({ ...forge, MOSIS_PORTAL: LAST })).toBe(LAST);
    expect(await inPlace({ ...forge, MOSIS_API_KEY: "mosis_key" })).toBe(LAST);
  }
  expect(await inPlace({}, { "api-url": "https://forge.example" })).toBeNull();
});

test("a sign-in to a forge forgets the portal, and a sign-out does", async () => {
  await rememberPortal(own(), LAST);
  await rememberRegistry(own(), "mosis/registry", "https://api.github.com");
  expect(await inPlace()).toBeNull();
  await rememberPortal(own(), LAST);
  await rememberPortal(own(), null);
  expect(await inPlace()).toBeNull();
});

test.each(["http://portal.example", "portal.example", "ftp://portal.example"])(
  "%s is no address of a portal",
  async (portal) => {
    await expect(namedPortal({ portal }, own())).rejects.toMatchObject({ code: "bad-option" });
  },
);

test("what only a portal can answer says so, and so does an API key without a portal", async () => {
  await expect(requirePortal({ portal: undefined }, own())).rejects.toMatchObject({ code: "portal-unknown" });
  await expect(inPlace({ MOSIS_API_KEY: "mosis_key" })).rejects.toMatchObject({ code: "portal-unknown" });
});
