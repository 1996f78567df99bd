import type { LuaRule } from "./rule.ts";
import { globalOf, likelyString } from "../known-values.ts";
import { NOTHING, remark } from "../remark.ts";

/** Tricks with globals and metatables that need no forbidden name. */
export const environment: LuaRule = {
  expression: (expression) => {
    switch (expression.kind) {
      case "global":
        if (expression.environment === null) return NOTHING;
        return remark("lua/environment", "A local `_ENV` replaces the globals.", expression.environment);
      case "call": {
        const [first] = expression.values;
        if (first === undefined || globalOf(expression.callee) !== "getmetatable") return NOTHING;
        if (likelyString(first) === null) return NOTHING;
        return remark("lua/environment", "The metatable of all strings is changed for everybody.", expression.callee);
      }
      default:
        return NOTHING;
    }
  },
};
