import type { RuleId } from "../findings/catalogue.ts";
import { nearest } from "../findings/nearest.ts";
import { type Features, namesOf } from "../rmlui/feature.ts";

/** Something in a style sheet or document that a rule is about. Offsets are UTF-16 units of its source, `end` exclusive. */
export interface Remark {
  readonly rule: RuleId;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly expected?: string;
  /** What to do here, as a sentence. */
  readonly fix?: string;
  /** Nothing is wrong where this is a name that the app gives a meaning of its own, anywhere in it. */
  readonly unless?: OwnName;
}

/**
 * A name that an app made up. `element`: its style sheets have a selector for it; `decorator`: they declare it; `name`: a string of its
 * scripts, or an attribute that its style sheets ask for.
 */
export type OwnName = `${"element" | "decorator" | "name"} ${string}`;

/** What is said of a name that RmlUi has not; null where it has it. */
export function unknownName(
  name: string,
  features: Features,
): { readonly fix?: string; readonly expected?: string } | null {
  const known = Object.hasOwn(features, name) ? features[name] : undefined;
  if (known !== undefined && known.device !== "no") return null;
  const { note } = known ?? {};
  if (note !== undefined) return { fix: note };
  const suggestion = nearest(name, namesOf(features));
  return suggestion === null ? {} : { expected: suggestion };
}
