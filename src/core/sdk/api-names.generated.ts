// Generated from api.json by `npm run generate`; a test compares. Do not edit.
/** The version of Mosis whose API this is. */
export const version = "1.0.0";
/** Every permission, sorted by id. */
export const permissions = [
  {
    "id": "apps.manage",
    "level": "system",
    "sentence": "Install, update and remove apps",
    "review": "Only apps whose id starts with com.mosis. may ask for it; in any other package it is an error."
  },
  {
    "id": "camera",
    "level": "dangerous",
    "sentence": "Take pictures and record video",
    "review": "A person looks at the first version that asks for it and compares its reason with what the app does."
  },
  {
    "id": "clipboard",
    "level": "dangerous",
    "sentence": "Read what you copied and put text on the clipboard",
    "review": "A person looks at the first version that asks for it; reading the clipboard on start or in the background is refused."
  },
  {
    "id": "contacts",
    "level": "dangerous",
    "sentence": "See the names and addresses in your contacts",
    "review": "A person looks at the first version that asks for it, and again if the app may also use the network."
  },
  {
    "id": "db",
    "level": "normal",
    "sentence": "Keep its own database on this phone",
    "review": "Checked automatically: asked for and used must agree."
  },
  {
    "id": "location",
    "level": "dangerous",
    "sentence": "See where this phone is",
    "review": "A person looks at the first version that asks for it, and again if the app may also use the network."
  },
  {
    "id": "microphone",
    "level": "dangerous",
    "sentence": "Record sound",
    "review": "A person looks at the first version that asks for it and compares its reason with what the app does."
  },
  {
    "id": "network",
    "level": "normal",
    "sentence": "Exchange data with the servers it names",
    "review": "Checked automatically: every address in the code must be https and its host listed in network.hosts."
  },
  {
    "id": "notify",
    "level": "normal",
    "sentence": "Show you notifications",
    "review": "Checked automatically: asked for and used must agree."
  },
  {
    "id": "storage",
    "level": "normal",
    "sentence": "Keep its own data on this phone",
    "review": "Checked automatically: asked for and used must agree."
  },
  {
    "id": "telemetry",
    "level": "normal",
    "sentence": "Send anonymous usage counts and crash reports, if you allow it",
    "review": "Checked automatically: asked for and used must agree; your consent is asked on the phone, not here."
  }
] as const;
/** Modules with their functions, and the permission that each needs. */
export const modules = {
  "app": {
    "t": null,
    "locale": null,
    "on": null,
    "id": null,
    "version": null
  },
  "ui": {
    "open": null,
    "back": null,
    "params": null,
    "toast": null,
    "confirm": null
  },
  "storage": {
    "get": "storage",
    "set": "storage",
    "remove": "storage",
    "keys": "storage",
    "clear": "storage"
  },
  "db": {
    "execute": "db",
    "query": "db",
    "transaction": "db"
  },
  "network": {
    "get": "network",
    "post": "network",
    "request": "network",
    "cancel": "network",
    "is_online": "network"
  },
  "telemetry": {
    "screen_view": "telemetry",
    "button_click": "telemetry",
    "error": "telemetry",
    "is_enabled": "telemetry"
  },
  "permissions": {
    "has": null,
    "request": null
  },
  "timer": {
    "after": null,
    "every": null,
    "cancel": null
  },
  "json": {
    "encode": null,
    "decode": null
  },
  "crypto": {
    "sha256": null,
    "hmac_sha256": null,
    "random_bytes": null,
    "uuid": null,
    "base64_encode": null,
    "base64_decode": null
  },
  "notify": {
    "show": "notify",
    "schedule": "notify",
    "cancel": "notify"
  },
  "clipboard": {
    "read": "clipboard",
    "write": "clipboard"
  },
  "location": {
    "current": "location",
    "watch": "location",
    "stop": "location"
  },
  "contacts": {
    "pick": "contacts",
    "search": "contacts"
  },
  "camera": {
    "take_picture": "camera",
    "record_video": "camera"
  },
  "microphone": {
    "record": "microphone",
    "stop": "microphone"
  },
  "apps": {
    "list": "apps.manage",
    "install": "apps.manage",
    "uninstall": "apps.manage"
  }
} as const;
/** Libraries of Lua with what apps may use of them. */
export const libraries = {"coroutine":["close","create","isyieldable","resume","running","status","wrap","yield"],"math":["abs","acos","asin","atan","ceil","cos","deg","exp","floor","fmod","huge","log","max","maxinteger","min","mininteger","modf","pi","rad","random","randomseed","sin","sqrt","tan","tointeger","type","ult"],"os":["clock","date","difftime","time"],"string":["byte","char","find","format","gmatch","gsub","len","lower","match","pack","packsize","rep","reverse","sub","unpack","upper"],"table":["concat","insert","move","pack","remove","sort","unpack"],"utf8":["char","charpattern","codepoint","codes","len","offset"]} as const;
/** Globals of Lua that apps may not use, with the rule against each. */
export const forbidden = {
  "_ENV": [
    "lua/environment",
    "reaches every global by a computed name"
  ],
  "_G": [
    "lua/environment",
    "reaches every global by a computed name"
  ],
  "debug": [
    "lua/debug",
    "reaches into other code"
  ],
  "dofile": [
    "lua/dynamic-code",
    "runs a file as code"
  ],
  "getfenv": [
    "lua/environment",
    "reaches every global by a computed name"
  ],
  "io": [
    "lua/io",
    "reaches the files of the phone"
  ],
  "load": [
    "lua/dynamic-code",
    "runs text as code"
  ],
  "loadfile": [
    "lua/dynamic-code",
    "runs a file as code"
  ],
  "loadstring": [
    "lua/dynamic-code",
    "runs text as code"
  ],
  "package": [
    "lua/package",
    "decides where code comes from"
  ],
  "setfenv": [
    "lua/environment",
    "replaces the globals"
  ]
} as const;
/** All other globals that are there. */
export const globals = ["Colourb","Colourf","Context","Document","DocumentFocus","DocumentModal","Element","Event","Log","Vector2f","Vector2i","_VERSION","assert","collectgarbage","error","getmetatable","ipairs","next","pairs","pcall","print","rawequal","rawget","rawlen","rawset","require","rmlui","select","setmetatable","tonumber","tostring","type","warn","xpcall"] as const;
