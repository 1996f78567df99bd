import { all, change, rename, replace, type SeededFault, write } from "./seeded-fault.ts";

/** The first bytes of a program of Linux for ARM. */
const ELF = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0xb7, 0);
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** What `--fix` says of one text that a translation lacks. */
export const ONE_TEXT = "Adds a text in the default language, to be translated.";

/** What can be wrong with texts, pictures and whatever else is packed. */
export const fileFaults: readonly SeededFault[] = [
  {
    name: "forgot to translate a new text",
    app: "notes",
    edit: all(
      replace(
        "assets/scripts/list_screen.lua",
        '  ui.open("assets/editor.rml")\n',
        '  ui.toast(app.t("note.new"))\n  ui.open("assets/editor.rml")\n',
      ),
      replace("locales/en.json", '  "note.untitled"', '  "note.new": "Write",\n  "note.untitled"'),
    ),
    finds: [["locale/missing-key", "locales/es.json"]],
    fix: {
      says: [ONE_TEXT],
      edit: replace("locales/es.json", '"Sin título"', '"Sin título",\n  "note.new": "TODO: Write"'),
    },
  },
  {
    name: "mistyped the key of a translation",
    app: "weather",
    edit: replace("locales/de.json", '"forecast.wind"', '"forecast.winds"'),
    finds: [
      ["locale/missing-key", "locales/de.json"],
      ["locale/unused-key", "locales/de.json", '"forecast.winds": ¦"'],
    ],
    fix: {
      says: [ONE_TEXT],
      edit: replace("locales/de.json", '"{percent} %"', '"{percent} %",\n  "forecast.wind": "TODO: Wind"'),
      leaves: ["locale/unused-key"],
    },
  },
  {
    name: "sorted translations into objects",
    app: "game",
    edit: replace("locales/es.json", '"won.time": "Tiempo"', '"won.time": { "label": "Tiempo" }'),
    finds: [["package/locale-schema", "locales/es.json", '"won.time": ¦{']],
  },
  {
    name: "quoted a word within a translation",
    app: "calculator",
    edit: replace("locales/de.json", "Das ist kein Verlauf.", 'Das ist kein "Verlauf".'),
    finds: [["json/syntax", "locales/de.json", 'Das ist kein "¦Verlauf".']],
  },
  {
    name: "saved translations with an editor that marks byte order",
    app: "clock",
    edit: change("locales/fr.json", (bytes) => Uint8Array.from([...BYTE_ORDER_MARK, ...bytes])),
    finds: [["json/encoding", "locales/fr.json"]],
    fix: { says: ["Removes the byte order mark."], edit: "undo" },
  },
  {
    name: "named a language as people say it",
    app: "gallery",
    edit: rename("locales/es.json", "locales/spanish.json"),
    finds: [["package/locale-name", "locales/spanish.json"]],
  },
  {
    name: "packed the cut-off copy of an icon",
    app: "clock",
    edit: change("icons/icon-128.png", (bytes) => bytes.slice(0, 900)),
    finds: [["package/icon-format", "manifest.json", '"128": ¦"icons/icon-128.png"']],
  },
  {
    name: "saved a picture in another format under the old name",
    app: "game",
    edit: write("assets/images/cup.png", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    finds: [["package/file-type", "assets/images/cup.png"]],
  },
  {
    name: "packed the source of a picture",
    app: "gallery",
    edit: write("assets/images/empty.psd", "8BPS"),
    finds: [["package/file-type", "assets/images/empty.psd"]],
  },
  {
    name: "packed a program under the name of a picture",
    app: "calculator",
    edit: write("assets/images/history.png", ELF),
    finds: [["package/executable", "assets/images/history.png"]],
  },
  {
    name: "compiled a script",
    app: "game",
    edit: write("assets/scripts/best.lua", "\x1bLua\x54\0"),
    finds: [
      ["package/executable", "assets/scripts/best.lua"],
      ["lua/bytecode", "assets/scripts/best.lua", "¦\x1bLua"],
    ],
  },
  {
    name: "named a file with a blank",
    app: "weather",
    edit: write("assets/images/copy of rain.txt", ""),
    finds: [["package/path", ""]],
  },
  {
    name: "has two files that some systems take for one",
    app: "notes",
    edit: all(
      write("assets/scripts/Text.lua", "return {}\n"),
      replace("assets/scripts/list_screen.lua", 'require("scripts.text")', 'require("scripts.Text")'),
    ),
    finds: [["package/path", "assets/scripts/Text.lua"]],
  },
];
