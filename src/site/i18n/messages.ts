import type { en } from "./messages/en/index.ts";

/** A text in the forms that a language has for numbers of things (CLDR plural categories); `{count}` stands for the number. */
export type PluralForms = { readonly other: string } & { readonly [category in Intl.LDMLPluralRule]?: string };

/** Everything the pages say in one language. `{name}` stands for a value. */
export type Messages = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : PluralForms;
};

/** Names a text without forms. */
export type TextKey = { [Key in keyof Messages]: Messages[Key] extends string ? Key : never }[keyof Messages];

/** Names a text about a number of things. */
export type CountKey = Exclude<keyof Messages, TextKey>;
