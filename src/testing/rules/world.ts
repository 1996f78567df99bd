import type { RuleFixture } from "./fixture.ts";
import type { ComposedFile } from "../../core/registry/compose.ts";
import { anApp } from "../app-kit.ts";
import { aPackage, type PackageBuilder, utf8 } from "../builders.ts";
import { DeveloperKit } from "../developer-kit.ts";
import { ReviewKit, type SubmissionChoice } from "../review-kit.ts";
import { aStore } from "../store-kit.ts";

export const NOTES = "com.example.notes";
export const GONE = "com.example.gone";

/** A registry with one app of Ada's, another developer and a removed app; made when the first fixture asks. */
export interface World {
  readonly kit: ReviewKit;
  readonly ada: DeveloperKit;
  readonly bob: DeveloperKit;
  /** The next version of the app, signed. */
  readonly update: PackageBuilder;
}

let made: World | undefined;

export function world(): World {
  made ??= make();
  return made;
}

/** A submission to that registry which the rule is against, and one which it is not. */
export function submissionFixture(
  fails: (there: World) => readonly ComposedFile[],
  passes: (there: World) => readonly ComposedFile[],
  more: Pick<RuleFixture, "along"> & { readonly choice?: SubmissionChoice } = {},
): RuleFixture {
  const { choice = {}, ...rest } = more;
  return {
    fails: () => world().kit.review(fails(world()), choice).findings,
    passes: () => world().kit.review(passes(world())).findings,
    ...rest,
  };
}

export function json(value: unknown): Uint8Array {
  return utf8(`${JSON.stringify(value, null, 2)}\n`);
}

function make(): World {
  const store = aStore();
  const ada = store.developer;
  const bob = new DeveloperKit("bob", store.name);
  store.withApp(anApp({ versions: [{}, { version: "1.4.0", versionCode: 5 }] }));
  store.withApp(anApp({ id: GONE, name: "Gone for good" }));
  const kit = new ReviewKit(store);
  for (const { path, bytes } of bob.files()) kit.base.set(path.slice("registry/".length), bytes);
  kit.base.set(`tombstones/${GONE}.json`, json({ app_id: GONE, reason: "Malware." }));
  const prefixes = [{ prefix: "com.mosis", owners: ["mosis"], why: "Ours." }];
  kit.base.set("reserved.json", json({ prefixes, developers: ["support"] }));
  const update = aPackage().with({ version: "1.5.0", version_code: 6 }).signedBy(ada.signer);
  return { kit, ada, bob, update };
}
