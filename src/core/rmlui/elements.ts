import { type Feature, type Features, limited, missing, noted, works } from "./feature.ts";

/** An element with the attributes that mean something on it, besides those of every element. */
export interface Element extends Feature {
  /**
   * `structure`: of documents; `control`: with a class of its own in RmlUi; `box`: known from HTML, and nothing but its styles; `part`: made by
   * RmlUi within others, for style sheets to name; `none`: does nothing, though HTML has it.
   */
  readonly kind: "structure" | "control" | "box" | "part" | "none";
  readonly attributes: Features;
  /** The elements that it has to stand in, where it means something there only; null stands for none. */
  readonly within?: readonly (string | null)[];
}

const FIELD = works("name value disabled");
/** Where no other place was named, too: it may be a piece of a document. */
const HEADS = ["head", "rml", null];
const PLUGIN: Partial<Feature> & { note: string } = {
  device: "partly",
  note: "Only with RmlUi's plugin for it, and packages hold no such files.",
};

/** Elements by name (`Factory::Initialise`, the handlers of `XMLParser`, and what controls add to themselves). */
export const elements: Readonly<Record<string, Element>> = {
  rml: element("structure", {}, { within: [null] }),
  head: element("structure", {}, { within: ["rml", "template", null] }),
  title: element("structure", {}, { within: HEADS }),
  link: element("structure", works("type href"), {
    within: HEADS,
    note: "`type` is `text/rcss` or `text/template`.",
  }),
  style: element("structure", {}, { within: HEADS }),
  script: element("structure", works("src"), { within: HEADS }),
  body: element("structure", noted("The name of a template around it.", "template"), {
    within: ["rml", "template", null],
  }),
  template: element("structure", works("name content src"), {
    note: "A file of its own with `name` and `content`, or with `src` a place where one is put.",
  }),

  img: element("control", works("src sprite width height rect")),
  input: element(
    "control",
    {
      ...FIELD,
      ...noted("`text`, `password`, `radio`, `checkbox`, `range`, `submit` or `button`.", "type"),
      ...works("maxlength size checked min max step orientation"),
      ...limited({ device: "partly", note: "Not in RmlUi 6.0 and 6.1." }, "placeholder"),
    },
    {},
  ),
  textarea: element("control", {
    ...FIELD,
    ...works("cols rows maxlength wrap"),
    ...limited({ device: "partly", note: "Not in RmlUi 6.0 and 6.1." }, "placeholder"),
  }),
  select: element("control", FIELD),
  option: element("control", works("value selected disabled"), { within: ["select"] }),
  form: element("control", {}, { note: "`submit` carries the values of its fields; nothing is sent." }),
  label: element("control", works("for")),
  progress: element("control", works("value max direction start-edge"), {
    emulator: "partly planned",
    note: "No circular ones in the emulator.",
  }),
  progressbar: element("control", works("value max direction start-edge"), {
    device: "partly",
    note: "Its old name: use `<progress>`.",
  }),
  tabset: element("control", {}, { note: "With `tab` and `panel` in turn." }),
  ...each(["tab", "panel", "tabs", "panels"], "control", { within: ["tabset"] }),
  handle: element("control", works("move_target size_target edge_margin"), {
    emulator: "not planned",
    note: "Moves or sizes another element. `edge_margin` is not in RmlUi 6.0.",
  }),
  svg: element("control", works("src width height crop-to-content xmlns viewbox"), PLUGIN),
  lottie: element("control", works("src"), { ...PLUGIN, emulator: "not planned" }),

  ...each(["div", "span", "p", "section", "article", "aside", "header", "footer", "main", "nav", "menu"], "box"),
  ...each(["h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "address", "center"], "box"),
  ...each(["b", "strong", "i", "em", "u", "s", "small", "big", "code", "kbd", "samp", "var", "tt", "q", "cite"], "box"),
  ...each(["mark", "time", "abbr", "figure", "figcaption", "fieldset", "legend", "caption"], "box"),
  button: element("box", {}, { note: "A box; what it does is its `onclick`. `<label>` finds it." }),
  a: element("box", {}, { device: "partly", note: "A box: it leads nowhere. Use `onclick` and `ui.open`." }),
  br: element("box", {}, { device: "partly", note: "Breaks a line only with `display: block`." }),
  ...each(["ul", "ol", "li", "dl", "dt", "dd"], "box", { note: "Boxes: no bullets and no numbers." }),
  ...each(["sub", "sup"], "box", { note: "Boxes: see `vertical-align` and `font-size`." }),
  ...each(["table", "thead", "tbody", "tfoot", "tr"], "box", { note: "With `display: table` and so on." }),
  ...each(["td", "th"], "box", { attributes: works("colspan rowspan"), note: "With `display: table-cell`." }),
  ...each(["col", "colgroup"], "box", { attributes: works("span"), note: "With `display: table-column`." }),
  ...each(["details", "summary", "dialog", "meter", "output"], "box", {
    device: "partly",
    note: "Boxes: they open, close and measure nothing.",
  }),

  ...each(["scrollbarvertical", "scrollbarhorizontal", "scrollbarcorner"], "part", {
    note: "Of everything that scrolls.",
    emulator: "partly planned",
  }),
  ...each(["slidertrack", "sliderbar", "sliderarrowdec", "sliderarrowinc"], "part", {
    note: "Of `range` fields and scrollbars.",
    emulator: "partly planned",
  }),
  sliderprogress: element(
    "part",
    {},
    {
      device: "partly",
      emulator: "partly planned",
      note: "Of `range` fields; not in RmlUi 6.0.",
    },
  ),
  ...each(["selectvalue", "selectarrow", "selectbox"], "part", { note: "Of `<select>`.", emulator: "partly planned" }),
  fill: element("part", {}, { note: "Of `<progress>`.", emulator: "partly planned" }),
  selection: element("part", {}, { note: "The colours of selected text." }),

  ...none("Apps play no sounds and films in documents.", "audio", "video", "source", "track"),
  ...none("Other pages cannot be put into one.", "iframe", "frame", "frameset", "object", "embed", "param", "applet"),
  ...none("Nothing can be drawn on it. Use `decorator`.", "canvas"),
  ...none("Use `<img>`.", "image", "picture", "map", "area"),
  ...none("RmlUi reads the title, links, styles and scripts of a head.", "meta", "base", "noscript"),
  ...none("Show what may be chosen yourself.", "datalist", "optgroup"),
  ...none("Use `word-break`.", "wbr"),
  ...none("Name the font in a style sheet.", "font"),
};

/** Attributes of every element (`Element::OnAttributeChange`), besides `on…` and `data-…`; others are the app's own. */
export const attributes: Features = {
  ...works("id class style"),
  ...limited({ emulator: "not planned", note: "For fonts that shape text by it." }, "lang dir"),
  ...limited({ device: "partly", note: "Only where the device shows the document so." }, "autofocus"),
  ...missing({
    href: "RmlUi has no links: use `onclick` and `ui.open`.",
    hidden: "Use a class with `display: none`.",
    tabindex: "Use the property `tab-index`.",
    draggable: "Use the property `drag`.",
    contenteditable: "Use `<textarea>`.",
    align: "Use `text-align`.",
    valign: "Use `vertical-align`.",
    bgcolor: "Use `background-color`.",
    cellpadding: "Use `padding`.",
    cellspacing: "Use `gap`.",
    srcset: "Use `src` with a picture about three times its size in dp.",
    target: "RmlUi has no links: use `onclick` and `ui.open`.",
  }),
};

type More = Partial<Omit<Element, "kind">>;

function element(kind: Element["kind"], own: Features, more: Omit<More, "attributes"> = {}): Element {
  return { device: "yes", emulator: "planned", ...more, kind, attributes: own };
}

function each(names: readonly string[], kind: Element["kind"], more: More = {}): Readonly<Record<string, Element>> {
  const { attributes: own = {}, ...rest } = more;
  return Object.fromEntries(names.map((name) => [name, element(kind, own, rest)]));
}

function none(note: string, ...names: readonly string[]): Readonly<Record<string, Element>> {
  return each(names, "none", { device: "no", emulator: "not planned", note });
}
