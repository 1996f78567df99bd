import { all, remove, rename, replace, type SeededFault, write } from "./seeded-fault.ts";

const MANIFEST = "manifest.json";

/** What can be wrong in a manifest, and between it and the rest of the app. */
export const manifestFaults: readonly SeededFault[] = [
  {
    name: "left the manifest where the editor had put it",
    app: "gallery",
    edit: rename(MANIFEST, "assets/manifest.json"),
    finds: [["manifest/missing", MANIFEST]],
  },
  {
    name: "left a comma after the last entry",
    app: "game",
    edit: replace(MANIFEST, '"store/screenshot-3.png"]\n', '"store/screenshot-3.png"],\n'),
    finds: [["json/syntax", MANIFEST, '"store/screenshot-3.png"],\n¦}']],
  },
  {
    name: "gave the version twice when merging",
    app: "weather",
    edit: replace(MANIFEST, '  "version_code": 1,\n', '  "version_code": 1,\n  "version": "1.0.1",\n'),
    finds: [["json/duplicate-key", MANIFEST, '  ¦"version": "1.0.1"']],
  },
  {
    name: "wrote the version code as a text",
    app: "clock",
    edit: replace(MANIFEST, '"version_code": 1,', '"version_code": "1",'),
    finds: [["manifest/schema", MANIFEST, '"version_code": ¦"1"']],
  },
  {
    name: "mistyped a key",
    app: "notes",
    edit: replace(MANIFEST, '"permission_reasons"', '"permission_reason"'),
    finds: [["manifest/schema", MANIFEST, '"permission_reason": ¦{']],
  },
  {
    name: "named the app after a device of Windows",
    app: "clock",
    edit: replace(MANIFEST, '"id": "com.mosis.clock"', '"id": "com.mosis.aux"'),
    finds: [["manifest/id", MANIFEST, '"id": ¦"com.mosis.aux"']],
  },
  {
    name: "tested an older Mosis than the app needs",
    app: "weather",
    edit: replace(
      MANIFEST,
      '"min_mosis_version": "1.0.0"',
      '"min_mosis_version": "1.2.0",\n  "max_tested_mosis_version": "1.1.0"',
    ),
    finds: [["manifest/mosis-versions", MANIFEST, '"max_tested_mosis_version": ¦"1.1.0"']],
  },
  {
    name: "spelled the licence from memory",
    app: "gallery",
    edit: replace(MANIFEST, '"MIT"', '"mit"'),
    finds: [["text/license", MANIFEST, '"license": ¦"mit"']],
    fix: { says: ['Spells the licence as the SPDX list does: "MIT".'], edit: "undo" },
  },
  {
    name: "pasted a summary with a blank behind it",
    app: "calculator",
    edit: replace(MANIFEST, 'as you type.",', 'as you type. ",'),
    finds: [["text/blank", MANIFEST, '"summary": ¦"Write']],
    fix: {
      says: ['Takes away the spaces around "Write it as on paper, see the result as you type.".'],
      edit: "undo",
    },
  },
  {
    name: "pasted a name with a mark that turns text around",
    app: "notes",
    edit: replace(MANIFEST, '"name": "Notes"', '"name": "Notes\u202e"'),
    finds: [["text/unseen", MANIFEST, '"name": ¦"Notes']],
  },
  {
    name: "linked from the description without https",
    app: "weather",
    edit: replace(MANIFEST, "for any place on Earth.", "from [Open-Meteo](http://open-meteo.com)."),
    finds: [["text/link", MANIFEST, '    ¦"The next 24 hours']],
  },
  {
    name: "wrote the description in HTML",
    app: "game",
    edit: replace(MANIFEST, "Slide a whole row", "Slide a <b>whole</b> row"),
    finds: [["text/html", MANIFEST, '    ¦"- Slide a <b>whole</b> row']],
  },
  {
    name: "declared a permission for a feature that was dropped",
    app: "notes",
    edit: replace(MANIFEST, '["storage"]', '["storage", "notify"]'),
    finds: [["permission/unused", MANIFEST, '["storage", ¦"notify"]']],
    fix: { says: ['Removes the permission "notify".'], edit: "undo" },
  },
  {
    name: "mistyped a permission",
    app: "game",
    edit: replace(MANIFEST, '["storage"]', '["storage", "telemetrie"]'),
    finds: [["permission/unknown", MANIFEST, '["storage", ¦"telemetrie"]']],
  },
  {
    name: "kept the reason of a permission that is gone",
    app: "weather",
    edit: replace(
      MANIFEST,
      '    "network": "Forecasts',
      '    "location": "Finds your town.",\n    "network": "Forecasts',
    ),
    finds: [["permission/reason-without-permission", MANIFEST, '"location": ¦"Finds']],
    fix: { says: ["Removes the reason of a permission that is not declared."], edit: "undo" },
  },
  {
    name: "manages the apps of the phone in an app of their own",
    app: "game",
    edit: all(
      replace(MANIFEST, '"com.mosis.fifteen"', '"org.example.fifteen"'),
      replace(MANIFEST, '["storage"]', '["storage", "apps.manage"]'),
      replace(
        "assets/scripts/best.lua",
        "local best = {}",
        'local best = {}\n\napps.uninstall("com.mosis.fifteen", print)',
      ),
    ),
    finds: [["permission/system", MANIFEST, '["storage", ¦"apps.manage"]']],
  },
  {
    name: "asked for the camera without a word",
    app: "gallery",
    edit: replace(MANIFEST, '    "camera": "To take the pictures that you add to the gallery.",\n', ""),
    finds: [["permission/dangerous-without-reason", MANIFEST, '"permissions": [¦"camera"']],
  },
  {
    name: "let the forecast ask where the phone is",
    app: "weather",
    edit: all(
      replace(MANIFEST, '"permissions": ["network", "storage"]', '"permissions": ["location", "network", "storage"]'),
      replace(MANIFEST, '    "network": "Forecasts', '    "location": "Finds your town.",\n    "network": "Forecasts'),
      replace("assets/scripts/places.lua", "local places = {}", "local places = {}\n\nplaces.here = location.current"),
    ),
    finds: [["permission/dangerous-with-network", MANIFEST, '"permissions": ¦["location"']],
  },
  {
    name: "named hosts in an app without the network",
    app: "calculator",
    edit: replace(MANIFEST, '  "min_mosis', '  "network": { "hosts": ["api.example.com"] },\n  "min_mosis'),
    finds: [["network/hosts-without-permission", MANIFEST, '"network": ¦{']],
  },
  {
    name: "deleted the list of hosts",
    app: "weather",
    edit: replace(
      MANIFEST,
      '  "network": {\n    "hosts": ["api.open-meteo.com", "geocoding-api.open-meteo.com"]\n  },\n',
      "",
    ),
    finds: [["network/no-hosts", MANIFEST, '"permissions": ¦["network"']],
  },
  {
    name: "named the entry in other letters than its file has",
    app: "calculator",
    edit: replace(MANIFEST, '"assets/main.rml"', '"assets/Main.rml"'),
    finds: [["package/entry-missing", MANIFEST, '"entry": ¦"assets/Main.rml"']],
    fix: { says: ['Spells the path as the file is: "assets/main.rml".'], edit: "undo" },
  },
  {
    name: "named a default language that was never written",
    app: "notes",
    edit: replace(MANIFEST, '"default_locale": "en"', '"default_locale": "es-ES"'),
    finds: [["package/default-locale-missing", MANIFEST, '"default_locale": ¦"es-ES"']],
  },
  {
    name: "named the only language with a country",
    app: "game",
    edit: all(remove("locales/es.json"), replace(MANIFEST, '"default_locale": "en"', '"default_locale": "en-GB"')),
    finds: [["package/default-locale-missing", MANIFEST, '"default_locale": ¦"en-GB"']],
    fix: {
      says: ['Names the language that is there: "en".'],
      edit: replace(MANIFEST, '"en-GB"', '"en"'),
    },
  },
  {
    name: "forgot to draw the last screenshot",
    app: "weather",
    edit: remove("store/screenshot-3.png"),
    finds: [["package/screenshot-missing", MANIFEST, '¦"store/screenshot-3.png"']],
  },
  {
    name: "deleted the smallest icon",
    app: "clock",
    edit: remove("icons/icon-32.png"),
    finds: [["package/icon-missing", MANIFEST, '"32": ¦"icons/icon-32.png"']],
  },
  {
    name: "wrote the path of an icon in capitals",
    app: "weather",
    edit: replace(MANIFEST, '"icons/icon-64.png"', '"icons/Icon-64.PNG"'),
    finds: [["package/icon-missing", MANIFEST, '"64": ¦"icons/Icon-64.PNG"']],
    fix: { says: ['Spells the path as the file is: "icons/icon-64.png".'], edit: "undo" },
  },
  {
    name: "used one icon for two sizes",
    app: "gallery",
    edit: (files) => write("icons/icon-64.png", files.get("icons/icon-128.png") ?? "")(files),
    finds: [["package/icon-size", MANIFEST, '"64": ¦"icons/icon-64.png"']],
  },
];
