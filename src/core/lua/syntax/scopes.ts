import type { LuaExpression, LuaRange, LuaVariable } from "./ast.ts";
import { BlockJumps, BREAK, Jumps } from "./jumps.ts";
import { demandAtMost } from "./problem.ts";
import { Bug } from "../../findings/bug.ts";
import { limits } from "../../limits.ts";

/** A variable while its source is read. */
export interface OpenVariable extends LuaVariable {
  value: LuaExpression | null;
  isReassigned: boolean;
}

/** A variable that holds where the parser stands. */
interface Active {
  /** Null for what a loop keeps for itself. */
  readonly variable: OpenVariable | null;
  readonly owner: FunctionScope;
  /** What had the name before. */
  readonly shadowed: Active | undefined;
}

interface Block {
  readonly isLoop: boolean;
  /** Active variables of all functions where it begins. */
  readonly from: number;
  readonly jumps: BlockJumps;
}

interface FunctionScope {
  readonly outer: FunctionScope | null;
  readonly blocks: Block[];
  /** Active variables of all functions where it begins. */
  readonly from: number;
  readonly upvalues: Set<OpenVariable>;
  isVararg: boolean;
  /** Values in registers besides variables. */
  held: number;
  /** Variables named but not active yet, and all ever named. */
  waiting: number;
  declared: number;
  functions: number;
}

/** Registers an expression may take while it is loaded: two for a global with many names before it, three for a method. */
const LOADING = 3;

/** Follows blocks, functions and variables, and holds them to the limits of Lua's compiler (`lparser.c`, `lcode.c`). */
export class LuaScopes {
  readonly #active: Active[] = [];
  readonly #byName = new Map<string, Active>();
  readonly #jumps = new Jumps();
  #function: FunctionScope | null = null;
  #depth = 0;

  /** One level deeper; `leave` undoes it. */
  enter({ start, end }: LuaRange): void {
    this.#depth += 1;
    demandAtMost(limits.lua.depth, this.#depth, "syntax levels", start, end);
  }

  leave(): void {
    this.#depth -= 1;
  }

  openFunction(at: LuaRange): void {
    const outer = this.#function;
    if (outer !== null) {
      outer.functions += 1;
      demandAtMost(limits.lua.functions, outer.functions, "functions", at.start, at.end);
    }
    this.#function = {
      outer,
      blocks: [],
      from: this.#active.length,
      upvalues: new Set(),
      isVararg: false,
      held: 0,
      waiting: 0,
      declared: 0,
      functions: 0,
    };
    this.#jumps.openFunction();
    this.openBlock(false);
  }

  closeFunction(): void {
    const scope = this.#scope();
    const block = scope.blocks.pop();
    this.#forget(scope.from);
    this.#function = scope.outer;
    this.#jumps.closeFunction(block?.jumps ?? new BlockJumps());
  }

  isVararg(): boolean {
    return this.#scope().isVararg;
  }

  allowVararg(): void {
    this.#scope().isVararg = true;
  }

  openBlock(isLoop: boolean): void {
    this.#scope().blocks.push({ isLoop, from: this.#active.length, jumps: new BlockJumps() });
  }

  closeBlock(): void {
    const scope = this.#scope();
    const block = scope.blocks.pop();
    const outer = scope.blocks.at(-1);
    if (block === undefined || outer === undefined) return;
    this.#forget(block.from);
    this.#jumps.closeBlock(block.jumps, block.isLoop, outer.jumps, block.from - scope.from);
  }

  /** Names a variable, which holds from `activate` on. */
  declare(name: string, { start, end }: LuaRange, attribute: LuaVariable["attribute"] = null): OpenVariable {
    this.#count({ start, end });
    return { name, attribute, value: null, isReassigned: false, start, end };
  }

  /** Takes room for the variables that a loop keeps for itself. */
  addHidden(count: number, at: LuaRange): void {
    const scope = this.#scope();
    for (let index = 0; index < count; index += 1) {
      this.#count(at);
      scope.waiting -= 1;
      this.#active.push({ variable: null, owner: scope, shadowed: undefined });
    }
  }

  activate(variables: readonly OpenVariable[]): void {
    const scope = this.#scope();
    scope.waiting -= variables.length;
    for (const variable of variables) {
      const active: Active = { variable, owner: scope, shadowed: this.#byName.get(variable.name) };
      this.#byName.set(variable.name, active);
      this.#active.push(active);
    }
  }

  /** The local of a name; null when it is a global. */
  find(name: string, at: LuaRange): OpenVariable | null {
    const found = this.#byName.get(name);
    if (found === undefined || found.variable === null) return null;
    const { variable, owner } = found;
    for (let scope = this.#function; scope !== null && scope !== owner; scope = scope.outer) {
      if (scope.upvalues.has(variable)) break;
      scope.upvalues.add(variable);
      demandAtMost(limits.lua.upvalues, scope.upvalues.size, "upvalues", at.start, at.end);
    }
    return variable;
  }

  /** Keeps so many values in registers; fewer again with a negative number. */
  hold(count: number): void {
    this.#scope().held += count;
  }

  /** Demands that so many registers are free. */
  load({ start, end }: LuaRange, count = LOADING): void {
    const { held } = this.#scope();
    const what = "registers in this function or expression";
    demandAtMost(limits.lua.registers + LOADING, this.#activeCount() + held + count, what, start, end);
  }

  jump(name: string, at: LuaRange): void {
    this.#jumps.jump(this.#block().jumps, name, this.#activeCount(), at);
  }

  break(at: LuaRange): void {
    this.jump(BREAK, at);
  }

  /** Declares a label; `isLast` when nothing but labels follows in its block. */
  label(name: string, isLast: boolean, at: LuaRange): void {
    const { from } = this.#scope();
    const block = this.#block();
    const active = isLast ? block.from - from : this.#activeCount();
    const variable = (index: number): string => this.#active[from + index]?.variable?.name ?? "(for state)";
    this.#jumps.label(block.jumps, name, active, variable, at);
  }

  #count({ start, end }: LuaRange): void {
    const scope = this.#scope();
    scope.waiting += 1;
    scope.declared += 1;
    demandAtMost(limits.lua.locals, this.#activeCount() + scope.waiting, "local variables", start, end);
    demandAtMost(limits.lua.declared, scope.declared, "local variables", start, end);
  }

  #activeCount(): number {
    return this.#active.length - this.#scope().from;
  }

  #forget(to: number): void {
    while (this.#active.length > to) {
      const gone = this.#active.pop();
      if (gone === undefined || gone.variable === null) continue;
      const { variable, shadowed } = gone;
      if (shadowed === undefined) this.#byName.delete(variable.name);
      else this.#byName.set(variable.name, shadowed);
    }
  }

  #scope(): FunctionScope {
    return this.#function ?? missing();
  }

  #block(): Block {
    return this.#scope().blocks.at(-1) ?? missing();
  }
}

function missing(): never {
  throw new Bug("no function is open");
}
