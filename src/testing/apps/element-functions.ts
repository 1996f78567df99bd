import { type AppElement, classesOf, elementsIn, newElement, textOf } from "./app-document.ts";
import type { HostFunctions } from "./mosis-modules.ts";

/** Elements and texts by the numbers that Lua knows them by. */
export class ElementNumbers {
  readonly #nodes: (AppElement | string)[] = [];
  readonly #numbers = new Map<AppElement, number>();

  of(node: AppElement | null | undefined): number | undefined {
    if (node === null || node === undefined) return undefined;
    const known = this.#numbers.get(node) ?? this.add(node);
    this.#numbers.set(node, known);
    return known;
  }

  /** For texts, which are not told apart. */
  add(node: AppElement | string): number {
    return this.#nodes.push(node) - 1;
  }

  node(number: number): AppElement | string {
    const found = this.#nodes[number];
    if (found === undefined) throw new RangeError(`no element ${number}`);
    return found;
  }

  element(number: number): AppElement {
    const found = this.node(number);
    if (typeof found === "string") throw new TypeError("a text is no element");
    return found;
  }
}

/** What Lua does with elements. */
export function elementFunctions(
  numbers: ElementNumbers,
  fire: (element: AppElement, event: string) => void,
): HostFunctions {
  const on = <Rest extends unknown[], Value>(run: (element: AppElement, ...rest: Rest) => Value) => {
    return (number: number, ...rest: Rest): Value => run(numbers.element(number), ...rest);
  };
  const select = (element: AppElement, selector: string): readonly AppElement[] =>
    [...elementsIn(element)].filter((each) => matches(each, selector));
  return {
    "element.get": on((element, key: string) => {
      if (key === "id") return element.attributes.get("id") ?? "";
      if (key === "class_name") return element.attributes.get("class") ?? "";
      if (key === "parent_node") return numbers.of(element.parent);
      if (key === "owner_document") return numbers.of(rootOf(element));
      if (key !== "first_child") throw new TypeError(`tests know no element.${key}`);
      const [first] = element.children;
      return typeof first === "string" ? numbers.add(first) : numbers.of(first);
    }),
    "element.set": on((element, key: string, value: string) => {
      if (key !== "class_name") throw new TypeError(`tests set no element.${key}`);
      element.attributes.set("class", value);
    }),
    "element.style": on((element, property: string, value: string) => void element.style.set(property, value)),
    "element.GetElementById": on((element, id: string) => numbers.of(select(element, `#${id}`)[0])),
    "element.QuerySelector": on((element, selector: string) => numbers.of(select(element, selector)[0])),
    "element.QuerySelectorAll": on((element, selector: string) =>
      select(element, selector).map((each) => numbers.of(each)),
    ),
    "element.CreateElement": on((_, tag: string) => numbers.of(newElement(tag))),
    "element.CreateTextNode": on((_, text: string) => numbers.add(text)),
    "element.AppendChild": on((element, number: number) => {
      const child = numbers.node(number);
      element.children.push(child);
      if (typeof child === "string") return number;
      child.parent = element;
      return numbers.of(child);
    }),
    "element.RemoveChild": on((element, number: number) => {
      const child = numbers.node(number);
      element.children.splice(element.children.indexOf(child), 1);
    }),
    "element.SetClass": on((element, name: string, isSet: boolean) => {
      const others = classesOf(element).filter((each) => each !== name);
      element.attributes.set("class", [...others, ...(isSet ? [name] : [])].join(" "));
    }),
    "element.GetAttribute": on((element, name: string) => element.attributes.get(name)),
    "element.SetAttribute": on((element, name: string, value: unknown) => {
      element.attributes.set(name, String(value));
      // To RmlUi, a value that is set is an edit like any other.
      if (name === "value") fire(element, "change");
    }),
    "element.AddEventListener": on((element, event: string, listener: (...values: unknown[]) => unknown) => {
      element.listeners.set(event, [...(element.listeners.get(event) ?? []), listener]);
    }),
  };
}

/** Whether somebody could see it: neither it nor what it is in is hidden. */
export function isShown(element: AppElement): boolean {
  for (let each: AppElement | null = element; each !== null; each = each.parent) {
    if (classesOf(each).includes("hidden")) return false;
  }
  return true;
}

/** The innermost element that shows exactly this text. */
export function elementShowing(body: AppElement, text: string): AppElement | undefined {
  return [...elementsIn(body)].findLast((each) => isShown(each) && textOf(each) === text);
}

function matches(element: AppElement, selector: string): boolean {
  if (selector.startsWith("#")) return element.attributes.get("id") === selector.slice(1);
  if (selector.startsWith(".")) return classesOf(element).includes(selector.slice(1));
  return element.tag === selector;
}

function rootOf(element: AppElement): AppElement {
  return element.parent === null ? element : rootOf(element.parent);
}
