import fc from "fast-check";

import { KEYWORDS, SYMBOLS } from "../../core/lua/syntax/token.ts";

/** A piece of source: its tokens. */
type Tokens = readonly string[];
type Part = string | fc.Arbitrary<Tokens>;

const BINARY = "+ - * / // % ^ & | ~ << >> .. < <= > >= == ~= and or".split(" ");
const UNARY = ["-", "not", "#", "~"];
const NAMES = ["a", "b", "c", "d", "_ENV", "self"];
const LABELS = ["l", "m", "n"];
const LITERALS = [
  "nil",
  "true",
  "false",
  "0",
  "42",
  "9223372036854775807",
  "9223372036854775808",
  "0xffffffffffffffffff",
  "1e3",
  ".5",
  "3.",
  "0x.8p1",
  "''",
  '"x"',
  "'\\65\\x41\\u{48}\\z  \\n'",
  "[[long]]",
  "[==[\n]]]==]",
];

const one = (...choices: readonly string[]): fc.Arbitrary<Tokens> => fc.constantFrom(...choices.map((each) => [each]));
const nothing: fc.Arbitrary<Tokens> = fc.constant([]);

function sequence(...parts: readonly Part[]): fc.Arbitrary<Tokens> {
  return fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant([part]) : part)))
    .map((all) => all.flat());
}

function repeated(part: fc.Arbitrary<Tokens>, maxLength: number, between = ",", minLength = 1): fc.Arbitrary<Tokens> {
  const join = (all: readonly Tokens[]): Tokens =>
    all.flatMap((each, index) => (index === 0 || between === "" ? each : [between, ...each]));
  return fc.array(part, { minLength, maxLength }).map(join);
}

const optional = (part: fc.Arbitrary<Tokens>): fc.Arbitrary<Tokens> => fc.oneof(nothing, part);
const name = one(...NAMES);
const label = one(...LABELS);

const parts = fc.letrec<Record<"expression" | "suffixed" | "call" | "table" | "body" | "block" | "statement", Tokens>>(
  (tie) => {
    const { expression, suffixed, call, table, body, block, statement } = {
      expression: tie("expression"),
      suffixed: tie("suffixed"),
      call: tie("call"),
      table: tie("table"),
      body: tie("body"),
      block: tie("block"),
      statement: tie("statement"),
    };
    const literal = fc.oneof({ weight: 80, arbitrary: one(...LITERALS) }, { weight: 1, arbitrary: one("...") });
    const list = repeated(expression, 3);
    const field = fc.oneof(
      expression,
      sequence(name, "=", expression),
      sequence("[", expression, "]", "=", expression),
    );
    const values = fc.oneof(sequence("(", optional(list), ")"), table, one("'s'", "[[s]]"));
    const index = fc.oneof(sequence(suffixed, ".", name), sequence(suffixed, "[", expression, "]"));
    const variable = fc.oneof({ weight: 3, arbitrary: name }, { weight: 1, arbitrary: index });
    const attribute = fc.oneof(
      { weight: 80, arbitrary: nothing },
      { weight: 8, arbitrary: sequence("<", one("const", "close"), ">") },
      { weight: 1, arbitrary: sequence("<", name, ">") },
    );
    const jump = fc.oneof(
      one("break"),
      sequence("goto", label),
      sequence("::", label, "::"),
      ...[
        sequence("while", expression, "do", statement, "break", block, "end"),
        sequence("repeat", "if", expression, "then", "break", "end", block, "until", expression),
        ...LABELS.flatMap((each) => [
          sequence("do", "goto", each, statement, "::", each, "::", optional(statement), "end"),
          sequence("do", "::", each, "::", statement, "goto", each, "end"),
        ]),
      ].map((arbitrary) => ({ weight: 4, arbitrary })),
    );
    const depth = { maxDepth: 3, depthSize: "small" } as const;
    return {
      expression: fc.oneof(
        depth,
        literal,
        name,
        suffixed,
        call,
        table,
        sequence(expression, one(...BINARY), expression),
        sequence(one(...UNARY), expression),
        sequence("function", body),
      ),
      suffixed: fc.oneof(depth, name, index, call, sequence("(", expression, ")")),
      call: fc.oneof(depth, sequence(name, values), sequence(suffixed, values), sequence(suffixed, ":", name, values)),
      table: fc.oneof(
        depth,
        sequence("{", "}"),
        sequence("{", repeated(field, 3), "}"),
        sequence("{", repeated(field, 3, ";"), optional(one(",", ";")), "}"),
      ),
      body: sequence(
        "(",
        fc.oneof(nothing, one("..."), repeated(name, 3), sequence(repeated(name, 2), ",", "...")),
        ")",
        block,
        "end",
      ),
      block: fc.oneof(
        depth,
        nothing,
        repeated(statement, 3, ""),
        sequence(repeated(statement, 2, ""), "return", optional(list), optional(one(";"))),
      ),
      statement: fc.oneof(
        depth,
        one(";"),
        { weight: 3, arbitrary: jump },
        sequence(repeated(variable, 3), "=", list),
        call,
        sequence("local", repeated(sequence(name, attribute), 3), optional(sequence("=", list))),
        sequence("do", block, "end"),
        sequence("while", expression, "do", block, "end"),
        sequence("repeat", block, "until", expression),
        sequence(
          "if",
          expression,
          "then",
          block,
          repeated(sequence("elseif", expression, "then", block), 2, "", 0),
          optional(sequence("else", block)),
          "end",
        ),
        sequence("for", name, "=", repeated(expression, 3, ",", 2), "do", block, "end"),
        sequence("for", repeated(name, 3), "in", list, "do", block, "end"),
        sequence("function", repeated(name, 3, "."), optional(sequence(":", name)), body),
        sequence("local", "function", name, body),
      ),
    };
  },
);

