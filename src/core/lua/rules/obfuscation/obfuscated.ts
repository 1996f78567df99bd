import { ENOUGH_POINTS } from "./features.ts";
import { ShapeTally } from "./shapes.ts";
import { Tally } from "./tally.ts";
import { tallyTexts } from "./texts.ts";
import { VariableTally } from "./variables.ts";
import { NOTHING, remark } from "../../remark.ts";
import type { LuaBlock } from "../../syntax/ast.ts";
import type { LuaRule } from "../rule.ts";

/** Code that is made so that nobody reads it: a score of features, each of which tells little by itself. One rule for each tree. */
export function obfuscated(source: string, body: LuaBlock): LuaRule {
  const tally = new Tally();
  const variables = new VariableTally(tally);
  const shapes = new ShapeTally(source, tally);
  return {
    expression: (expression, parent) => {
      tallyTexts(source, expression, parent, tally);
      variables.expression(expression);
      shapes.expression(expression, parent);
      return NOTHING;
    },
    statement: (statement) => {
      variables.statement(statement);
      return NOTHING;
    },
    end: () => {
      variables.end();
      shapes.end(body);
      const found = tally.result();
      const [strongest] = found;
      const points = found.reduce((sum, each) => sum + each.points, 0);
      if (strongest === undefined || points < ENOUGH_POINTS) return NOTHING;
      const features = found.map(({ amount, feature, points: own }) => `${amount} ${feature.what} (${own.toFixed(1)})`);
      const message = `${points.toFixed(1)} points, of which ${ENOUGH_POINTS} are enough: ${features.join(", ")}.`;
      return remark("lua/obfuscated", message, strongest.at);
    },
  };
}
