import { verdict } from "./measure.ts";
import { type KnownName, NameIndex } from "../../src/core/names/name-index.ts";
import { lookAlikeOf, seededRandom, type SyntheticId, syntheticIds } from "../../src/testing/synthetic-ids.ts";

const PLANTED = 200;
const IDS = 6_000;
const MANY = 10_000;
/** Issue 4, acceptance 7. */
const FLOORS = { recall: 0.95, falseHolds: 0.02, milliseconds: 5 };

/** How many look-alikes are held, how many others, and how long a question takes. */
export interface NamesResult {
  readonly recall: number;
  readonly falseHolds: number;
}

/** Plants look-alikes of ids by strangers among many ids, and asks of each id whether a person should look. */
export function measureNames(seed: number): NamesResult {
  const random = seededRandom(seed);
  const ids = syntheticIds(IDS, random);
  const index = new NameIndex(ids.map(known));
  const isHeld = (id: string, owner: string): boolean =>
    index.similar("app-id", id, owner).some(({ distance }) => distance <= 1);
  const taken = new Set(ids.map(({ id }) => id));
  let held = 0;
  for (let planted = 0; planted < PLANTED;) {
    const victim = ids[Math.floor(random() * ids.length)] as SyntheticId;
    const impostor = lookAlikeOf(victim.id, random);
    if (taken.has(impostor)) continue;
    planted += 1;
    if (isHeld(impostor, "impostor")) held += 1;
  }
  const falseHolds = ids.filter(({ id, owner }) => isHeld(id, owner)).length / ids.length;
  return { recall: held / PLANTED, falseHolds };
}

export function benchNames(): readonly string[] {
  const random = seededRandom(7);
  const ids = syntheticIds(MANY, random);
  const index = new NameIndex(ids.map(known));
  const asked = Array.from({ length: 200 }, (_, at) => lookAlikeOf((ids[at * 50] as SyntheticId).id, random));
  const started = performance.now();
  for (const id of asked) index.similar("app-id", id, "impostor");
  const milliseconds = (performance.now() - started) / asked.length;
  const { recall, falseHolds } = measureNames(1);
  return [
    `names: look-alikes among ${IDS} synthetic ids, ${PLANTED} planted`,
    `  held ${(100 * recall).toFixed(1)} % (floor 95 %: ${verdict(recall >= FLOORS.recall)})`,
    `  others held ${(100 * falseHolds).toFixed(2)} % (ceiling 2 %: ${verdict(falseHolds <= FLOORS.falseHolds)})`,
    `  a question among ${MANY} ids ${milliseconds.toFixed(2)} ms (ceiling 5 ms: ${verdict(milliseconds <= FLOORS.milliseconds)})`,
  ];
}

function known({ id, owner }: SyntheticId): KnownName {
  return { kind: "app-id", text: id, owners: [owner], what: `the app ${id}` };
}
