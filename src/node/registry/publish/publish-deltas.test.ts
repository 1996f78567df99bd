import { expect, onTestFinished, test } from "vitest";

import { nodeCrypto } from "../../crypto.ts";
import { toHex } from "../../../core/bytes.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { PublishKit } from "../../../testing/publish-kit.ts";
import { aStore } from "../../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const book = Array.from({ length: 200 }, (_, line) => toHex(nodeCrypto.sha256(Buffer.from([line])))).join("\n");
const version = { files: { "assets/book.txt": book } };

test("an update brings deltas to it; older ones stay for devices with an older timestamp", async () => {
  const kit = await PublishKit.of(aStore().withApp(anApp({ id: NOTES, versions: [version, version] })));
  onTestFinished(() => kit.end());
  const deltas = async (): Promise<readonly string[]> =>
    (await kit.target.list()).map(({ path }) => path).filter((path) => path.startsWith("deltas/"));
  const pathsOf = (...steps: readonly string[]) => steps.map((step) => `deltas/${NOTES}/${step}.mosisdelta`);

  await kit.publish();
  expect(await deltas()).toEqual(pathsOf("1-2"));
  kit.store.app().withVersion(version);
  kit.commit();
  await kit.publish();
  expect((await deltas()).toSorted()).toEqual(pathsOf("1-2", "1-3", "2-3"));

  // The kit compares every file of the document with what it says of it, deltas too.
  const document = await kit.appDocument(await kit.refreshed(kit.device()));
  const bases = document?.versions.map((each) => each.deltas?.map(({ from }) => from.version_code));
  expect(bases).toEqual([[2, 1], undefined, undefined]);
  expect(await kit.publish()).toMatchObject({ uploaded: 1 });
});
