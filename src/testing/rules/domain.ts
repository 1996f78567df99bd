import type { RuleFixture, RuleFixtures } from "./fixture.ts";
import { bobAfter } from "./owner.ts";
import { json, submissionFixture, type World } from "./world.ts";
import type { ComposedFile } from "../../core/registry/compose.ts";
import { ephemeralSigner } from "../../node/key-file.ts";

const URL = "https://bob.example/.well-known/mosis-developer.json";

/** What the domain serves: an entry about Bob, changed or not. */
const proof = (there: World, change: Readonly<Record<string, string>> = {}): Uint8Array => {
  const own = { registry: there.bob.registry, developer: there.bob.id, keyid: there.bob.signer.key.keyid };
  return json({ developers: [{ ...own, ...change }] });
};

/** Submits a domain of Bob's, which serves this. */
const claim =
  (served: (there: World) => Uint8Array, domain = "bob.example") =>
  (there: World): readonly ComposedFile[] => {
    there.kit.uploads.set(URL, served(there));
    return bobAfter(() => ({ domains: [domain] }))(there);
  };

const againstProof = (fails: (there: World) => readonly ComposedFile[]): RuleFixture =>
  submissionFixture(fails, claim(proof));

export const domainFixtures: RuleFixtures = {
  "domain/form": againstProof(claim(proof, "bob.example:443")),
  "domain/unreachable": submissionFixture(claim(proof), claim(proof), {
    choice: { fetched: { [URL]: "the server answered 404" } },
  }),
  "domain/unproven": againstProof(claim((there) => proof(there, { keyid: ephemeralSigner().key.keyid }))),
};