const blank = fc.constantFrom(" ", "\n", "\r\n", "\t", " --[[ c ]] ", "--c\n");

/** The tokens of a program by the grammar of Lua 5.4, of which one in some breaks a rule that no grammar tells. */
export const luaTokens: fc.Arbitrary<Tokens> = repeated(parts.statement, 4, "");

/** Such a program. */
export const luaPrograms: fc.Arbitrary<string> = fc
  .tuple(luaTokens, blank)
  .map(([tokens, between]) => tokens.join(between));

const anyToken = fc.constantFrom(...KEYWORDS, ...SYMBOLS, ...NAMES, ...LITERALS, "$", "1x", "'", "[[", "--[[");

/** Such a program with a token or a few left out, doubled, put elsewhere or replaced. */
export const mutatedLuaPrograms: fc.Arbitrary<string> = fc
  .tuple(luaTokens, fc.array(fc.tuple(fc.nat(), fc.nat(3), anyToken), { minLength: 1, maxLength: 3 }))
  .map(([tokens, edits]) => {
    const edited = [...tokens];
    for (const [place, kind, token] of edits) {
      const at = place % (edited.length + 1);
      const [removed = token] = edited.splice(at, kind === 0 ? 0 : 1);
      if (kind === 0) edited.splice(at, 0, token);
      else if (kind === 1) edited.splice(place % 7, 0, removed);
      else if (kind === 2) edited.splice(at, 0, removed, removed);
    }
    return edited.join(" ");
  });

const anyCharacter = fc.constantFrom(...Array.from("\0 \t\r\n\\\"'[]=-#.:xeEpPuz{}09fF_ä€\u{1f600}~<>/(,;"));

/** Such a program with a character or a few put in, left out or replaced. */
export const noisyLuaPrograms: fc.Arbitrary<string> = fc
  .tuple(luaPrograms, fc.array(fc.tuple(fc.nat(), fc.nat(2), anyCharacter), { minLength: 1, maxLength: 4 }))
  .map(([source, edits]) => {
    let edited = source;
    for (const [place, kind, character] of edits) {
      const at = place % (edited.length + 1);
      edited = edited.slice(0, at) + (kind === 1 ? "" : character) + edited.slice(at + (kind === 0 ? 0 : 1));
    }
    return edited;
  });
