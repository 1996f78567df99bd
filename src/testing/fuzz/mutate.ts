/** Random choices of one run; see `seededRandom`. */
export type Random = () => number;

export function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** Values that readers of JSON stumble over. */
const ODD: readonly unknown[] = [
  null,
  true,
  "",
  " ",
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  "\u202e",
  "\ud800",
  "../../etc/passwd",
  "con",
  "com.example.notes",
  "x".repeat(5000),
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null, constructor: 1 },
  "1.0.0",
  "https://example.com/",
  "0".repeat(64),
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON value with one to three places replaced, removed, doubled or added. */
export function mutateJson(value: unknown, random: Random): unknown {
  const root = JSON.parse(JSON.stringify(value)) as Json;
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) mutateOnce(root, random);
  return root;
}

function mutateOnce(root: Json, random: Random): void {
  const holders: (Json[] | { [key: string]: Json })[] = [];
  const visit = (each: Json): void => {
    if (each === null || typeof each !== "object") return;
    holders.push(each);
    for (const inner of Object.values(each)) visit(inner);
  };
  visit(root);
  if (holders.length === 0) return;
  const holder = pick(holders, random) as { [key: string]: Json };
  const keys = Object.keys(holder);
  const key = keys.length === 0 || random() < 0.15 ? pick(["extra", "x-tool", "id", "0"], random) : pick(keys, random);
  const what = random();
  if (what < 0.2) delete holder[key];
  else if (what < 0.35 && typeof holder[key] === "string") holder[key] = bend(holder[key], random);
  else if (what < 0.5 && keys.length > 1) holder[key] = structuredClone(holder[pick(keys, random)] as Json);
  else holder[key] = structuredClone(pick(ODD, random)) as Json;
}

function bend(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1));
  return pick(
    [
      text.slice(0, at) + text.slice(at + 1),
      `${text.slice(0, at)}\u0301${text.slice(at)}`,
      text.slice(0, at) + text,
      text.toUpperCase(),
      `${text} `,
    ],
    random,
  );
}

/** Bytes with one to four of them changed, removed, doubled or cut. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let out = [...bytes];
  for (let left = 1 + Math.floor(random() * 4); left > 0 && out.length > 0; left -= 1) {
    const at = Math.floor(random() * out.length);
    const length = 1 + Math.floor(random() * random() * 40);
    const what = random();
    if (what < 0.5) out[at] = Math.floor(random() * 256);
    else if (what < 0.65) out.splice(at, length);
    else if (what < 0.8) out.splice(at, 0, ...out.slice(at, at + length));
    else if (what < 0.9) out.splice(at, 0, Math.floor(random() * 256));
    else out = out.slice(0, at);
  }
  return Uint8Array.from(out);
}
