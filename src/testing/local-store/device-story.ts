import { existsSync } from "node:fs";
import { join } from "node:path";

import { APPS } from "./fill-story.ts";
import { mosis } from "./mosis-cli.ts";
import { mustHold } from "./must-hold.ts";
import type { Step } from "./step.ts";
import { isJsonObject, type JsonArray, type JsonObject } from "../../core/json/value.ts";

const [UPDATED] = APPS;

/** What somebody does on a device, with the command line, against a running store. Each step checks what it left behind. */
export function deviceStory(root: string, storeUrl: string, step: Step) {
  const device = (...args: readonly string[]): Promise<JsonObject> =>
    mosis(["device", ...args, "--root", root], { home: join(root, "..", "device-home") });
  const installed = async (): Promise<ReadonlyMap<string, JsonObject>> => {
    const { apps } = await device("list");
    return new Map((apps as JsonArray).filter(isJsonObject).map((app) => [app["app_id"] as string, app]));
  };
  return {
    async installAll() {
      for (const app of APPS) {
        await step(`install ${app}`, () => device("install", app, "--store", storeUrl));
        for (const part of ["package", "data", "cache", "db"])
          mustHold(existsSync(join(root, "apps", app, part)), `${app}/${part} is there`);
      }
      mustHold((await installed()).size === APPS.length, "every app is listed");
    },
    async updateOne() {
      const { apps: steps } = await step("update, by delta", () => device("update"));
      const how = (steps as JsonArray).filter(isJsonObject).map(({ action, transfer }) => [action, transfer]);
      const byDelta = how.filter(([action, by]) => action === "update" && isJsonObject(by) && by["by"] === "delta");
      mustHold(byDelta.length === 1, `one app was updated, by delta (${JSON.stringify(how)})`);
      const apps = await installed();
      mustHold(apps.get(UPDATED)?.["version_code"] === 2, `${UPDATED} is at version code 2`);
      mustHold(apps.get(APPS[1])?.["version_code"] === 1, `${APPS[1]} stayed at version code 1`);
    },
    async uninstallAll() {
      for (const app of APPS) {
        await step(`uninstall ${app}`, () => device("uninstall", app, "--data"));
        mustHold(!existsSync(join(root, "apps", app)), `nothing of ${app} is left`);
      }
      mustHold((await installed()).size === 0, "no app is listed");
    },
  };
}
