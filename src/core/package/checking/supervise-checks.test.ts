import { describe, expect, test } from "vitest";

import { answerCheck, type CheckMessage } from "./check-messages.ts";
import { type CheckEvent, type CheckWorker, superviseChecks } from "./supervise-checks.ts";
import { Bug } from "../../findings/bug.ts";
import { ChangedSourceError } from "../byte-source.ts";
import type { PackageReport } from "../check-package.ts";

const DEADLINES = { fileMs: 10_000, packageMs: 20_000 };
const fine: PackageReport = { manifest: null, findings: [], uses: [] };
const done: CheckEvent = { kind: "done", report: fine };
const begun = (file: string | null): CheckEvent => ({ kind: "begun", file });

describe("a worker that ends in time", () => {
  test("gives its report, and is asked again", async () => {
    const { check, started } = aSupervisor((hear) => [begun("a.lua"), begun(null), done].forEach(hear));
    expect(await check("first")).toBe(fine);
    expect(await check("second")).toBe(fine);
    expect(started).toMatchObject([{ asked: ["first", "second"], killed: false }]);
  });

  test("is asked one thing after the other, in their order", async () => {
    const open: ((event: CheckEvent) => void)[] = [];
    const { check, started } = aSupervisor((hear) => void open.push(hear));
    const both = [check("first"), check("second")];
    await settled();
    expect(started[0]?.asked).toEqual(["first"]);
    open[0]?.(done);
    await settled();
    expect(started[0]?.asked).toEqual(["first", "second"]);
    open[1]?.(done);
    expect(await Promise.all(both)).toEqual([fine, fine]);
  });

  test("leaves no deadline behind", async () => {
    const { check, timers } = aSupervisor((hear) => [begun("a.lua"), done].forEach(hear));
    await check("one");
    expect(timers.size).toBe(0);
  });
});

describe("a worker that does not end", () => {
  test("is ended at the deadline of the file that it is at, which is a finding", async () => {
    const { check, started, pass } = aSupervisor((hear) => [begun("a.lua"), begun("b.lua")].forEach(hear));
    const report = check("one");
    await settled();
    pass(9_999);
    expect(started[0]?.killed).toBe(false);
    pass(1);
    expect(started[0]?.killed).toBe(true);
    expect(await report).toMatchObject({
      manifest: null,
      findings: [
        {
          rule: "package/too-costly",
          severity: "error",
          file: "b.lua",
          message: "Checking the file took more than 10 seconds.",
        },
      ],
    });
  });

  test("is ended at the deadline of the package, however quick each file is", async () => {
    const heard: ((event: CheckEvent) => void)[] = [];
    const { check, pass } = aSupervisor((hear) => void heard.push(hear));
    const report = check("one");
    await settled();
    for (let file = 0; file < 5; file += 1) {
      heard[0]?.(begun(`${file}.lua`));
      pass(5_000);
    }
    expect(await report).toMatchObject({
      findings: [{ file: "3.lua", message: "Checking the package took more than 20 seconds." }],
    });
  });

  test("names no file when all of them were looked at", async () => {
    const { check, pass } = aSupervisor((hear) => [begun("a.lua"), begun(null)].forEach(hear));
    const report = check("one");
    await settled();
    pass(20_000);
    expect((await report).findings[0]).not.toHaveProperty("file");
  });

  test("is not listened to any more, and the next subject has another", async () => {
    const heard: ((event: CheckEvent) => void)[] = [];
    const { check, started, pass } = aSupervisor((hear) => void heard.push(hear));
    const first = check("first");
    await settled();
    pass(20_000);
    heard[0]?.({ kind: "died", error: new Error("it was ended") });
    heard[0]?.(done);
    expect((await first).findings).toHaveLength(1);
    const second = check("second");
    await settled();
    heard[1]?.(done);
    expect(await second).toBe(fine);
    expect(started.map(({ asked }) => asked)).toEqual([["first"], ["second"]]);
  });
});

test("a worker without memory is the same finding", async () => {
  const { check } = aSupervisor((hear) => [begun("a.lua"), { kind: "out-of-memory" } as const].forEach(hear));
  expect((await check("one")).findings).toMatchObject([
    { rule: "package/too-costly", file: "a.lua", message: "Checking the file took more than 512 MiB of memory." },
  ]);
});

test("a worker that dies of something else is an error of ours", async () => {
  const { check, started } = aSupervisor((hear) => hear({ kind: "died", error: new Bug("no module") }));
  await expect(check("one")).rejects.toThrow("no module");
  await expect(check("two")).rejects.toThrow("no module");
  expect(started).toHaveLength(2);
});

describe("what a check throws", () => {
  const failing = (error: unknown) =>
    aSupervisor((hear) => {
      const said = (message: CheckMessage): void => hear(structuredClone(message));
      answerCheck(() => {
        throw error;
      }, said);
    });

  test("is thrown here, with its own stack, and the worker is kept", async () => {
    const bug = new Bug("two and two are five");
    const { check, started } = failing(bug);
    await expect(check("one")).rejects.toMatchObject({ name: "Bug", message: bug.message, stack: bug.stack });
    expect(started[0]?.killed).toBe(false);
  });

  test("keeps what people are told of: a file that changed, or that cannot be read", async () => {
    await expect(failing(new ChangedSourceError("a.mosis")).check("one")).rejects.toBeInstanceOf(ChangedSourceError);
    const told = { code: "ENOENT", syscall: "open", path: "a.mosis" };
    const missing = Object.assign(new Error("no such file"), told);
    await expect(failing(missing).check("one")).rejects.toMatchObject({ ...told, message: "no such file" });
    await expect(failing("a text").check("one")).rejects.toThrow("a text");
  });
});

/** A supervisor of workers that do this when they are asked, and of which time passes by hand. */
function aSupervisor(work: (hear: (event: CheckEvent) => void) => void) {
  const started: { asked: string[]; killed: boolean }[] = [];
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  let now = 0;
  const start = (): CheckWorker<string> => {
    const seen = { asked: [] as string[], killed: false };
    started.push(seen);
    return {
      ask(subject, hear) {
        seen.asked.push(subject);
        work(hear);
      },
      kill: () => void (seen.killed = true),
    };
  };
  const after = (milliseconds: number, action: () => void) => {
    const timer = { at: now + milliseconds, action };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    for (const timer of timers) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.action();
    }
  };
  return { check: superviseChecks({ start, after }, DEADLINES), started, timers, pass };
}

/** Lets everything happen that waits for nothing else. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
