import { expect, onTestFinished, test } from "vitest";

import { registryFiles } from "./registry-history.ts";
import { registryPart } from "./registry-part.ts";
import { type GitRepository, repositoryAt } from "./repository.ts";
import { nodePackagePorts } from "../package-ports.ts";
import { readRegistry, type RegistryFiles } from "../../core/registry/model.ts";
import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import type { Change } from "../../core/registry/submission.ts";
import { review } from "../../core/review/review.ts";
import { anApp } from "../../testing/app-kit.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { GitKit } from "../../testing/git-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const bruno = new DeveloperKit("bruno");
const notes = anApp({ versions: [{}, {}] });
const weather = anApp({ id: "com.example.weather", name: "Weather", developer: bruno });
const store = aStore().withApp(notes).withApp(weather);
const others = Array.from({ length: 10 }, (_, index) => new DeveloperKit(`other${index}`));
for (const developer of others)
  store.withApp(anApp({ id: `com.example.${developer.id}`, name: developer.id, developer }));
bruno.rotate();
notes.event("yank", 1).moderate("hold", "A question.");

/** A commit of the store's registry, with some files more. */
function committed(): { readonly repository: GitRepository; readonly commit: string } {
  const kit = new GitKit();
  onTestFinished(() => kit.remove());
  const more = {
    "decisions/com.example.notes/1-1.json": "{}",
    "decisions/com.example.other1/1-1.json": "{}",
    "trust/1.root.json": "{}",
    "trust/1.targets.json": "{}",
    "exceptions/package-file-type--com.example.notes.json": "{}",
    "exceptions/package-file-type--com.example.other1.json": "{}",
    "tombstones/com.example.gone.json": '{"app_id": "com.example.gone", "reason": "Gone."}',
  };
  const texts = [...store.registryFiles()].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)] as const);
  const files = Object.fromEntries(
    [...texts, ...Object.entries(more)].map(([path, text]) => [REGISTRY_FOLDER + path, text]),
  );
  return { repository: repositoryAt(kit.gitdir), commit: kit.commit({ files }) };
}

const added = (path: string, bytes: Uint8Array = new Uint8Array()): Change => ({ path, before: null, after: bytes });
const names = (files: RegistryFiles): readonly string[] =>
  [...files.keys()].filter((path) => path.includes("/")).map((path) => path.replace(/^apps\/..\//, "apps/"));

test("an app's change needs the app, what was decided about it, and its owner", async () => {
  const { repository, commit } = committed();
  const [, , version] = notes.files();
  const part = await registryPart(repository, commit, [added(version!.path.replace("1.json", "3.json"))]);
  expect(names(part)).toEqual([
    "apps/com.example.notes/app.json",
    "apps/com.example.notes/events/1.json",
    "apps/com.example.notes/listing/en.json",
    "apps/com.example.notes/versions/1.json",
    "apps/com.example.notes/versions/2.json",
    "moderation/com.example.notes/1.json",
    "decisions/com.example.notes/1-1.json",
    "exceptions/package-file-type--com.example.notes.json",
    "developers/ada.json",
  ]);
  expect([...part.keys()]).toEqual(expect.arrayContaining(["registry.json", "categories.json", "reserved.json"]));
});

test("a change of owner needs both, and a developer's change the lineage", async () => {
  const { repository, commit } = committed();
  const [app] = notes.files();
  const [hers] = weather.files();
  const transfer = new TextDecoder().decode(app!.bytes).replace('"ada"', '"bruno"');
  const part = await registryPart(repository, commit, [added(app!.path, new TextEncoder().encode(transfer))]);
  expect(names(part).filter((path) => path.startsWith("developers/"))).toEqual([
    "developers/ada.json",
    "developers/bruno.json",
    "developers/bruno/rotations/1.json",
  ]);
  expect(names(await registryPart(repository, commit, [added("registry/developers/bruno.json")]))).toEqual([
    "developers/bruno.json",
    "developers/bruno/rotations/1.json",
  ]);
  expect(names(await registryPart(repository, commit, [added(hers!.path)]))).toContain("developers/bruno.json");
});

test("a rotation needs what the offline keys say, too", async () => {
  const { repository, commit } = committed();
  const rotation = [added("registry/developers/bruno/rotations/2.json")];
  expect(names(await registryPart(repository, commit, rotation))).toEqual([
    "trust/1.root.json",
    "trust/1.targets.json",
    "developers/bruno.json",
    "developers/bruno/rotations/1.json",
  ]);
});

test("what is new or gone needs what there is of it", async () => {
  const { repository, commit } = committed();
  const gone = [added("registry/tombstones/com.example.gone.json")];
  expect(names(await registryPart(repository, commit, gone))).toEqual(["tombstones/com.example.gone.json"]);
  const stranger = anApp({ id: "com.example.stranger", developer: others[3]! });
  const submission = stranger.files().map(({ path, bytes }) => added(path, bytes));
  expect(names(await registryPart(repository, commit, submission))).toEqual(["developers/other3.json"]);
  expect(names(await registryPart(repository, commit, [added("src/code.ts")]))).toEqual([]);
});

test("review says the same of the part as of the whole", async () => {
  const { repository, commit } = committed();
  const whole = await registryFiles(repository, commit);
  const submissions = [
    notes,
    weather,
    anApp({ id: "com.example.gone", developer: bruno }),
    anApp({ id: "com.example.new", developer: bruno }),
  ];
  let landable = 0;
  for (const app of submissions) {
    for (const { path, bytes } of [...app.files(), ...app.withVersion().files(), ...bruno.files()]) {
      const changes = [{ path, before: whole.get(path.slice(REGISTRY_FOLDER.length)) ?? null, after: bytes }];
      const [onWhole, onPart] = [whole, await registryPart(repository, commit, changes)].map((files) => {
        const { registry } = readRegistry(files, nodePackagePorts.sha256);
        const url = `https://packages.example/${app.id}-${app.packages.length}.mosis`;
        const fetched = new Map([[url, app.packages.at(-1)!.archive]]);
        return review({ base: registry!, changes, author: 1, fetched, now: new Date() }, nodePackagePorts);
      });
      expect(onPart).toEqual(onWhole);
      if (onWhole?.verdict === "merge") landable += 1;
    }
  }
  expect(landable).toBeGreaterThan(0);
});
