/**
 * A reader of the annotations of the Lua Language Server that definitions of an API are written in
 * (https://luals.github.io/wiki/annotations/, "Documenting Types" for the grammar of types).
 */

export interface LuaDefinitions {
  /** Classes that are declared, with what each extends. */
  readonly classes: ReadonlyMap<string, string | null>;
  /** Every name of a type that is used. */
  readonly types: ReadonlySet<string>;
  /** Functions as declared: the path of each with the names of its parameters, those that are annotated and those that it has. */
  readonly functions: readonly {
    readonly path: string;
    readonly annotated: readonly string[];
    readonly has: readonly string[];
  }[];
}

const BUILT_IN = /^(?:any|boolean|function|integer|nil|number|string|table|thread|userdata)$/;
const TAG = /^---@(?<tag>[a-z]+)(?: (?<rest>.*))?$/;
const NAMED = /^(?<name>[A-Za-z_]\w*)(?<optional>\?)? (?<type>.*)$/;
const FUNCTION = /^function (?<path>[A-Za-z_][\w.:]*)\((?<parameters>[\w, ]*)\) end$/;

/** @throws {SyntaxError} for a line that the language server would not take for what it looks like */
export function readDefinitions(text: string): LuaDefinitions {
  const classes = new Map<string, string | null>();
  const types = new Set<string>();
  const functions: { path: string; annotated: readonly string[]; has: readonly string[] }[] = [];
  let parameters: string[] = [];
  const typed = (rest: string): void => {
    const reader = new TypeReader(rest);
    reader.union();
    reader.end();
    for (const name of reader.names) types.add(name);
  };
  for (const line of text.split("\n")) {
    const declared = FUNCTION.exec(line)?.groups;
    if (declared !== undefined) {
      const has = declared["parameters"] === "" ? [] : (declared["parameters"] ?? "").split(", ");
      functions.push({ path: declared["path"] ?? "", annotated: parameters, has });
      parameters = [];
    }
    if (!line.startsWith("---@")) continue;
    const { tag = "", rest = "" } = TAG.exec(line)?.groups ?? {};
    switch (tag) {
      case "meta":
        break;
      case "class": {
        const [name = "", parent = null] = rest.split(": ");
        classes.set(name, parent);
        break;
      }
      case "field":
      case "param": {
        const { name = "", type = "" } = NAMED.exec(rest)?.groups ?? {};
        if (tag === "param") parameters.push(name);
        typed(type);
        break;
      }
      case "return":
        typed(rest);
        break;
      default:
        throw new SyntaxError(`no annotation: ${line}`);
    }
  }
  return { classes, types, functions };
}

class TypeReader {
  readonly names: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  union(): void {
    do this.#suffixed();
    while (this.#take("|"));
  }

  /** What follows a type is a comment. */
  end(): void {
    if (!this.#text.startsWith(" # ", this.#at)) this.#fail();
  }

  #suffixed(): void {
    this.#single();
    while (this.#take("[]") || this.#take("?"));
  }

  #single(): void {
    if (this.#take("(")) {
      this.union();
      this.#demand(")");
    } else if (this.#take("fun(")) this.#function();
    else if (this.#take("table<")) {
      this.union();
      this.#demand(", ");
      this.union();
      this.#demand(">");
    } else if (this.#match(/"[^"]*"/y) === null) {
      const name = this.#match(/[A-Za-z_][\w.]*/y) ?? this.#fail();
      if (!BUILT_IN.test(name)) this.names.push(name);
    }
  }

  #function(): void {
    if (!this.#take(")")) {
      do {
        if (this.#match(/[a-z_]\w*\??: /y) === null) this.#fail();
        this.union();
      } while (this.#take(", "));
      this.#demand(")");
    }
    if (this.#take(": ")) this.union();
  }

  #take(text: string): boolean {
    const isThere = this.#text.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #demand(text: string): void {
    if (!this.#take(text)) this.#fail();
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  #fail(): never {
    throw new SyntaxError(`no type at column ${this.#at + 1}: ${this.#text}`);
  }
}
