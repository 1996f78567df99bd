import { certainString } from "./known-values.ts";
import { textOfBytes } from "./literal-text.ts";
import { libraryName } from "./names.ts";
import type { LuaCall, LuaExpression, LuaRange } from "./syntax/ast.ts";
import type { LuaVisitor } from "./walk.ts";

/** A call of a function of the Mosis API, or of `require`, whose first argument names a file, a text or a module. */
export interface LuaNamingCall extends LuaRange {
  readonly name: NamingFunction;
  /** What the argument may be, as far as that can be told. */
  readonly values: readonly string[];
  /** Whether it is always one of these. */
  readonly isCertain: boolean;
}

/** What a piece of Lua says about the rest of its app. */
export interface LuaFacts extends LuaVisitor {
  /** Strings that stand in it, but long ones and the names of fields and methods. */
  readonly strings: ReadonlySet<string>;
  /** In the order of the visit. */
  readonly calls: readonly LuaNamingCall[];
}

const NAMING = ["app.t", "ui.open", "require"] as const;
export type NamingFunction = (typeof NAMING)[number];

/** Characters of a string that may be a path, a key or a name. */
const LONGEST = 256;
/** Steps that the question takes at most what an argument may be. */
const STEPS = 100;

/** Collects strings, and the calls that name something by one. */
export function collectFacts(): LuaFacts {
  const strings = new Set<string>();
  const calls: LuaNamingCall[] = [];
  return {
    strings,
    calls,
    statement: () => {},
    expression: (expression, parent) => {
      switch (expression.kind) {
        case "string":
          // What has no quotes is the name of a field.
          if (expression.value.length > LONGEST || expression.end - expression.start === expression.value.length) break;
          strings.add(textOfBytes(expression.value));
          break;
        case "call":
          calls.push(...namingCall(expression));
          break;
        case "index": {
          const name = namingFunction(expression);
          const isCalled = parent?.kind === "call" && parent.callee === expression;
          if (name !== null && !isCalled) calls.push({ name, values: [], isCertain: false, ...rangeOf(expression) });
          break;
        }
      }
    },
  };
}

function namingCall(call: LuaCall): readonly LuaNamingCall[] {
  const [argument] = call.values;
  const name = namingFunction(call.callee);
  if (name === null || argument === undefined) return [];
  return [{ name, ...possibleStrings(argument), ...rangeOf(argument) }];
}

function namingFunction(expression: LuaExpression): NamingFunction | null {
  const name = libraryName(expression);
  return NAMING.find((each) => each === name) ?? null;
}

/** `a and "x" or "y"` is one of two. */
function possibleStrings(expression: LuaExpression): Pick<LuaNamingCall, "values" | "isCertain"> {
  const values: string[] = [];
  const open: LuaExpression[] = [expression];
  let isCertain = true;
  for (let step = 0; open.length > 0; step += 1) {
    const at = open.pop();
    if (at === undefined || step === STEPS) return { values, isCertain: false };
    if (at.kind === "group") open.push(at.inner);
    else if (at.kind === "binary" && at.operator === "or") open.push(at.right, at.left);
    // What is false or nil names nothing.
    else if (at.kind === "binary" && at.operator === "and") open.push(at.right);
    else if (at.kind !== "nil" && at.kind !== "false") {
      const text = certainString(at);
      if (text === null) isCertain = false;
      else values.push(textOfBytes(text));
    }
  }
  return { values, isCertain };
}

function rangeOf({ start, end }: LuaRange): LuaRange {
  return { start, end };
}
