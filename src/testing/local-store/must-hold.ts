/** Says of a story what is not as it told. */
export function mustHold(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`This does not hold: ${what}.`);
}
