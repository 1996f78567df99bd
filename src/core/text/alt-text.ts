/** Words that describe no picture. */
const EMPTY_WORDS = /^(?:screen ?shot|image|picture|screen|photo|app)?[ #.-]*[0-9]*$/i;

/**
 * Which descriptions of pictures say nothing: those of words that fit any picture, those that only name the app, and repetitions.
 *
 * @param name of the app
 * @returns positions in `alts`
 */
export function emptyAlts(name: string, alts: readonly string[]): readonly number[] {
  const seen = new Set([name.toLowerCase()]);
  return alts.flatMap((alt, index) => {
    const isOwn = !seen.has(alt.toLowerCase()) && !EMPTY_WORDS.test(alt.trim());
    seen.add(alt.toLowerCase());
    return isOwn ? [] : [index];
  });
}
