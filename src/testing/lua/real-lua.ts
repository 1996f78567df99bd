import { LuaFactory, LuaReturn } from "wasmoon";

/** What Lua's own compiler and machine say: Lua 5.4, compiled to WebAssembly. */
export interface RealLua {
  /** Null when the compiler takes the source as text, else why not. */
  refusal(source: string): string | null;
  /** What the source returns, as a string. */
  run(source: string): string;
}

/** A state of Lua without anything of JavaScript in it. */
export async function realLua(): Promise<RealLua> {
  const { global } = await new LuaFactory().createEngine({ injectObjects: false, enableProxy: false });
  const { lua, address } = global;
  const compile = (source: string): string | null => {
    // Through the heap: the stack that strings are passed on has 64 KiB.
    const bytes = lua.module.lengthBytesUTF8(source);
    const pointer = lua.module._malloc(bytes + 1);
    lua.module.stringToUTF8(source, pointer, bytes + 1);
    const isRefused = lua.luaL_loadbufferx(address, pointer, bytes, "=source", "t") !== LuaReturn.Ok;
    lua.module._free(pointer);
    return isRefused ? lua.lua_tolstring(address, -1, null) : null;
  };
  return {
    refusal: (source) => {
      const refusal = compile(source);
      lua.lua_settop(address, 0);
      return refusal;
    },
    run: (source) => {
      const refusal = compile(source);
      if (refusal !== null) throw new Error(refusal);
      lua.lua_callk(address, 0, 1, 0, null);
      const result = lua.lua_tolstring(address, -1, null);
      lua.lua_settop(address, 0);
      return result;
    },
  };
}
