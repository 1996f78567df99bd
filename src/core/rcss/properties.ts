/** Names with one of several ends. */
const each = (name: string, ends: readonly string[]): readonly string[] => ends.map((end) => `${name}${end}`);
const SIDES = ["-top", "-right", "-bottom", "-left"];
const CORNERS = ["-top-left-radius", "-top-right-radius", "-bottom-right-radius", "-bottom-left-radius"];

/** Properties and shorthands of RmlUi 6 (`StyleSheetSpecification::RegisterDefaultProperties`). */
export const properties: readonly string[] = [
  ["margin", "padding", "border", "border-width", "border-color", "border-radius"],
  each("margin", SIDES),
  each("padding", SIDES),
  each("border", [...SIDES, ...CORNERS]),
  SIDES.flatMap((side) => each(`border${side}`, ["-width", "-color"])),
  ["display", "position", "top", "right", "bottom", "left", "float", "clear", "box-sizing", "z-index"],
  ["width", "min-width", "max-width", "height", "min-height", "max-height"],
  ["line-height", "vertical-align", "overflow", "overflow-x", "overflow-y", "clip", "visibility"],
  ["background", "background-color", "color", "caret-color", "image-color", "opacity"],
  ["font", "font-family", "font-style", "font-weight", "font-size", "font-kerning", "font-effect", "letter-spacing"],
  ["text-align", "text-decoration", "text-transform", "text-overflow", "white-space", "word-break"],
  ["gap", "row-gap", "column-gap", "cursor", "drag", "tab-index", "focus"],
  ["nav", "nav-up", "nav-right", "nav-down", "nav-left"],
  ["scrollbar-margin", "overscroll-behavior", "pointer-events"],
  ["perspective", "perspective-origin", "perspective-origin-x", "perspective-origin-y"],
  ["transform", "transform-origin", "transform-origin-x", "transform-origin-y", "transform-origin-z"],
  ["transition", "animation", "decorator", "mask-image", "filter", "backdrop-filter", "box-shadow", "fill-image"],
  ["align-content", "align-items", "align-self", "justify-content"],
  ["flex", "flex-basis", "flex-direction", "flex-flow", "flex-grow", "flex-shrink", "flex-wrap"],
].flat();

/** What `@font-face` knows (`StyleSheetParser`, `FontFacePropertyParser`). */
export const fontFaceProperties: readonly string[] = ["font-family", "font-style", "font-weight", "src"];
