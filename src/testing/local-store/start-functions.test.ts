import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { functionsAreThere, startFunctions } from "./start-functions.ts";
import { temporaryFolder } from "../cli/temporary-folder.ts";

/** Functions that say where they listen and what they were told, until they are stopped. */
const SERVER = `
import { writeFileSync } from "node:fs";
writeFileSync(process.env.PID_FILE, String(process.pid));
console.log("Store " + process.env.MOSIS_STORE);
console.log("Listening on http://127.0.0.1:1");
const timer = setInterval(() => {}, 1000);
process.once("SIGTERM", () => clearInterval(timer));
`;

function aFolder(server: string): { readonly folder: string; readonly options: Parameters<typeof startFunctions>[0] } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "server.ts"), server);
  const variables = { MOSIS_STORE: "https://store.example/", PID_FILE: join(folder, "pid") };
  return { folder, options: { folder, variables, log: join(folder, "logs", "functions.log") } };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("a project without functions has none", () => {
  expect(functionsAreThere(temporaryFolder())).toBe(false);
  expect(functionsAreThere(aFolder("").folder)).toBe(true);
});

test("functions listen where they say, get their configuration, and end when they are stopped", async () => {
  const { folder, options } = aFolder(SERVER);
  const functions = await startFunctions(options);
  expect(functions.url).toBe("http://127.0.0.1:1");
  expect(functions.output()).toContain("Store https://store.example/\n");
  await functions.stop();
  expect(isRunning(Number(readFileSync(join(folder, "pid"), "utf8")))).toBe(false);
});

test("functions that end at once say why", async () => {
  const { options } = aFolder('console.error("PORT is no number.");');
  await expect(startFunctions(options)).rejects.toThrow("The functions ended:\nPORT is no number.");
});

test("another program of theirs runs to its end, and its failure is told", async () => {
  const { folder, options } = aFolder(SERVER);
  writeFileSync(join(folder, "rollup.ts"), "if (process.env.MOSIS_STORE === undefined) process.exit(1);");
  writeFileSync(join(folder, "broken.ts"), 'console.error("No data."); process.exitCode = 3;');
  const functions = await startFunctions(options);
  await functions.run("rollup.ts");
  await expect(functions.run("broken.ts")).rejects.toThrow("functions/broken.ts ended with 3:\nNo data.");
  await functions.stop();
});

test("functions end with whoever started them, even when that is killed", async () => {
  const { folder, options } = aFolder(SERVER);
  const module = new URL("start-functions.ts", import.meta.url).href;
  const script = `import(${JSON.stringify(module)}).then((all) => all.startFunctions(${JSON.stringify(options)}))`;
  const parent = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
  const pidFile = join(folder, "pid");
  await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, "utf8"), { timeout: 30_000 }).toMatch(/^\d+$/);
  parent.kill("SIGKILL");
  const pid = Number(readFileSync(pidFile, "utf8"));
  await expect.poll(() => isRunning(pid), { timeout: 30_000 }).toBe(false);
});
