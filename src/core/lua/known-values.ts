import { originOf } from "./origin.ts";
import type { LuaCall, LuaExpression, LuaMethodCall, LuaTable } from "./syntax/ast.ts";

/** Steps that one question takes at most: what is put together of too many parts is not followed to its end. */
const STEPS = 100;
/** Bytes of a string that is put together here. No name is longer. */
const LONGEST = 1024;
const GLOBALS: ReadonlySet<string> = new Set(["_G", "_ENV"]);
const STRING_METHODS: ReadonlySet<string> = new Set(["reverse", "rep", "lower", "upper", "char"]);

/** Modules that `require` gives by the name of their global: those of Lua itself. */
const LIBRARIES: ReadonlySet<string> = new Set(["_G", "debug", "io", "os", "package", "string", "table"]);
/** `require("mosis.storage")` is `storage`. */
const MODULE_PREFIX = "mosis.";

/** The name of the global variable that an expression probably gives; null when it gives something else, or what cannot be told. */
export function globalOf(expression: LuaExpression): string | null {
  return new Question(false).global(expression);
}

/**
 * The string that an expression probably gives: fields of tables are taken for what their constructor gives them, and functions of
 * the string library for what they are in Lua. Null when it gives something else, or what cannot be told.
 */
export function likelyString(expression: LuaExpression): string | null {
  return new Question(false).string(expression);
}

/** The string that an expression gives whatever the rest of the program does; null when that cannot be told. */
export function certainString(expression: LuaExpression): string | null {
  return new Question(true).string(expression);
}

/** Follows locals that keep their first value, fields of `_G` and `_ENV`, and what makes strings of strings. */
class Question {
  readonly #isCertain: boolean;
  #steps = STEPS;

  constructor(isCertain: boolean) {
    this.#isCertain = isCertain;
  }

  global(expression: LuaExpression): string | null {
    this.#steps -= 1;
    if (this.#steps < 0) return null;
    switch (expression.kind) {
      case "global":
        return expression.name;
      case "group":
      case "local": {
        const origin = originOf(expression);
        return origin.kind === "local" ? null : this.global(origin);
      }
      case "index":
        return this.#isGlobals(expression.object) ? this.string(expression.key) : null;
      case "string":
        // The fields of any string are those of the library.
        return "string";
      case "call":
        return this.#called(expression);
      default:
        return null;
    }
  }

  string(expression: LuaExpression): string | null {
    this.#steps -= 1;
    if (this.#steps < 0) return null;
    switch (expression.kind) {
      case "string":
        return expression.value;
      case "integer":
        return String(expression.value);
      case "group":
      case "local": {
        const origin = originOf(expression);
        return origin.kind === "local" ? null : this.string(origin);
      }
      case "binary":
        return expression.operator === ".." ? this.#joined([expression.left, expression.right]) : null;
      case "index":
        return this.#isCertain ? null : this.#field(expression.object, expression.key);
      case "call":
        return this.#isCertain ? null : this.#computed(expression);
      case "method":
        return this.#isCertain
          ? null
          : this.#stringCall(expression.method.value, [expression.object, ...expression.values]);
      default:
        return null;
    }
  }

  #isGlobals(expression: LuaExpression): boolean {
    // Most fields are of other tables, and a chain of fields may be long.
    const isOther = expression.kind === "index" && !GLOBALS.has(this.string(expression.key) ?? "");
    return !isOther && GLOBALS.has(this.global(expression) ?? "");
  }

  /** What a call of `require`, `rawget` or `getfenv` gives. */
  #called({ callee, values }: LuaCall): string | null {
    const [first, second] = values;
    // A chain of calls may be long, and none of these gives one of these.
    if (callee.kind === "call") return null;
    switch (this.global(callee)) {
      case "require":
        return first === undefined ? null : required(this.string(first));
      case "rawget":
        return first !== undefined && second !== undefined && this.#isGlobals(first) ? this.string(second) : null;
      case "getfenv":
        return "_G";
      default:
        return null;
    }
  }

  #computed({ callee, values }: LuaCall): string | null {
    if (callee.kind !== "index") return null;
    const library = this.global(callee.object);
    const name = this.string(callee.key);
    const [first] = values;
    if (library === "table" && name === "concat" && first !== undefined && values.length === 1) {
      const table = this.#table(first);
      const isShortList =
        table !== null && table.fields.length < STEPS && table.fields.every(({ key }) => key === null);
      return isShortList ? this.#joined(table.fields.map(({ value }) => value)) : null;
    }
    return library === "string" && name !== null ? this.#stringCall(name, values) : null;
  }

  #stringCall(name: string, values: LuaMethodCall["values"]): string | null {
    if (!STRING_METHODS.has(name)) return null;
    const texts: string[] = [];
    for (const value of values) {
      const text = this.string(value);
      if (text === null) return null;
      texts.push(text);
    }
    const [text = "", second = ""] = texts;
    switch (name) {
      case "char": {
        const bytes = texts.map(Number);
        return bytes.every((byte) => byte >= 0 && byte <= 255) ? String.fromCharCode(...bytes) : null;
      }
      case "rep": {
        const count = Number(second);
        return texts.length === 2 && count >= 0 && count * text.length <= LONGEST ? text.repeat(count) : null;
      }
      case "reverse":
        return texts.length === 1 ? Array.from(text).reverse().join("") : null;
      case "lower":
        return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
      default:
        return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
    }
  }

  #joined(parts: readonly LuaExpression[]): string | null {
    let joined = "";
    for (const part of parts) {
      const text = this.string(part);
      if (text === null || joined.length + text.length > LONGEST) return null;
      joined += text;
    }
    return joined;
  }

  #table(expression: LuaExpression): LuaTable | null {
    const origin = originOf(expression);
    return origin.kind === "table" ? origin : null;
  }

  #field(object: LuaExpression, key: LuaExpression): string | null {
    const table = this.#table(object);
    const name = table === null ? null : this.string(key);
    const value = table === null || name === null ? undefined : fieldsOf(table).get(name);
    return value === undefined ? null : this.string(value);
  }
}

const FIELDS = new WeakMap<LuaTable, ReadonlyMap<string, LuaExpression>>();

/** What a constructor gives the fields whose keys it tells, made once for each: a long table may be asked often. */
function fieldsOf(table: LuaTable): ReadonlyMap<string, LuaExpression> {
  const known = FIELDS.get(table);
  if (known !== undefined) return known;
  const fields = new Map<string, LuaExpression>();
  let place = 0;
  for (const { key, value } of table.fields) {
    if (key === null) place += 1;
    if (key === null) fields.set(String(place), value);
    else if (key.kind === "string" || key.kind === "integer") fields.set(String(key.value), value);
  }
  FIELDS.set(table, fields);
  return fields;
}

/** The global that a module is, where it is one. */
function required(name: string | null): string | null {
  if (name === null || LIBRARIES.has(name)) return name;
  return name.startsWith(MODULE_PREFIX) ? name.slice(MODULE_PREFIX.length) : null;
}
