/** How something of RmlUi fares where apps run. */
export interface Feature {
  /** On phones, which have RmlUi 6: `partly` where the note says what is missing, `no` where it does nothing at all. */
  readonly device: "yes" | "partly" | "no";
  /**
   * In the emulator of `mosis run`, which does not exist yet: what it is going to do, as a contract with whoever writes it. What a device does
   * not do, it does not do either.
   */
  readonly emulator: "planned" | "partly planned" | "not planned";
  /** What is missing, or what else there is to know; a sentence, or several. */
  readonly note?: string;
}

/** Features of one kind by their name, lower case but for functions of `transform`. */
export type Features = Readonly<Record<string, Feature>>;

const WORKS: Feature = { device: "yes", emulator: "planned" };

/** Features that work everywhere; their names with blanks between. */
export function works(names: string): Features {
  return each(names, WORKS);
}

/** Features that work, with something to know about. */
export function noted(note: string, names: string): Features {
  return each(names, { ...WORKS, note });
}

/** Features that do not work as one would think. */
export function limited(limits: Partial<Feature> & { readonly note: string }, names: string): Features {
  return each(names, { ...WORKS, ...limits });
}

/** Names that other languages have and RmlUi has not: what to do instead. */
export function missing(instead: Readonly<Record<string, string>>): Features {
  const features = Object.entries(instead).map(([name, note]): [string, Feature] => [
    name,
    { device: "no", emulator: "not planned", note },
  ]);
  return Object.fromEntries(features);
}

/** Of features, the names that do something. */
export function namesOf(features: Features): readonly string[] {
  return Object.keys(features).filter((name) => features[name]?.device !== "no");
}

function each(names: string, feature: Feature): Features {
  return Object.fromEntries(names.split(" ").map((name) => [name, feature]));
}
