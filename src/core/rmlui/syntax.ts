import { type Features, limited, missing, noted, works } from "./feature.ts";

/** Units of numbers (`PropertyParserNumber`), of time (`PropertyParserAnimation`). */
export const units: Features = {
  ...noted("The size meant for apps: as large on every screen.", "dp"),
  ...works("% px vw vh em rem in cm mm pt pc deg rad s"),
  ...noted("Of resolutions.", "x"),
  ...missing({
    ms: "Write seconds: `0.2s`.",
    turn: "Write degrees: `360deg`.",
    grad: "Write degrees.",
    ch: "Use `em`.",
    ex: "Use `em`.",
    lh: "Use `em`.",
    rlh: "Use `rem`.",
    fr: "Use a flexbox.",
    vmin: "Use `vw` or `vh`.",
    vmax: "Use `vw` or `vh`.",
    svh: "Use `vh`.",
    dvh: "Use `vh`.",
    lvh: "Use `vh`.",
    svw: "Use `vw`.",
    dvw: "Use `vw`.",
    lvw: "Use `vw`.",
    dpi: "Write a factor: `2x`.",
    dppx: "Write a factor: `2x`.",
    sp: "Use `dp`.",
    dip: "Use `dp`.",
    pp: "Use `px` or `dp`.",
  }),
};

/** What begins with `@` (`StyleSheetParser::Parse`). */
export const atRules: Features = {
  ...works("@media @keyframes @spritesheet"),
  ...noted("RmlUi's own: names a decorator.", "@decorator"),
  ...limited({ device: "partly", note: "Not in RmlUi 6.0 and 6.1; `LatoLatin` is always there." }, "@font-face"),
  ...missing({
    "@import": "Link every sheet with `<link>`.",
    "@supports": "Leave it out.",
    "@charset": "Leave it out: files are UTF-8.",
    "@layer": "Leave it out.",
    "@container": "Use `@media`.",
    "@property": "Leave it out.",
    "@page": "Leave it out.",
    "@namespace": "Leave it out.",
  }),
};

/** What `@media` may ask for (`MediaQueryPropertyParser`). */
export const mediaFeatures: Features = {
  ...works("width min-width max-width height min-height max-height orientation"),
  ...works("aspect-ratio min-aspect-ratio max-aspect-ratio"),
  ...works("resolution min-resolution max-resolution"),
  ...noted("RmlUi's own: names that the host turns on.", "theme"),
  ...missing({
    "prefers-color-scheme": "Use `theme`.",
    "prefers-reduced-motion": "Leave it out.",
    "prefers-contrast": "Use `theme`.",
    hover: "Leave it out: phones have fingers.",
    pointer: "Leave it out: phones have fingers.",
    "device-width": "Use `width`.",
    "device-height": "Use `height`.",
    "min-device-width": "Use `min-width`.",
    "max-device-width": "Use `max-width`.",
    "min-device-pixel-ratio": "Use `min-resolution`.",
    "-webkit-min-device-pixel-ratio": "Use `min-resolution`.",
  }),
};

const PROPAGATES = "Also on the elements around.";

/** Pseudo-classes (`StyleSheetFactory`, `Element`, the form controls). */
export const pseudoClasses: Features = {
  ...noted(PROPAGATES, "hover active focus"),
  ...limited({ emulator: "partly planned", note: "Where a key or a controller moved the focus." }, "focus-visible"),
  ...works("checked disabled not empty only-child only-of-type"),
  ...works("first-child last-child first-of-type last-of-type"),
  ...works("nth-child nth-last-child nth-of-type nth-last-of-type"),
  ...limited({ device: "partly", note: "Not in RmlUi 6.0 and 6.1, where it never matches." }, "placeholder-shown"),
  ...noted("Of the tab that is shown.", "selected"),
  ...limited({ emulator: "not planned", note: "Of what follows the finger with `drag: clone`." }, "drag"),
  ...limited({ device: "partly", note: "In queries from Lua only; not in RmlUi 6.0." }, "scope"),
  ...missing({
    "focus-within": "Use `:focus`, which reaches the elements around.",
    enabled: "Use `:not(:disabled)`.",
    root: "Use `body`.",
    is: "List the selectors.",
    where: "List the selectors.",
    has: "Set a class from Lua.",
    matches: "List the selectors.",
    link: "RmlUi has no links.",
    visited: "RmlUi has no links.",
    "any-link": "RmlUi has no links.",
    target: "Set a class from Lua.",
    before: "Add an element, or use a decorator.",
    after: "Add an element, or use a decorator.",
    "first-letter": "Put the letter into an element.",
    "first-line": "Put the line into an element.",
    selection: "Selected text has the colours of `selection`.",
    "read-only": "Set a class from Lua.",
    "read-write": "Set a class from Lua.",
    required: "Set a class from Lua.",
    optional: "Set a class from Lua.",
    valid: "Set a class from Lua.",
    invalid: "Set a class from Lua.",
    "in-range": "Set a class from Lua.",
    "out-of-range": "Set a class from Lua.",
    indeterminate: "Set a class from Lua.",
    default: "Set a class from Lua.",
    fullscreen: "Leave it out.",
    lang: "Set a class from Lua.",
    dir: "Set a class from Lua.",
  }),
};
