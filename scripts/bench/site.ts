import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import { verdict } from "./measure.ts";
import { treePeakMib } from "./site/tree-peak.ts";
import { hugoSite } from "./site/hugo.ts";
import { type StoreFolder, storeFolder } from "./site/store-folder.ts";
import { buildSite } from "../../src/site/build-site.ts";

/** The floors of the store's issue: beside Hugo, a publication of one app in a large store beside a small one, and memory. */
const HUGO_FLOOR = 1;
const ONE_APP_FLOOR = 1.5;
const MEMORY_FLOOR_MIB = 1.5 * 1024;
/** Builds with so few apps take what the docs and the compiler take. */
const FEW = 100;
const SMALL = 1_000;
const MANY = 10_000;
const LARGE = 50_000;
/** Makes the page that Hugo has, too; an app has more of them. */
const APP_PAGE = "/[...lang]/apps/[id]";
/** The fastest of so many runs: what else runs on the machine adds to the others. */
const RUNS = 3;
/** On the disk of the project, because Astro moves files from there. */
const JOBS = join(import.meta.dirname, "../../.jobs");

interface Cost {
  readonly seconds: number;
  readonly mib: number;
}

interface Bench {
  readonly store: StoreFolder;
  build(keeping: "nothing" | "what has not changed", only?: string): Promise<Cost>;
}

/** Pages of stores of several sizes: all of them beside Hugo's of the same apps, and those that a change of one app changes. */
export async function benchSite(isFull: boolean): Promise<readonly string[]> {
  await mkdir(JOBS, { recursive: true });
  const root = await mkdtemp(join(JOBS, "bench-"));
  try {
    const [few, small, many] = [FEW, SMALL, MANY].map((apps) => benchOf(apps, root)) as [Bench, Bench, Bench];
    const lines = await besideHugo(few, many, join(root, "hugo"));
    await small.build("nothing");
    const before = await oneApp(small);
    const large = isFull ? benchOf(LARGE, root) : many;
    const whole = await large.build("nothing");
    const after = await oneApp(large);
    const ratio = after.seconds / before.seconds;
    const [apps, mib] = [isFull ? LARGE : MANY, Math.max(whole.mib, after.mib)];
    return [
      ...lines,
      `  a change of one app: ${before.seconds.toFixed(1)} s of ${SMALL} apps, ${after.seconds.toFixed(1)} s of ${apps}, ` +
        `ratio ${ratio.toFixed(2)} (floor ${ONE_APP_FLOOR}: ${verdict(ratio <= ONE_APP_FLOOR)})`,
      `  all pages of ${apps} apps: ${whole.seconds.toFixed(1)} s`,
      `  memory for ${apps} apps: ${mib.toFixed(0)} MiB (floor ${MEMORY_FLOOR_MIB} MiB: ${verdict(mib <= MEMORY_FLOOR_MIB)})`,
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function benchOf(apps: number, root: string): Bench {
  const record = join(root, `pages-${apps}.json`);
  let builds = 0;
  const store = storeFolder(apps, join(root, `store-${apps}`));
  return {
    store,
    async build(keeping, only) {
      // Into another folder each time: for minutes after deleting many files, ext4 is slow in making others.
      if (keeping === "nothing") {
        await rm(record, { force: true });
        builds += 1;
      }
      const out = join(root, `pages-${apps}-${builds}`);
      const started = performance.now();
      const work = buildSite({
        index: store.folder,
        out,
        url: "https://example.com/",
        pictures: null,
        record,
        ...(only !== undefined && { only }),
      });
      const mib = await treePeakMib(work);
      return { seconds: (performance.now() - started) / 1000, mib };
    },
  };
}

/** The fastest of several changes. */
async function oneApp({ store, build }: Bench): Promise<Cost> {
  const costs: Cost[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    store.changeOneApp();
    costs.push(await build("what has not changed"));
  }
  return { seconds: Math.min(...costs.map((each) => each.seconds)), mib: Math.max(...costs.map((each) => each.mib)) };
}

/** What ten thousand apps add to a build, for that of the docs is the same with and without them. */
async function besideHugo(few: Bench, many: Bench, folder: string): Promise<readonly string[]> {
  const hugo = hugoSite(many.store.folder, folder);
  const times = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY, hugo: Number.POSITIVE_INFINITY };
  for (let run = 0; run < RUNS; run += 1) {
    times.few = Math.min(times.few, (await few.build("nothing", APP_PAGE)).seconds);
    times.many = Math.min(times.many, (await many.build("nothing", APP_PAGE)).seconds);
    if (hugo !== null) times.hugo = Math.min(times.hugo, hugo.build());
  }
  const own = times.many - times.few;
  const ratio = own / times.hugo;
  return [
    `app pages of ${MANY} apps: ${own.toFixed(1)} s more than those of ${FEW}, which take ${times.few.toFixed(1)} s with the docs`,
    hugo === null
      ? "  Hugo is not installed (Debian package hugo): skipped"
      : `  Hugo's pages of as many: ${times.hugo.toFixed(1)} s, ratio ${ratio.toFixed(2)} (floor ${HUGO_FLOOR}: ${verdict(ratio <= HUGO_FLOOR)})`,
  ];
}
