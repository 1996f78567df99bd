/** What turns the direction of everything that follows, and what nobody sees; not what joins letters and emoji, nor what marks a direction. */
const UNSEEN = /[\u200b\u202a-\u202e\u2060-\u206f\ufeff]/g;
/** More marks than any script puts on a letter: they would paint over the lines above and below. */
const TOWER = /(\p{M}{4})\p{M}+/gu;
/** Letters that are blank. */
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/g;

/**
 * A document of the store whose texts stay in their place: none turns its surroundings around, hides itself or leaves its line. The rules of
 * packages refuse such texts; this is for what got past them. JSON stays the same JSON otherwise.
 */
export function harmlessText(document: string): string {
  return document.replace(UNSEEN, "").replace(TOWER, "$1");
}

/** A name that can be seen; the id of what it names when nothing of it can. */
export function visibleName(name: string, id: string): string {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name.replace(BLANK, "")) ? name : id;
}
