import source from "./api.json" with { type: "json" };

/** A value by name: a parameter, or a field of a table. `type` is a type of the Lua Language Server. */
export interface ApiValue {
  readonly name: string;
  readonly type: string;
  readonly optional?: true;
  readonly description: string;
}

export interface ApiReturn {
  readonly type: string;
  readonly description: string;
}

/** How a function fails: `raised` stops the caller as `error` does, `given` comes as the last value or argument. */
export interface ApiError {
  readonly code: string;
  readonly how: "raised" | "given";
  readonly when: string;
}

export interface ApiFunction {
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly ApiValue[];
  readonly returns: readonly ApiReturn[];
  readonly errors: readonly ApiError[];
  /** Id of the permission without which it must not be called; its level is the danger of the function. */
  readonly permission?: string;
  /** The version of Mosis that has it first. */
  readonly since: string;
  /** Lines of Lua. */
  readonly example: readonly string[];
}

/** A kind of table that functions take or give, named with its module. */
export interface ApiType {
  readonly name: string;
  readonly summary: string;
  readonly fields: readonly ApiValue[];
}

export interface ApiModule {
  readonly name: string;
  readonly summary: string;
  readonly types: readonly ApiType[];
  readonly functions: readonly ApiFunction[];
}

/** A kind of object of RmlUi's own Lua API. */
export interface RmluiType extends ApiType {
  readonly extends?: string;
  readonly methods: readonly Pick<ApiFunction, "name" | "summary" | "parameters" | "returns">[];
}

/** Everything that Lua of an app may use: the one source of reference pages, editor stubs, permissions and allowed names. */
export interface Api {
  /** Of Mosis. */
  readonly version: string;
  readonly permissions: readonly {
    readonly id: string;
    readonly level: "normal" | "dangerous" | "system";
    readonly sentence: string;
    readonly review: string;
  }[];
  readonly modules: readonly ApiModule[];
  /** Lua 5.4 itself, as far as apps may use it. */
  readonly language: {
    readonly functions: readonly ApiFunction[];
    readonly globals: readonly string[];
    readonly libraries: readonly { readonly name: string; readonly members: readonly string[] }[];
    readonly forbidden: readonly { readonly name: string; readonly rule: string; readonly what: string }[];
  };
  readonly rmlui: {
    readonly globals: readonly string[];
    /** Names that a handler in RML is given. */
    readonly handler: readonly string[];
    readonly types: readonly RmluiType[];
  };
}

/** `api.json`; a test holds it to `api.schema.json`. Large: what runs on a phone reads `api-names.ts` instead. */
export const api: Api = source as Api;
