import { access, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Pictures } from "./pictures.ts";
import { drawScreenshot, screenshotHeights, screenshotName } from "./screenshot.ts";
import { drawShare, type ShareCard, shareName } from "./share-picture.ts";
import { readDocument, readPictureSize } from "../loaders/index-folder.ts";
import type { AppData, StoreInfo } from "../view/store-data.ts";
import type { AppSummary } from "../../core/index/api-documents.ts";
import type { StoreFile } from "../../core/index/app-document.ts";
import { inParallel } from "../../node/in-parallel.ts";
import { writeAtomically } from "../../node/write-atomically.ts";

/** Each takes a processor and some memory. */
const AT_ONCE = 2;
/** New ones of one build, some minutes of work; what is left over comes with the next, and pages do without until then. */
const NEW_AT_MOST = 4000;

/** A picture to be made: by name, in the folder where all are kept. */
interface Order {
  readonly name: string;
  draw(): Promise<Uint8Array>;
  /** Called once it is there. */
  done(): unknown;
}

/**
 * Makes the pictures that a store's pages show, each once: a name says all that a picture is made of. One that cannot be made is
 * left out, and pages show the original.
 *
 * @param index folder of the published index
 * @param folder where pictures are kept from one build to the next
 * @returns what there is now, and the names of the files
 */
export async function makePictures(
  index: string,
  folder: string,
): Promise<{ readonly pictures: Pictures; readonly names: readonly string[] }> {
  const screenshots: Record<string, string[]> = {};
  const apps: Record<string, string> = {};
  const names = new Set<string>();
  let store: string | null = null;
  let made = 0;
  const { apps: summaries } = readDocument<{ readonly apps: readonly AppSummary[] }>(index, "v1/apps.json");
  const info = readDocument<StoreInfo>(index, "v1/store.json");
  const storeOrder = shareOrder(
    { name: info.title, summary: new URL(info.url).host, store: "Mosis", icon: null },
    (name) => {
      store = name;
    },
  );
  const orders = function* (): Generator<Order> {
    yield storeOrder;
    for (const { app_id: id } of summaries) {
      const document = readDocument<AppData["document"]>(index, `v1/apps/${id}.json`);
      yield shareOrder(cardOf(document, info, index), (name) => (apps[id] = name));
      for (const { screenshots: own } of Object.values(document.listings)) {
        for (const file of own) yield* screenshotOrders(file, index, screenshots);
      }
    }
  };
  await inParallel(
    orders(),
    async ({ name, draw, done }) => {
      const path = join(folder, name);
      if (!names.has(name) && !(await exists(path))) {
        if (made >= NEW_AT_MOST) return;
        made += 1;
        const bytes = await draw().catch(() => null);
        if (bytes === null) return;
        await writeAtomically(path, bytes);
      }
      names.add(name);
      done();
    },
    AT_ONCE,
  );
  return { pictures: { screenshots, apps, store }, names: [...names] };
}

function shareOrder(card: ShareCard, done: (name: string) => unknown): Order {
  const name = shareName(card);
  return { name, draw: () => drawShare(card), done: () => done(name) };
}

function cardOf(document: AppData["document"], { title, languages }: StoreInfo, index: string): ShareCard {
  const { path, sha256 } = document.icons["128"];
  const language = languages.find((each) => document.listings[each] !== undefined);
  const listing = language === undefined ? undefined : document.listings[language];
  return {
    name: document.name,
    summary: listing?.summary ?? document.summary,
    store: title,
    icon: { sha256, load: () => readFile(join(index, path)) },
  };
}

function screenshotOrders(
  { path, sha256 }: StoreFile,
  index: string,
  screenshots: Record<string, string[]>,
): readonly Order[] {
  const size = readPictureSize(index, path);
  return (size === null ? [] : screenshotHeights(size.height)).map((height) => {
    const name = screenshotName(sha256, height);
    return {
      name,
      draw: async () => drawScreenshot(await readFile(join(index, path)), height),
      // Their heights have the same number of digits.
      done: () => (screenshots[sha256] = [...new Set([...(screenshots[sha256] ?? []), name])].toSorted()),
    };
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
