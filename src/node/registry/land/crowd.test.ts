import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { computeIndex } from "../publish/compute-index.ts";
import { type Mirror, openMirror } from "../publish/mirror.ts";
import { REGISTRY_FOLDER } from "../../../core/registry/paths.ts";
import { addSignatures } from "../../../core/signing/signatures.ts";
import { aCrowd, type Crowd } from "../../../testing/crowd.ts";
import { allAt } from "../../../testing/index-kit.ts";
import { cast, LandKit } from "../../../testing/land-kit.ts";
import { seededRandom } from "../../../testing/synthetic-ids.ts";

/** What is published in the end, as text by path; dates are all the same. What tells of the order itself is left out. */
type Published = Readonly<Record<string, string>>;

test("a few submissions that are opened at once land in any order, and the same is published", async () => {
  await expectSameInAnyOrder(8, [1, 2]);
});

test(
  "200 submissions that are opened at once land in any order, and the same is published",
  { tags: ["deep"], timeout: 3_600_000 },
  async () => {
    await expectSameInAnyOrder(200, [1, 2, 3]);
  },
);

async function expectSameInAnyOrder(count: number, seeds: readonly number[]): Promise<void> {
  const crowd = aCrowd(count);
  const folder = await mkdtemp(join(tmpdir(), "mosis-crowd-"));
  try {
    const mirror = await openMirror(folder);
    const [first, ...others] = await inTurn(seeds, (seed) => landAll(crowd, seed, mirror));
    for (const other of others) expect(other).toEqual(first);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens all of them at once and lets the merge job do its work, both in an order of this seed. */
async function landAll({ store, begin, submissions }: Crowd, seed: number, mirror: Mirror): Promise<Published> {
  const random = seededRandom(seed);
  const kit = await LandKit.on(store, begin);
  try {
    const from = await kit.mainCommit();
    const opened = await Promise.all(
      shuffle(submissions, random).map(async (each) => ({ ...each, number: await kit.open(each.files) })),
    );
    expect(await kit.mainCommit()).toBe(from);
    const asked = opened.filter(({ isAsked }) => isAsked);
    for (const { number } of asked) await kit.comment(number, `/approve ${await kit.headOf(number)}`, cast.rosa);
    await kit.merge({ order: (entries) => shuffle(entries, random) });
    for (const { number, name, fate } of opened) {
      const { labels, merged, open } = await kit.jobs.pull(number);
      const expected = { open: false, merged: fate === "published", labels: [`state: ${fate}`] };
      expect({ name, merged, open, labels }).toEqual({ name, ...expected });
      if (fate === "published") continue;
      const said = (await kit.jobs.comments(number)).map(({ body }) => body);
      expect(said).toContainEqual(
        expect.stringMatching(/^Version code \d+.* takes its place\. .*submit it with a higher/),
      );
    }
    return await publishedBy(kit, mirror);
  } finally {
    await kit.end();
  }
}

async function publishedBy(kit: LandKit, mirror: Mirror): Promise<Published> {
  const files = new Map(
    Object.entries(await kit.main()).flatMap(([path, text]) =>
      path.startsWith(REGISTRY_FOLDER) ? [[path.slice(REGISTRY_FOLDER.length), new TextEncoder().encode(text)]] : [],
    ),
  );
  const { index, missing, findings } = await computeIndex(files, allAt("2026-11-01T12:00:00Z"), {
    mirror,
    countersign: (document) => addSignatures(document, [kit.store.trust.keys.platform]),
    fetchRemote: kit.fetchRemote,
  });
  expect({ missing, findings }).toEqual({ missing: [], findings: [] });
  const content = [...index.files]
    .filter(([path]) => !path.startsWith("v1/review"))
    .map(([path, file]) => {
      return [path, file.kind === "blob" ? file.blob.sha256 : new TextDecoder().decode(file.bytes)] as const;
    });
  return Object.fromEntries(content);
}

function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const order = items.map((item) => ({ item, at: random() }));
  return order.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
