import { createHash, randomUUID } from "node:crypto";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

import { LuaMultiReturn } from "wasmoon";

import type { FakePhone } from "./fake-phone.ts";

/** What Lua calls: `host("storage.get", "key")` calls the function of that name. */
export type HostFunctions = Readonly<Record<string, (...values: never[]) => unknown>>;

interface Question {
  readonly done: (agreed: boolean) => void;
}

interface Shot {
  readonly done: (capture: unknown, error: string | undefined) => void;
}

/** The modules that need no screen, on a phone whose owner is a test. */
export function mosisModules(
  phone: FakePhone,
  texts: (locale: string) => Readonly<Record<string, string>>,
): HostFunctions {
  const database = new DatabaseSync(":memory:");
  let last = 0;
  const next = (): number => (last += 1);
  const told = <Value>(run: () => Value): Value | LuaMultiReturn => {
    try {
      return run();
    } catch (error) {
      return LuaMultiReturn.from([undefined, String(error)]);
    }
  };
  const start = (ms: number, every: number | null, call: () => void): number => {
    const id = next();
    phone.timers.set(id, { at: phone.now + ms, every, call });
    return id;
  };
  return {
    now: () => Math.floor(phone.now / 1000),
    "app.t": (key: string, vars?: Readonly<Record<string, string | number>>) =>
      (texts(phone.locale)[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
        String(vars?.[name] ?? whole),
      ),
    "app.locale": () => phone.locale,
    "app.on": (event: string, listener: () => void) => void phone.listeners.push({ event, listener }),
    "ui.toast": (text: string) => void phone.toasts.push(text),
    "ui.confirm": ({ done }: Question) => done(phone.agrees),
    "storage.get": (key: string) => structuredClone(phone.stored.get(key)),
    "storage.set": (key: string, value: unknown) => void phone.stored.set(key, structuredClone(value)),
    "storage.remove": (key: string) => void phone.stored.delete(key),
    "storage.keys": () => [...phone.stored.keys()].toSorted(),
    "telemetry.screen_view": (name: string) => void phone.counted.push(name),
    "telemetry.button_click": (name: string) => void phone.counted.push(name),
    "permissions.has": (name: string) => phone.granted.has(name),
    "permissions.request": (name: string, done: (answer: string) => void) => {
      if (phone.agrees) phone.granted.add(name);
      done(phone.agrees ? "granted" : "denied");
    },
    "timer.after": (ms: number, call: () => void) => start(ms, null, call),
    "timer.every": (ms: number, call: () => void) => start(ms, ms, call),
    "timer.cancel": (id: number) => void phone.timers.delete(id),
    "json.encode": (value: unknown) => told(() => JSON.stringify(sorted(value))),
    "json.decode": (text: string) => told(() => JSON.parse(text, (_, value: unknown) => value ?? undefined) as unknown),
    "crypto.sha256": (bytes: string) => createHash("sha256").update(bytes).digest("hex"),
    "crypto.uuid": () => randomUUID(),
    "notify.schedule": (notification: FakePhone["notifications"] extends Map<string, infer Value> ? Value : never) => {
      const id = `notification-${next()}`;
      phone.notifications.set(id, notification);
      return id;
    },
    "notify.cancel": (id: string) => void phone.notifications.delete(id),
    "camera.take_picture": ({ done }: Shot) =>
      phone.picture === null ? done(undefined, "cancelled") : done(phone.picture, undefined),
    "db.execute": (sql: string, values: readonly SQLInputValue[] = []) =>
      told(() => Number(database.prepare(sql).run(...listed(values)).changes)),
    "db.query": (sql: string, values: readonly SQLInputValue[] = []) =>
      told(() =>
        database
          .prepare(sql)
          .all(...listed(values))
          .map((row) => ({ ...row })),
      ),
  };
}

/** An empty table of Lua arrives as an object. */
function listed(values: readonly SQLInputValue[]): readonly SQLInputValue[] {
  return Array.isArray(values) ? values.map((value) => (typeof value === "boolean" ? Number(value) : value)) : [];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]): [string, unknown] => [key, sorted(each)])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
