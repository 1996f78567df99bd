import type { LuaRule } from "./rule.ts";
import { certainString, likelyString } from "../known-values.ts";
import { constantText, type LiteralText } from "../literal-text.ts";
import { originOf } from "../origin.ts";
import { type LuaRemark, NOTHING, remark } from "../remark.ts";
import type { LuaCall, LuaExpression, LuaMethodCall } from "../syntax/ast.ts";

/** Finds constant strings that RmlUi compiles as handlers. */
export interface StringHandlers extends LuaRule {
  /** What was found, each once. */
  readonly found: readonly LiteralText[];
}

const ADD = "AddEventListener";
const NAMES: ReadonlySet<string> = new Set([ADD, "SetAttribute"]);

/**
 * Listeners that are text: RmlUi compiles a string like an `on…` attribute (`LuaEventListener.cpp`). A constant is analysed as one;
 * whatever is not known to be a function might be a string that comes from elsewhere.
 */
export function stringHandlers(source: string): StringHandlers {
  const found = new Map<string, LiteralText>();
  const seen = new Set<LuaExpression>();
  const listener = (value: LuaExpression): readonly LuaRemark[] => {
    const origin = originOf(value);
    if (origin.kind === "function" || seen.has(origin)) return NOTHING;
    const text = constantText(source, value);
    if (text === null) {
      return remark("lua/string-handler", "This listener may be a string that is compiled when the app runs.", value);
    }
    seen.add(origin);
    found.set(text.text, text);
    return NOTHING;
  };
  const expression: LuaRule["expression"] = (at, parent) => {
    switch (at.kind) {
      case "index": {
        const isCalled = parent?.kind === "call" && parent.callee === at;
        if (isCalled || likelyString(at.key) !== ADD) return NOTHING;
        return remark("lua/string-handler", `\`${ADD}\` is used in another way than by calling it.`, at.key);
      }
      case "call":
        return at.callee.kind === "index" ? called(at, likelyString(at.callee.key), 1) : NOTHING;
      case "method":
        return called(at, at.method.value, 0);
      default:
        return NOTHING;
    }
  };
  const called = (call: LuaCall | LuaMethodCall, name: string | null, first: 0 | 1): readonly LuaRemark[] => {
    if (name === null || !NAMES.has(name)) return NOTHING;
    const [kind, value] = call.values.slice(first);
    if (value === undefined) {
      return name === ADD ? remark("lua/string-handler", "The listener is not told here.", call) : NOTHING;
    }
    if (name === ADD) return listener(value);
    // That the attribute is set is remarked upon elsewhere.
    const isHandler = kind !== undefined && /^on/i.test(likelyString(kind) ?? "");
    return isHandler && certainString(value) !== null ? listener(value) : NOTHING;
  };
  return {
    expression,
    get found() {
      return [...found.values()];
    },
  };
}
