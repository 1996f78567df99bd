import { appFixture, type RuleFixture, type RuleFixtures } from "./fixture.ts";

const documents = (wrong: string, right: string): RuleFixture =>
  appFixture(
    (app) => app.withFile("assets/more.rml", wrong),
    (app) => app.withFile("assets/more.rml", right),
  );
const sheets = (wrong: string, right: string): RuleFixture =>
  appFixture(
    (app) => app.withFile("assets/more.rcss", wrong),
    (app) => app.withFile("assets/more.rcss", right),
  );

export const rmluiFixtures: RuleFixtures = {
  "rml/unknown-element": appFixture(
    (app) => app.withFile("assets/more.rml", "<rml><body><buton/></body></rml>"),
    (app) =>
      app
        .withFile("assets/more.rml", "<rml><body><buton/><note-card/></body></rml>")
        .withFile("assets/more.rcss", "buton { display: block; }"),
  ),
  "rml/unknown-attribute": documents('<input maxlenght="20"/>', '<input maxlength="20" note="4"/>'),
  "rml/unknown-event": appFixture(
    (app) => app.withFile("assets/more.rml", '<input oninput="print()"/>'),
    (app) =>
      app
        .withFile("assets/more.rml", '<input onchange="print()" oninput="print()" onfound="print()"/>')
        .withFile("assets/code.lua", 'return function(field) field:DispatchEvent("input") end'),
  ),
  "rml/unknown-binding": documents('<p data-clas-new="note.new"/>', '<p data-class-new="note.new" data-note="4"/>'),
  "rcss/unknown-property": sheets(".card { colour: red; }", ".card { color: red; --colour: red; }"),
  "rcss/invalid-value": sheets(".card { width: 100; }", ".card { width: 100dp; min-width: 0; }"),
  "rcss/unknown-unit": sheets(
    ".card { transition: opacity 200ms; }",
    ".card { transition: opacity 0.2s; decorator: image( 200ms ); }",
  ),
  "rcss/unknown-function": sheets(
    ".card { transform: rotated(45deg); }",
    ".card { transform: rotate(45deg); width: calc(100% - var(--gap)); }",
  ),
  "rcss/unknown-decorator": appFixture(
    (app) => app.withFile("assets/more.rcss", ".card { decorator: paper; }"),
    (app) =>
      app
        .withFile("assets/more.rcss", ".card { decorator: paper border-box, image( icon ); }")
        .withFile("assets/theme.rcss", "@decorator paper : image { image-src: icon; }"),
  ),
  "rcss/unknown-selector": sheets("button:hovver {}", "button:hover:not(:disabled) {} button:armed {}"),
  "rcss/unknown-media": sheets("@media screen and (width: 3px) {}", "@media not (width: 3px) and (theme: dark) {}"),
};
