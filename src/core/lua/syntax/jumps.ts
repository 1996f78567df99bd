import type { LuaRange } from "./ast.ts";
import { demandAtMost, refuse } from "./problem.ts";
import { limits } from "../../limits.ts";

/** A `goto` or `break` whose label is still to come. */
interface Pending extends LuaRange {
  readonly name: string;
  /** Variables active where it stands; outside of that block, where the block begins. */
  readonly active: number;
  /** Pending jumps to this label in the block, of which this is the first and so has the fewest variables. */
  readonly count: number;
}

/** The jumps of one block. */
export class BlockJumps {
  /** By the name of the label. Null until there is one: most blocks have none. */
  pending: Map<string, Pending> | null = null;
  /** Labels that end with the block. */
  labels: string[] | null = null;
}

/** `break` jumps to a label of that name, which no source can write, at the end of its loop. */
export const BREAK = "break";

/** Matches jumps with labels by the rules of Lua 5.4 (reference manual, section 3.3.4; `lparser.c`), in linear time. */
export class Jumps {
  /** Labels visible now, by function, the innermost last. */
  readonly #visible: (Set<string> | null)[] = [];
  #labels = 0;
  #pending = 0;

  openFunction(): void {
    this.#visible.push(null);
  }

  /** Ends a function with its outermost block. */
  closeFunction({ pending, labels }: BlockJumps): void {
    this.#visible.pop();
    this.#labels -= labels?.length ?? 0;
    const first = [...(pending?.values() ?? [])].sort((a, b) => a.start - b.start)[0];
    if (first === undefined) return;
    const { name, start, end } = first;
    refuse(name === BREAK ? "break outside a loop" : `no visible label '${name}' for goto`, start, end);
  }

  jump(block: BlockJumps, name: string, active: number, { start, end }: LuaRange): void {
    // Back to a label that is visible already: always allowed.
    if (name !== BREAK && this.#visible.at(-1)?.has(name) === true) return;
    this.#pending += 1;
    demandAtMost(limits.lua.jumps, this.#pending, "labels/gotos", start, end);
    block.pending ??= new Map();
    const first = block.pending.get(name);
    block.pending.set(name, first ? { ...first, count: first.count + 1 } : { name, active, count: 1, start, end });
  }

  /**
   * Declares a label.
   *
   * @param active variables whose scope a jump to it would enter; those outside the block when nothing but labels follows
   * @param variable name of an active one by its number
   */
  label(block: BlockJumps, name: string, active: number, variable: (index: number) => string, range: LuaRange): void {
    const { start, end } = range;
    const visible = this.#visible.at(-1) ?? new Set();
    if (visible.has(name)) refuse(`label '${name}' already defined`, start, end);
    this.#visible[this.#visible.length - 1] = visible.add(name);
    this.#labels += 1;
    demandAtMost(limits.lua.jumps, this.#labels, "labels/gotos", start, end);
    block.labels ??= [];
    block.labels.push(name);
    const first = this.#settle(block, name);
    if (first === undefined || first.active >= active) return;
    refuse(`<goto ${name}> jumps into the scope of local '${variable(first.active)}'`, first.start, first.end);
  }

  /** Ends a block: what is pending goes on in the one around it, to whose variables at its begin it falls back. */
  closeBlock(block: BlockJumps, isLoop: boolean, outer: BlockJumps, active: number): void {
    if (isLoop) this.#settle(block, BREAK);
    if (block.labels !== null) {
      for (const name of block.labels) this.#visible.at(-1)?.delete(name);
      this.#labels -= block.labels.length;
    }
    if (block.pending === null) return;
    outer.pending ??= new Map();
    for (const [name, jump] of block.pending) {
      const first = outer.pending.get(name) ?? { ...jump, active, count: 0 };
      outer.pending.set(name, { ...first, count: first.count + jump.count });
    }
  }

  #settle({ pending }: BlockJumps, name: string): Pending | undefined {
    const first = pending?.get(name);
    if (first === undefined) return undefined;
    this.#pending -= first.count;
    pending?.delete(name);
    return first;
  }
}
