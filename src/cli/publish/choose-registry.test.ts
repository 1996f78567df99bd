import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeEach, expect, test } from "vitest";

import { chooseRegistry } from "./choose-registry.ts";
import { registryConfig } from "./registry-config.ts";
import { repositoryName } from "../../core/publish/forge-address.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

let cwd: string;
let home: string;
beforeEach(() => {
  cwd = temporaryFolder();
  home = temporaryFolder();
});

const project = (text: string): void => writeFileSync(join(cwd, ".mosis.json"), text);
const remember = (registry: string): void => writeFileSync(join(home, "config.json"), JSON.stringify({ registry }));

async function chosen(registry?: string, variable?: string) {
  const env = { MOSIS_HOME: home, ...(variable !== undefined && { MOSIS_REGISTRY: variable }) };
  const choice = await chooseRegistry({ registry, "api-url": undefined }, { env, cwd });
  return [repositoryName(choice.repository), choice.namedBy];
}

test("an option goes before a variable, that before the project, that before the last login, that before the default", async () => {
  const [fallback] = await chosen();
  expect(await chosen()).toEqual([fallback, null]);
  remember("last/login");
  expect(await chosen()).toEqual(["last/login", "`registry` of config.json"]);
  project('{ "registry": "the/project" }');
  expect(await chosen()).toEqual(["the/project", "`registry` of .mosis.json"]);
  expect(await chosen(undefined, "the/variable")).toEqual(["the/variable", "MOSIS_REGISTRY"]);
  expect(await chosen("the/option", "the/variable")).toEqual(["the/option", "`--registry`"]);
});

test("a project without a registry names none", async () => {
  remember("last/login");
  project("{}");
  expect(await chosen()).toEqual(["last/login", "`registry` of config.json"]);
});

test.each([
  ["no", "project-settings", ".mosis.json: "],
  ["[]", "project-settings", ".mosis.json holds no JSON object."],
  ['{ "registry": 1 }', "project-settings", '"registry" of .mosis.json is no string.'],
  ['{ "api_url": "https://evil.example" }', "project-settings", '.mosis.json has an unknown key, "api_url".'],
  ['{ "registry": "nowhere" }', "bad-option", '`registry` of .mosis.json is "nowhere", not OWNER/REPO.'],
])("the settings %s of a project are an error that names them", async (text, code, message) => {
  project(text);
  await expect(chosen()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});

test("a repository that is no registry is told with what named it", async () => {
  const source = { name: "the/project", read: () => Promise.resolve(null), list: () => Promise.resolve([]) };
  await expect(registryConfig(source, { namedBy: "MOSIS_REGISTRY" })).rejects.toMatchObject({
    code: "forge-missing",
    fix: expect.stringContaining("It was named by MOSIS_REGISTRY."),
  });
});
