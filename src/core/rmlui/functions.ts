import { type Features, limited, missing, noted, works } from "./feature.ts";

const NEEDS_LAYERS = "Only where the renderer of the device has layers and shaders.";
const NEWER = "Not in RmlUi 6.0 and 6.1, which skip the declaration.";

/** Types of decorators, also values of `mask-image` (`Factory::Initialise`; `SVGPlugin`). */
export const decorators: Features = {
  ...works("tiled-horizontal tiled-vertical tiled-box image ninepatch"),
  ...works("horizontal-gradient vertical-gradient"),
  ...limited({ note: "Its old name: use `horizontal-gradient` or `vertical-gradient`." }, "gradient"),
  ...limited(
    { device: "partly", note: NEEDS_LAYERS },
    "linear-gradient repeating-linear-gradient radial-gradient repeating-radial-gradient conic-gradient repeating-conic-gradient",
  ),
  ...limited(
    { device: "partly", emulator: "not planned", note: "The renderer alone decides what it draws." },
    "shader",
  ),
  ...limited({ device: "partly", note: "Not in RmlUi 6.0, which skips the declaration." }, "text"),
  ...limited({ device: "partly", note: "Only with RmlUi's SVG plugin, and packages hold no SVG files." }, "svg"),
  ...missing({ url: "Use `image(path)`.", lottie: "Use the element `<lottie>`.", none: "Write `none` alone." }),
};

/** Values of `filter` and `backdrop-filter` (`Factory::Initialise`). */
export const filters: Features = limited(
  { device: "partly", note: NEEDS_LAYERS },
  "hue-rotate brightness contrast grayscale invert opacity saturate sepia blur drop-shadow",
);

/** Values of `font-effect` (`Factory::Initialise`). */
export const fontEffects: Features = works("blur glow outline shadow");

/** Values of `transform` (`PropertyParserTransform`), which tells upper case from lower. */
export const transforms: Features = {
  ...works("matrix translate translateX translateY scale scaleX scaleY"),
  ...works("rotate skew skewX skewY"),
  ...noted(
    "With `perspective`, as in CSS.",
    "perspective matrix3d translate3d translateZ scale3d scaleZ rotate3d rotateX rotateY rotateZ",
  ),
};

/** Functions that give a part of a value: colours (`PropertyParserColour`), variables and sums. */
export const valueFunctions: Features = {
  ...noted("The fourth number of `rgba` goes from 0 to 255.", "rgb rgba"),
  ...limited({ device: "partly", note: "Not in RmlUi 6.0, which skips the declaration." }, "hsl hsla"),
  ...limited({ device: "partly", note: NEWER }, "lab lch oklab oklch var calc min max clamp"),
  ...missing({
    url: "Write the path alone.",
    hwb: "Use `rgb` or `hsl`.",
    color: "Use `rgb` or `hsl`.",
    "color-mix": "Mix the colours yourself.",
    env: "Use `var`.",
    attr: "Set the text from Lua.",
    "cubic-bezier": "Use `cubic-in-out` or another of RmlUi's.",
    steps: "Use key frames.",
  }),
};

/** Names of colours (`PropertyParserColour`): far fewer than CSS has. */
export const colors: Features = works(
  "transparent black silver gray grey white maroon red orange purple fuchsia green lime olive yellow navy blue teal aqua",
);
