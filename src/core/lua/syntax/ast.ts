/** UTF-16 offsets into the source, `end` exclusive. */
export interface LuaRange {
  readonly start: number;
  readonly end: number;
}

/** A local variable, parameter or variable of a loop. `self` of a method stands at the method's name. */
export interface LuaVariable extends LuaRange {
  readonly name: string;
  readonly attribute: "const" | "close" | null;
  /** What its declaration gives it; null where that is no single expression. */
  readonly value: LuaExpression | null;
  /** Whether anything but its declaration gives it a value. */
  readonly isReassigned: boolean;
}

/** A string of bytes, one UTF-16 unit below 256 each, as Lua has it. */
export interface LuaString extends LuaRange {
  readonly kind: "string";
  readonly value: string;
}

export interface LuaInteger extends LuaRange {
  readonly kind: "integer";
  /** Of 64 bits, signed. */
  readonly value: bigint;
}

export interface LuaFloat extends LuaRange {
  readonly kind: "float";
  readonly value: number;
}

export interface LuaSimple extends LuaRange {
  readonly kind: "nil" | "true" | "false" | "...";
}

export interface LuaFunction extends LuaRange {
  readonly kind: "function";
  readonly parameters: readonly LuaVariable[];
  readonly isVararg: boolean;
  readonly body: LuaBlock;
}

export interface LuaTable extends LuaRange {
  readonly kind: "table";
  readonly fields: readonly LuaField[];
}

export interface LuaField {
  /** Null for the next of the list; a name is a string. */
  readonly key: LuaExpression | null;
  readonly value: LuaExpression;
}

export interface LuaLocalName extends LuaRange {
  readonly kind: "local";
  readonly variable: LuaVariable;
}

export interface LuaGlobalName extends LuaRange {
  readonly kind: "global";
  readonly name: string;
  /** The local called `_ENV` whose field it is, where there is one. */
  readonly environment: LuaVariable | null;
}

/** `object.key` and `object[key]`; a name behind a dot is a string. */
export interface LuaIndex extends LuaRange {
  readonly kind: "index";
  readonly object: LuaExpression;
  readonly key: LuaExpression;
}

export interface LuaCall extends LuaRange {
  readonly kind: "call";
  readonly callee: LuaExpression;
  readonly values: readonly LuaExpression[];
}

/** `object:method(values)`. */
export interface LuaMethodCall extends LuaRange {
  readonly kind: "method";
  readonly object: LuaExpression;
  readonly method: LuaString;
  readonly values: readonly LuaExpression[];
}

/** An expression in parentheses, which has one value only. */
export interface LuaGroup extends LuaRange {
  readonly kind: "group";
  readonly inner: LuaExpression;
}

export interface LuaUnary extends LuaRange {
  readonly kind: "unary";
  readonly operator: LuaUnaryOperator;
  readonly operand: LuaExpression;
}

/** Chains of operators of one rank lean to the left and may be as long as the source: walk them with a loop. */
export interface LuaBinary extends LuaRange {
  readonly kind: "binary";
  readonly operator: LuaBinaryOperator;
  readonly left: LuaExpression;
  readonly right: LuaExpression;
}

export type LuaUnaryOperator = "-" | "not" | "#" | "~";
export type LuaBinaryOperator =
  | "+"
  | "-"
  | "*"
  | "%"
  | "^"
  | "/"
  | "//"
  | "&"
  | "|"
  | "~"
  | "<<"
  | ">>"
  | ".."
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "~="
  | "and"
  | "or";

export type LuaExpression =
  | LuaSimple
  | LuaInteger
  | LuaFloat
  | LuaString
  | LuaFunction
  | LuaTable
  | LuaLocalName
  | LuaGlobalName
  | LuaIndex
  | LuaCall
  | LuaMethodCall
  | LuaGroup
  | LuaUnary
  | LuaBinary;

/** The name a `function` statement or an assignment gives a value. */
export type LuaTarget = LuaLocalName | LuaGlobalName | LuaIndex;

export type LuaBlock = readonly LuaStatement[];

export interface LuaLocal extends LuaRange {
  readonly kind: "local";
  readonly variables: readonly LuaVariable[];
  readonly values: readonly LuaExpression[];
}

export interface LuaAssignment extends LuaRange {
  readonly kind: "assignment";
  readonly targets: readonly LuaTarget[];
  readonly values: readonly LuaExpression[];
}

export interface LuaCallStatement extends LuaRange {
  readonly kind: "call";
  readonly call: LuaCall | LuaMethodCall;
}

export interface LuaDo extends LuaRange {
  readonly kind: "do";
  readonly body: LuaBlock;
}

/** `while` and `repeat`; a name of the body of the latter may be in its condition. */
export interface LuaLoop extends LuaRange {
  readonly kind: "while" | "repeat";
  readonly condition: LuaExpression;
  readonly body: LuaBlock;
}

export interface LuaIf extends LuaRange {
  readonly kind: "if";
  /** `if` and each `elseif`. */
  readonly branches: readonly { readonly condition: LuaExpression; readonly body: LuaBlock }[];
  readonly otherwise: LuaBlock;
}

/** Both kinds of `for`: with `in`, or with two or three numbers. */
export interface LuaFor extends LuaRange {
  readonly kind: "for" | "for in";
  readonly variables: readonly LuaVariable[];
  readonly values: readonly LuaExpression[];
  readonly body: LuaBlock;
}

export interface LuaFunctionStatement extends LuaRange {
  readonly kind: "function";
  readonly target: LuaTarget;
  readonly value: LuaFunction;
}

export interface LuaLocalFunction extends LuaRange {
  readonly kind: "local function";
  readonly variable: LuaVariable;
  readonly value: LuaFunction;
}

export interface LuaJump extends LuaRange {
  readonly kind: "goto" | "label";
  readonly name: string;
}

export interface LuaBreak extends LuaRange {
  readonly kind: "break";
}

export interface LuaReturn extends LuaRange {
  readonly kind: "return";
  readonly values: readonly LuaExpression[];
}

export type LuaStatement =
  | LuaLocal
  | LuaAssignment
  | LuaCallStatement
  | LuaDo
  | LuaLoop
  | LuaIf
  | LuaFor
  | LuaFunctionStatement
  | LuaLocalFunction
  | LuaJump
  | LuaBreak
  | LuaReturn;
