import type { Feature } from "./feature.ts";

/** A property or shorthand of style sheets. */
export interface Property extends Feature {
  /**
   * What its value is made of, as in the value definition syntax of CSS: keywords and types, separated by `|`; in brackets, with how many of
   * them there are at most. `<any>` is what RmlUi reads in a way of its own.
   */
  readonly value: string;
}

type Limits = Partial<Feature>;

const NEEDS_LAYERS: Limits = {
  device: "partly",
  note: "Only where the renderer of the device has layers and shaders.",
};
const NEWER: Limits = { device: "partly", note: "Not in RmlUi 6.0 and 6.1, which skip it." };
const NAVIGATION: Limits = { emulator: "not planned", note: "For keys and controllers: where the focus goes." };

const SIZE = "<length> | <percentage>";
const EDGE = `auto | ${SIZE}`;
const OVERFLOW = "visible | hidden | auto | scroll";
const NEIGHBOUR = "none | auto | horizontal | vertical | tree-order | <string>";

/** Properties of elements (`StyleSheetSpecification::RegisterDefaultProperties`). */
export const properties: Readonly<Record<string, Property>> = {
  ...all(["margin-top", "margin-right", "margin-bottom", "margin-left"], EDGE),
  margin: property(`[ ${EDGE} ]{1,4}`),
  ...all(["padding-top", "padding-right", "padding-bottom", "padding-left"], SIZE),
  padding: property(`[ ${SIZE} ]{1,4}`),

  ...all(["border-top-width", "border-right-width", "border-bottom-width", "border-left-width"], "<length>"),
  "border-width": property("[ <length> ]{1,4}"),
  ...all(["border-top-color", "border-right-color", "border-bottom-color", "border-left-color"], "<color>"),
  "border-color": property("[ <color> ]{1,4}"),
  ...all(["border-top", "border-right", "border-bottom", "border-left", "border"], "[ <length> | <color> ]{1,2}", {
    note: "Borders are solid: there is no style to name.",
  }),
  ...all(
    ["border-top-left-radius", "border-top-right-radius", "border-bottom-right-radius", "border-bottom-left-radius"],
    "<length>",
    { note: "Lengths only, no percentages." },
  ),
  "border-radius": property("[ <length> ]{1,4}", { note: "Lengths only, no percentages." }),

  display: property(
    "none | block | inline | inline-block | flow-root | flex | inline-flex | table | inline-table | table-row | table-row-group | table-column | table-column-group | table-cell",
    { note: "`inline` until set: RmlUi has no default style sheet." },
  ),
  position: property("static | relative | absolute | fixed"),
  ...all(["top", "right", "bottom", "left"], EDGE),
  inset: property(`[ ${EDGE} ]{1,4}`, NEWER),
  float: property("none | left | right"),
  clear: property("none | left | right | both"),
  "box-sizing": property("content-box | border-box"),
  "z-index": property("auto | <number>"),

  ...all(["width", "height"], EDGE),
  ...all(["min-width", "min-height"], SIZE),
  ...all(["max-width", "max-height"], `none | ${SIZE}`),
  "line-height": property(`<number> | ${SIZE}`),
  "vertical-align": property(
    `baseline | middle | sub | super | text-top | text-bottom | top | center | bottom | ${SIZE}`,
  ),
  ...all(["overflow-x", "overflow-y"], OVERFLOW),
  overflow: property(`[ ${OVERFLOW} ]{1,2}`),
  clip: property("auto | none | always | <number>", {
    emulator: "partly planned",
    note: "RmlUi's own: which elements around cut this one off. The emulator knows the keywords.",
  }),
  visibility: property("visible | hidden"),
  "text-overflow": property("clip | ellipsis | <string>", NEWER),

  "background-color": property("<color>"),
  background: property("<color>", { note: "A colour only: pictures and gradients are decorators." }),
  color: property("<color>"),
  "caret-color": property("auto | <color>"),
  "image-color": property("<color>", { note: "RmlUi's own: what pictures are multiplied with." }),
  opacity: property("<number>", { note: "Inherited, other than in CSS." }),

  "font-family": property("<string>", { note: "One family, no list. `LatoLatin` is always there." }),
  "font-style": property("normal | italic"),
  "font-weight": property("normal | bold | <number>"),
  "font-size": property(SIZE),
  "font-kerning": property("auto | normal | none", NEWER),
  "letter-spacing": property("normal | <length>"),
  font: property("<any>"),
  "text-align": property("left | right | center | justify"),
  "text-decoration": property("none | underline | overline | line-through"),
  "text-transform": property("none | capitalize | uppercase | lowercase"),
  "white-space": property("normal | pre | nowrap | pre-wrap | pre-line"),
  "word-break": property("normal | break-all | break-word"),

  ...all(["row-gap", "column-gap"], SIZE),
  gap: property(`[ ${SIZE} ]{1,2}`),
  cursor: property("<string>", { emulator: "partly planned", note: "Names that the host knows; phones show none." }),

  drag: property("none | drag | drag-drop | block | clone", {
    emulator: "partly planned",
    note: "RmlUi's own: whether the element can be dragged. No `clone` in the emulator.",
  }),
  "tab-index": property("none | auto", { emulator: "partly planned", note: "In the order of the document." }),
  focus: property("none | auto", { note: "RmlUi's own: whether the element takes the focus." }),
  ...all(["nav-up", "nav-right", "nav-down", "nav-left"], NEIGHBOUR, NAVIGATION),
  nav: property(`[ ${NEIGHBOUR} ]{1,4}`, NAVIGATION),
  "scrollbar-margin": property("<length>", { emulator: "not planned", note: "RmlUi's own." }),
  "overscroll-behavior": property("auto | contain"),
  "pointer-events": property("none | auto"),

  perspective: property("none | <length>"),
  "perspective-origin-x": property(`left | center | right | ${SIZE}`),
  "perspective-origin-y": property(`top | center | bottom | ${SIZE}`),
  "perspective-origin": property(`[ left | center | right | top | bottom | ${SIZE} ]{1,2}`),
  transform: property("<transform>"),
  "transform-origin-x": property(`left | center | right | ${SIZE}`),
  "transform-origin-y": property(`top | center | bottom | ${SIZE}`),
  "transform-origin-z": property("<length>"),
  "transform-origin": property(`[ left | center | right | top | bottom | ${SIZE} ]{1,3}`),
  transition: property("<any>", { note: "Times in `s`, and RmlUi's own easing, such as `cubic-out`." }),
  animation: property("<any>", { note: "Times in `s`, and RmlUi's own easing, such as `cubic-out`." }),

  decorator: property("<decorator>", { note: "RmlUi's own: pictures and gradients behind an element." }),
  "mask-image": property("<decorator>", NEEDS_LAYERS),
  "font-effect": property("<font-effect>", {
    emulator: "partly planned",
    note: "RmlUi's own. Shadows in the emulator.",
  }),
  filter: property("<filter>", NEEDS_LAYERS),
  "backdrop-filter": property("<filter>", NEEDS_LAYERS),
  "box-shadow": property("<any>", NEEDS_LAYERS),
  "fill-image": property("<string>", { emulator: "partly planned", note: "Of `<progress>`: a sprite or file." }),

  "align-content": property("flex-start | flex-end | center | space-between | space-around | space-evenly | stretch"),
  "align-items": property("flex-start | flex-end | center | baseline | stretch"),
  "align-self": property("auto | flex-start | flex-end | center | baseline | stretch"),
  "justify-content": property("flex-start | flex-end | center | space-between | space-around | space-evenly"),
  "flex-basis": property(EDGE),
  "flex-direction": property("row | row-reverse | column | column-reverse"),
  ...all(["flex-grow", "flex-shrink"], "<number>"),
  "flex-wrap": property("nowrap | wrap | wrap-reverse"),
  flex: property("<any>"),
  "flex-flow": property("<any>"),

  ...all(["-rmlui-language", "-rmlui-direction"], "<any>", {
    device: "partly",
    emulator: "not planned",
    note: "RmlUi's own, for the attributes `lang` and `dir`.",
  }),
};

/** What `@font-face` knows (`StyleSheetParser`, `FontFacePropertyParser`). */
export const fontFaceProperties: Readonly<Record<string, Property>> = {
  "font-family": property("<string>"),
  "font-style": property("normal | italic"),
  "font-weight": property("all | normal | bold | <number>"),
  src: property("<any>", { note: "The path alone, without `url()`." }),
  "-rmlui-fallback-face": property("false | true"),
  "-rmlui-face-index": property("<number>"),
};

function property(value: string, { device = "yes", emulator = "planned", note }: Limits = {}): Property {
  return { value, device, emulator, ...(note !== undefined && { note }) };
}

function all(names: readonly string[], value: string, limits: Limits = {}): Readonly<Record<string, Property>> {
  return Object.fromEntries(names.map((name) => [name, property(value, limits)]));
}
