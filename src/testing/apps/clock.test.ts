import { expect, test } from "vitest";

import { pass } from "./fake-phone.ts";
import { runApp } from "./run-app.ts";

const app = await runApp("clock");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Minutes that the clocks of a place are ahead of UTC, as JavaScript knows them. */
function clocksOf(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  return (at) => {
    const [, sign, hours = 0, minutes = 0] = /([+-])(\d+):(\d+)/.exec(format.format(at)) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

/** The same of a place with these clocks in winter, by the app. */
function told(minutes: number, summer: string, moments: readonly number[]): unknown {
  return app.lua(`
    local zones, found = require("scripts.zones"), {}
    for index, moment in ipairs({ ${moments.map((at) => at / 1000).join(", ")} }) do
      found[index] = zones.offset({ minutes = ${minutes}, summer = ${summer} }, moment) // 60
    end
    return found`);
}

test.for([
  ["Europe/Berlin", 60, '"europe"'],
  ["Europe/Lisbon", 0, '"europe"'],
  ["America/New_York", -300, '"america"'],
  ["America/Los_Angeles", -480, '"america"'],
  ["Australia/Sydney", 600, '"australia"'],
  ["Australia/Adelaide", 570, '"australia"'],
  ["Pacific/Auckland", 720, '"new_zealand"'],
  ["Asia/Kathmandu", 345, "nil"],
] as const)("the clocks of %s change when they do", ([zone, minutes, summer]) => {
  const known = clocksOf(zone);
  const days = Array.from({ length: 3 * 365 }, (_, day) => Date.UTC(2026, 0, 1) + day * DAY);
  const changes = days.filter((at) => known(at) !== known(at + DAY));
  expect(changes.length).toBe(summer === "nil" ? 0 : 6);
  const around = changes.flatMap((at) => Array.from({ length: 49 }, (_, half) => at + (half * HOUR) / 2));
  const moments = [...around, ...days.filter((_, day) => day % 30 === 0)];
  expect(told(minutes, summer, moments)).toEqual(moments.map(known));
});

test.for([0, 951_782_400, 4_107_542_399, -86_400])("%i seconds are of the year that they are of", (seconds) => {
  expect(app.lua(`return require("scripts.calendar").year(${seconds})`)).toBe(
    new Date(seconds * 1000).getUTCFullYear(),
  );
});

/** In the time of this machine, like the alarms. */
const local = (...fields: [number, number, number, number, number]): number => new Date(...fields).getTime() / 1000;
const next = (alarm: string, now: number): unknown =>
  app.lua(`return require("scripts.schedule").next(${alarm}, ${now})`);

test("an alarm rings at the next time that is one of its days", () => {
  const thursday = local(2026, 10, 26, 9, 30);
  expect(next("{ hour = 9, minute = 31, days = {} }", thursday)).toBe(local(2026, 10, 26, 9, 31));
  expect(next("{ hour = 9, minute = 30, days = {} }", thursday)).toBe(local(2026, 10, 27, 9, 30));
  expect(next("{ hour = 7, minute = 0, days = { 2 } }", thursday)).toBe(local(2026, 10, 30, 7, 0));
  expect(next("{ hour = 9, minute = 0, days = { 5 } }", thursday)).toBe(local(2026, 11, 3, 9, 0));
});

test("no more alarms wait than a phone lets wait", () => {
  const count = app.lua(`
    local list = {}
    for hour = 0, 23 do
      list[#list + 1] = { id = hour, on = true, hour = hour, minute = 0, days = { 1, 2, 3, 4, 5, 6, 7 } }
    end
    return #require("scripts.schedule").plan(list, os.time())`);
  expect(count).toBe(60);
});

test("an alarm waits as a notification, is taken back, and is off after it rang", async () => {
  const { tap, text, tell, lua, phone } = await runApp("clock");
  tap("Alarms");
  expect(text("next_alarm")).toBe("No alarm is on");
  lua("alarms_panel.add()");
  expect(text("hour") + text("minute")).toBe("0700");
  lua('alarm_screen.turn("minute", -5) alarm_screen.turn("hour", 1)');
  tap("Save alarm");
  expect(text("alarm_list")).toBe("08:55Once");
  const [waiting] = phone.notifications.values();
  expect(waiting).toMatchObject({ title: "Alarm", text: "08:55", params: { tab: "alarms" } });
  expect(new Date((waiting?.at ?? 0) * 1000).getHours()).toBe(8);
  lua('require("scripts.alarms").switch(1, os.time())');
  expect(phone.notifications.size).toBe(0);
  lua('require("scripts.alarms").switch(1, os.time())');
  tell("pause");
  pass(phone, DAY);
  lua('require("scripts.alarms").refresh(os.time())');
  expect(lua('return require("scripts.alarms").get(1).on')).toBe(false);
});

test("a week of an alarm that repeats waits", async () => {
  const { tap, lua, text, phone } = await runApp("clock", { locale: "fr" });
  tap("Réveils");
  lua("alarms_panel.add()");
  for (const day of ["sam.", "dim.", "lun."]) tap(day);
  expect(text("days_text")).toBe("lun., sam., dim.");
  tap("Enregistrer");
  expect(phone.notifications.size).toBe(3);
});

test("the stopwatch counts tenths, and is right again after the app was away", async () => {
  const { tap, text, tell, phone } = await runApp("clock");
  tap("Stopwatch");
  tap("Start");
  pass(phone, 12_300);
  expect(text("stopwatch_time")).toBe("0:12.3");
  tap("Lap");
  tell("pause");
  pass(phone, 10 * MINUTE);
  tell("resume");
  pass(phone, 100);
  expect(text("stopwatch_time")).toMatch(/^10:1[23]\./);
  tap("Stop");
  expect(text("laps")).toBe("Lap 10:12.30:12.3");
  tap("Reset");
  expect(text("stopwatch_time")).toBe("0:00.0");
});

test("the timer rings once, however often it is paused", async () => {
  const { tap, text, phone } = await runApp("clock");
  tap("Timer");
  tap("5");
  pass(phone, 2 * MINUTE);
  expect(text("timer_time")).toBe("3:00");
  tap("Pause");
  expect(phone.notifications.size).toBe(0);
  pass(phone, MINUTE);
  expect(text("timer_time")).toBe("3:00");
  tap("Go on");
  expect([...phone.notifications.values()]).toEqual([
    { title: "Time is up", at: phone.now / 1000 + 180, params: { tab: "timer" } },
  ]);
  pass(phone, 4 * MINUTE);
  expect(text("timer_time")).toBe("0:00");
});

test("cities are added and removed, and say how far their time is", async () => {
  const { tap, text, lua, screen } = await runApp("clock", { stored: new Map([["cities", ["tokyo"]]]) });
  expect(text("cities")).toMatch(/^Tokyo.*18:30$/);
  lua("world_panel.add()");
  expect(screen()?.path).toBe("assets/cities.rml");
  tap("Kathmandu");
  expect(text("cities")).toMatch(/^Kathmandu.*15:15Tokyo/);
  lua('require("scripts.cities").remove("tokyo") clock_screen.open("world")');
  expect(text("cities")).toMatch(/^Kathmandu.*15:15$/);
});
