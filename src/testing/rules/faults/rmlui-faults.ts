import { ONE_TEXT } from "./file-faults.ts";
import { all, replace, type SeededFault, write } from "./seeded-fault.ts";

const helpThatOpens = (document: string): string =>
  `<rml>\n  <head>\n    <link type="text/rcss" href="theme.rcss"/>\n  </head>\n  <body onclick="ui.open('assets/${document}')"/>\n</rml>\n`;

/** What can be wrong with what documents and style sheets ask of RmlUi, and with what nothing asks for. */
export const rmluiFaults: readonly SeededFault[] = [
  {
    name: "mistyped an element",
    app: "notes",
    edit: all(
      replace("assets/editor.rml", '<textarea id="text"', '<textarae id="text"'),
      replace("assets/editor.rml", "</textarea>", "</textarae>"),
    ),
    finds: [["rml/unknown-element", "assets/editor.rml", '<¦textarae id="text"']],
  },
  {
    name: "mistyped an attribute",
    app: "weather",
    edit: replace("assets/main.rml", 'maxlength="60"', 'maxlenght="60"'),
    finds: [["rml/unknown-attribute", "assets/main.rml", '¦maxlenght="60"']],
  },
  {
    name: "waited for an event of browsers",
    app: "calculator",
    edit: replace("assets/copy.rml", 'onchange="copy_screen', 'oninput="copy_screen'),
    finds: [["rml/unknown-event", "assets/copy.rml", '¦oninput="copy_screen']],
  },
  {
    name: "mistyped a decorator",
    app: "game",
    edit: replace("assets/game.rcss", "vertical-gradient(#5b4490", "verticle-gradient(#5b4490"),
    finds: [["rcss/unknown-decorator", "assets/game.rcss", "decorator: ¦verticle-gradient(#5b4490"]],
  },
  {
    name: "laid out as in browsers",
    app: "clock",
    edit: replace("assets/cities.rcss", "  display: flex;\n", "  display: grid;\n"),
    finds: [["rcss/invalid-value", "assets/cities.rcss", "display: ¦grid;"]],
  },
  {
    name: "gave a time in milliseconds",
    app: "notes",
    edit: replace("assets/editor.rcss", "0.25s", "250ms"),
    finds: [["rcss/unknown-unit", "assets/editor.rcss", "background-color ¦250ms"]],
  },
  {
    name: "styled a state that no element has",
    app: "gallery",
    edit: replace("assets/gallery.rcss", ".shutter:active", ".shutter:hovver"),
    finds: [["rcss/unknown-selector", "assets/gallery.rcss", ".shutter¦:hovver"]],
  },
  {
    name: "bound a text as markup",
    app: "clock",
    edit: replace("assets/alarm.rml", '<p id="days_text"', '<p data-rml="days" id="days_text"'),
    finds: [["rml/markup", "assets/alarm.rml", 'data-rml="¦days"']],
  },
  {
    name: "bound what is visible by a mistyped name",
    app: "gallery",
    edit: replace("assets/picture.rml", '<button id="delete"', '<button data-vissible="own" id="delete"'),
    finds: [["rml/unknown-binding", "assets/picture.rml", '¦data-vissible="own"']],
  },
  {
    name: "turned confetti by a function of another library",
    app: "game",
    edit: replace("assets/won.rcss", "transform: rotate(70deg)", "transform: rotated(70deg)"),
    finds: [["rcss/unknown-function", "assets/won.rcss", "transform: ¦rotated(70deg)"]],
  },
  {
    name: "left the first draft of a picture behind",
    app: "gallery",
    edit: (files) => write("assets/images/lake-old.png", files.get("assets/images/lake.png") ?? "")(files),
    finds: [["package/unused-file", "assets/images/lake-old.png"]],
  },
  {
    name: "wrote two screens of help that nothing opens",
    app: "calculator",
    edit: all(write("assets/help.rml", helpThatOpens("more.rml")), write("assets/more.rml", helpThatOpens("help.rml"))),
    finds: [
      ["package/unreachable-screen", "assets/help.rml"],
      ["package/unreachable-screen", "assets/more.rml"],
    ],
  },
  {
    name: "mistyped the key of a text",
    app: "clock",
    edit: replace("assets/scripts/countdown.lua", 'app.t("timer.rings")', 'app.t("timer.ring")'),
    finds: [
      ["locale/unknown-key", "assets/scripts/countdown.lua", 'app.t(¦"timer.ring")'],
      ["locale/unused-key", "locales/en.json", '"timer.rings": ¦"'],
    ],
    fix: {
      says: ['Adds the text "timer.ring", to be written.', ONE_TEXT],
      edit: all(
        replace("locales/en.json", '"Yesterday"', '"Yesterday",\n  "timer.ring": "TODO: timer.ring"'),
        replace("locales/fr.json", '"Hier"', '"Hier",\n  "timer.ring": "TODO: timer.ring"'),
      ),
      leaves: ["locale/unused-key"],
    },
  },
];
