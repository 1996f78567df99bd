import { readFileSync } from "node:fs";
import { join } from "node:path";

import { LuaFactory } from "wasmoon";

import { type AppDocument, type AppElement, elementsIn, openDocument, textOf } from "./app-document.ts";
import { APP_PRELUDE } from "./app-prelude.ts";
import { elementFunctions, ElementNumbers, elementShowing } from "./element-functions.ts";
import { type FakePhone, fakePhone } from "./fake-phone.ts";
import { type HostFunctions, mosisModules } from "./mosis-modules.ts";

/** A document of an app that is open. */
interface AppScreen extends AppDocument {
  /** Path in the package. */
  readonly path: string;
  readonly params: unknown;
}

/** A first-party app in real Lua, with its own documents and scripts, on a fake phone. */
export interface RunningApp {
  readonly phone: FakePhone;
  /** What is visible; undefined once the app was left. */
  screen(): AppScreen | undefined;
  /** All text of the visible screen, or of one of its elements. */
  text(id?: string): string;
  /** Taps the element with an id that begins with `#`, or what shows a text. */
  tap(target: string): void;
  /** Replaces what is in a field. */
  type(id: string, value: string): void;
  /** Puts the app away, or takes it up again. */
  tell(event: "pause" | "resume"): void;
  /** What a chunk of Lua returns that runs like one of the app's. */
  lua(chunk: string): unknown;
}

/** One machine for all states of Lua: to compile it takes longer than any app runs. */
const lua = new LuaFactory();
const APPS = join(import.meta.dirname, "../../system-apps");
const EVENTS = ["load", "show", "hide"] as const;

/** Starts an app of src/system-apps, by its folder. */
export async function runApp(folder: string, change: Partial<FakePhone> = {}): Promise<RunningApp> {
  const root = join(APPS, folder);
  const phone = fakePhone(change);
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const texts = (locale: string): Readonly<Record<string, string>> =>
    JSON.parse(read(`locales/${locale}.json`)) as never;
  const screens: AppScreen[] = [];
  const numbers = new ElementNumbers();
  const engine = await lua.createEngine({ injectObjects: false, enableProxy: false });

  /** Handlers of an element, then those of what it is in. */
  const fire = (element: AppElement, event: string): void => {
    const body = screens.at(-1)?.body;
    const value = element.attributes.get("value");
    for (let each: AppElement | null = element; each !== null; each = each.parent) {
      for (const listener of each.listeners.get(event) ?? []) listener(numbers.of(each), value);
      const handler = each.attributes.get(`on${event}`);
      if (handler !== undefined) runHandler(handler, numbers.of(body), numbers.of(each), value);
    }
  };
  const tell = (screen: AppScreen | undefined, event: (typeof EVENTS)[number]): void => {
    const handler = screen?.body.attributes.get(`on${event}`);
    if (handler !== undefined) runHandler(handler, numbers.of(screen?.body), numbers.of(screen?.body), undefined);
  };
  const functions: HostFunctions = {
    ...mosisModules(phone, texts),
    ...elementFunctions(numbers, fire),
    module: (name: string) => read(`assets/${name.replaceAll(".", "/")}.lua`),
    "ui.open": (path: string, params?: unknown) => {
      tell(screens.at(-1), "hide");
      const document = openDocument(read(path), (key) => texts(phone.locale)[key] ?? key);
      screens.push({ ...document, path, params: structuredClone(params ?? {}) });
      for (const script of document.scripts) runScript(read(`assets/${script}`), script);
      tell(screens.at(-1), "load");
      tell(screens.at(-1), "show");
    },
    "ui.back": () => {
      tell(screens.at(-1), "hide");
      screens.pop();
      tell(screens.at(-1), "show");
    },
    "ui.params": () => screens.at(-1)?.params,
  };
  engine.global.set("host", (name: string, ...values: never[]) => {
    const called = functions[name];
    if (called === undefined) throw new TypeError(`tests know no ${name}`);
    // The bridge takes null for an object.
    return called(...values) ?? undefined;
  });
  engine.doStringSync(APP_PRELUDE);
  const runScript = engine.global.get("run_script") as (source: string, path: string) => void;
  const runHandler = engine.global.get("run_handler") as (source: string, ...values: unknown[]) => void;

  const shown = (target: string): AppElement => {
    const body = screens.at(-1)?.body;
    const found =
      body === undefined
        ? undefined
        : target.startsWith("#")
          ? [...elementsIn(body)].find(({ attributes }) => attributes.get("id") === target.slice(1))
          : elementShowing(body, target);
    if (found === undefined) throw new RangeError(`nothing on the screen is ${target}`);
    return found;
  };
  const { entry } = JSON.parse(read("manifest.json")) as { readonly entry: string };
  functions["ui.open"]?.(entry as never);
  return {
    phone,
    screen: () => screens.at(-1),
    text: (id) => {
      const body = screens.at(-1)?.body;
      return id !== undefined ? textOf(shown(`#${id}`)) : body === undefined ? "" : textOf(body);
    },
    tap: (target) => fire(shown(target), "click"),
    type: (id, value) => {
      const field = shown(`#${id}`);
      field.attributes.set("value", value);
      fire(field, "change");
    },
    tell: (event) => phone.listeners.filter((each) => each.event === event).forEach(({ listener }) => listener()),
    lua: (chunk) => engine.doStringSync(chunk) as unknown,
  };
}
