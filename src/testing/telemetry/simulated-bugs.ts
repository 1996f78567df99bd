import { between } from "./seeded-random.ts";
import type { Crash } from "../../core/telemetry/client/app-run.ts";
import type { Random } from "../fuzz/mutate.ts";

/** Something that is wrong in an app. All its crashes belong together, though no two of them read alike. */
export interface SimulatedBug {
  readonly id: string;
  /** A name that only the stacks of this bug have. */
  readonly marker: string;
  /** How often it is met, against the others. */
  readonly weight: number;
  crash(random: Random): Crash;
}

/** The bugs of every simulated app: of both Luas, with numbers, addresses and frames that differ from crash to crash. */
export const simulatedBugs: readonly SimulatedBug[] = [
  {
    id: "nil-entry",
    marker: "draw_entry",
    weight: 6,
    crash: () => ({
      type: "lua_error",
      message: "assets/list.lua:42: attempt to index a nil value (local 'entry')",
      stack_trace: [
        "stack traceback:",
        "\tassets/list.lua:42: in upvalue 'draw_entry'",
        "\tassets/list.lua:60: in function <assets/list.lua:55>",
        "\t[C]: in function 'pcall'",
        "\tassets/main.lua:18: in main chunk",
        "\t[C]: in ?",
      ].join("\n"),
    }),
  },
  {
    id: "missing-file",
    marker: "load_slot",
    weight: 3,
    crash: (random) => ({
      type: "lua_error",
      message: `assets/save.lua:7: no slot ${between(1, 9_999, random)} in table: 0x${address(random)}`,
      stack_trace: [
        "stack traceback:",
        "\t[C]: in function 'error'",
        "\tassets/save.lua:7: in function 'load_slot'",
        "\tassets/main.lua:31: in main chunk",
        `\t[C]: at 0x${address(random)}`,
      ].join("\n"),
    }),
  },
  {
    id: "endless-recursion",
    marker: "walk_tree",
    weight: 1,
    crash: (random) => ({
      type: "lua_error",
      message: "assets/tree.lua:12: stack overflow",
      stack_trace: [
        "stack traceback:",
        ...Array.from({ length: between(10, 40, random) }, () => "\tassets/tree.lua:12: in upvalue 'walk_tree'"),
        "\t...\t(skipping 190 levels)",
        "\tassets/tree.lua:20: in function 'layout'",
        "\tassets/main.lua:9: in main chunk",
        "\t[C]: in ?",
      ].join("\n"),
    }),
  },
];

function address(random: Random): string {
  return between(0x10000000, 0x7fffffff, random).toString(16);
}
