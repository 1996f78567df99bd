import { type Features, missing, noted, works } from "./feature.ts";

/**
 * What follows `data-` in attributes that bind an element to a data model (views and controllers of `Factory::Initialise`); with a dash at its
 * end where a name follows. Others are attributes of the app's own.
 */
export const bindings: Features = {
  ...noted("Names the data model of the element and what is in it.", "model"),
  ...works("if visible for attr- attrif- class- style- value checked event-"),
  ...noted("A shorter name for something of the model.", "alias-"),
  ...noted("Parses text as markup: review asks about it.", "rml"),
  ...missing({ text: "Write `{{ }}` in the text." }),
};
