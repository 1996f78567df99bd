import { describe, expect, test } from "vitest";

import { parseManifest } from "./parse-manifest.ts";
import { canonicalize } from "../json/canonical.ts";
import { aManifest, type ManifestChange } from "../../testing/builders.ts";

/** What a person is told, a line a finding. */
function told(change: ManifestChange): string {
  const { findings } = parseManifest(aManifest().with(change).bytes());
  return findings
    .map(({ rule, pointer, message, expected, fix }) => {
      const wanted = expected === undefined ? "" : ` Expected: ${expected}.`;
      return `${rule} ${pointer}: ${message}${wanted} ${fix}`;
    })
    .join("\n");
}

/** Each case under its name, for one snapshot that reads as a list of messages. */
function allTold(cases: Readonly<Record<string, ManifestChange>>): string {
  return Object.entries(cases)
    .map(([name, change]) => `-- ${name}\n${told(change)}`)
    .join("\n");
}

test("a manifest with everything in it has nothing to mend and is a JSON value", () => {
  const full = aManifest().with({
    $schema: "https://store.mosis.dev/schema/v1/manifest.schema.json",
    permissions: ["network", "location"],
    permission_reasons: { location: "Finds the nearest station." },
    network: { hosts: ["api.example.com", "*.example.org"] },
    min_mosis_version: "1.0.0-beta.2",
    max_tested_mosis_version: "1.0.0",
    summary: "Write things down",
    description: ["Notes", "", "With **Markdown**."],
    categories: ["productivity"],
    tags: ["to-do"],
    homepage: "https://example.com",
    license: "MIT OR Apache-2.0",
    default_locale: "pt-BR",
    funding: "https://example.com/fund",
    screenshots: ["store/1.png"],
    "x-build": { tool: [1] },
  });
  const { manifest, findings } = parseManifest(full.bytes());
  expect(findings.map(({ rule }) => rule)).toEqual(["permission/dangerous-with-network"]);
  expect(manifest).toEqual(full.value());
  expect(() => canonicalize(full.value())).not.toThrow();
});

describe("says what to do about", () => {
  test("values of the wrong kind", () => {
    const cases = {
      "a version code in quotes": { version_code: "1" },
      "a fraction": { version_code: 1.5 },
      "a missing key": { name: undefined },
      "two missing keys inside": { author: {} },
      "nothing at all": { author: null },
      "one permission without a list": { permissions: "storage" },
      "an icon as a list": { icons: ["icons/32.png"] },
    };
    expect(allTold(cases)).toMatchInlineSnapshot(`
      "-- a version code in quotes
      manifest/schema /version_code: "version_code" is the string "1". Expected: an integer. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a fraction
      json/not-canonical /version_code: 1.5 is not a plain integer. Expected: an integer below 2^53. Write multi-line text as an array of lines and numbers as integers.
      -- a missing key
      manifest/schema : The document lacks "name". Add "name".
      -- two missing keys inside
      manifest/schema /author: "author" lacks "name". Add "name".
      manifest/schema /author: "author" lacks "email". Add "email".
      -- nothing at all
      manifest/schema /author: "author" is null. Expected: an object. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- one permission without a list
      manifest/schema /permissions: "permissions" is the string "storage". Expected: an array. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- an icon as a list
      manifest/schema /icons: "icons" is an array. Expected: an object. Change the value; \`$schema\` in the manifest lets your editor explain each key."
    `);
  });

  test("keys nobody knows", () => {
    const cases = {
      "a typing mistake": { permisions: [] },
      "a swapped pair inside": { author: { name: "Ada", emial: "ada@example.com", email: "ada@example.com" } },
      "another case": { Name: "Notes" },
      "a key of some other format": { main: "main.rml" },
      "a size inside icons": { icons: { 32: "a.png", 64: "b.png", 128: "c.png", 256: "d.png" } },
    };
    expect(allTold(cases)).toMatchInlineSnapshot(`
      "-- a typing mistake
      manifest/schema /permisions: The document has the unknown key "permisions". Did you mean "permissions"?
      -- a swapped pair inside
      manifest/schema /author/emial: "author" has the unknown key "emial". Did you mean "email"?
      -- another case
      manifest/schema /Name: The document has the unknown key "Name". Did you mean "name"?
      -- a key of some other format
      manifest/schema /main: The document has the unknown key "main". Remove it; keys of your own begin with "x-".
      -- a size inside icons
      manifest/schema /icons/256: "icons" has the unknown key "256". Remove it."
    `);
  });

  test("texts of the wrong form", () => {
    const cases = {
      "an id without a domain": { id: "notes" },
      "an id in capitals": { id: "com.example.Notes" },
      "an id of a Windows device": { id: "com.example.aux" },
      "a version of two numbers": { version: "1.0" },
      "a version with a v": { version: "v1.0.0" },
      "an entry of another kind": { entry: "main.html" },
      "an entry outside of the package": { entry: "../main.rml" },
      "an address without https": { homepage: "http://example.com" },
      "an e-mail address": { author: { name: "Ada", email: "ada" } },
      "a language": { default_locale: "pt_br" },
      "a host with a scheme": { permissions: ["network"], network: { hosts: ["https://example.com/api"] } },
      "a reason for no permission": { permission_reasons: { "Not an id": "x" } },
    };
    expect(allTold(cases)).toMatchInlineSnapshot(`
      "-- an id without a domain
      manifest/schema /id: "id" is "notes". Expected: a reverse-DNS id such as com.example.notes. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- an id in capitals
      manifest/schema /id: "id" is "com.example.Notes". Expected: a reverse-DNS id such as com.example.notes. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- an id of a Windows device
      manifest/id /id: "com.example.aux" has a segment that is a device name on Windows. Choose an id whose segments are no device names of Windows.
      -- a version of two numbers
      manifest/schema /version: "version" is "1.0". Expected: a version of SemVer such as 1.0.0. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a version with a v
      manifest/schema /version: "version" is "v1.0.0". Expected: a version of SemVer such as 1.0.0. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- an entry of another kind
      manifest/schema /entry: "entry" is "main.html". Expected: a path that ends in .rml. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- an entry outside of the package
      manifest/schema /entry: "entry" is "../main.rml". Expected: a path such as assets/main.rml: segments of A-Z a-z 0-9 . _ - joined by /, none of which starts with a dot. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- an address without https
      manifest/schema /homepage: "homepage" is "http://example.com". Expected: an https address such as https://example.com/notes. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- an e-mail address
      manifest/schema /author/email: "author.email" is "ada". Expected: an e-mail address such as ada@example.com. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a language
      manifest/schema /default_locale: "default_locale" is "pt_br". Expected: a language tag such as en or pt-BR. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a host with a scheme
      manifest/schema /network/hosts/0: "network.hosts.0" is "https://example.com/api". Expected: a host such as api.example.com, without scheme, port or path. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a reason for no permission
      manifest/schema /permission_reasons: "permission_reasons" has the key "Not an id". Expected: the id of a permission such as storage. Change the value; \`$schema\` in the manifest lets your editor explain each key."
    `);
  });

  test("values out of their limits", () => {
    const cases = {
      "no name": { name: "" },
      "a long name": { name: "🙂".repeat(51) },
      "no version code": { version_code: 0 },
      "a version code beyond 32 bits": { version_code: 2 ** 31 },
      "too many categories": { categories: ["a", "b", "c", "d"] },
      "a permission twice": { permissions: ["storage", "db", "storage"] },
      "a tag of one letter": { tags: ["a"] },
    };
    expect(allTold(cases)).toMatchInlineSnapshot(`
      "-- no name
      manifest/schema /name: "name" is empty. Expected: at least 1 character. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a long name
      manifest/schema /name: "name" has 51 characters. Expected: at most 50 characters. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- no version code
      manifest/schema /version_code: "version_code" is 0. Expected: at least 1. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a version code beyond 32 bits
      manifest/schema /version_code: "version_code" is 2147483648. Expected: at most 2147483647. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- too many categories
      manifest/schema /categories: "categories" has 4 items. Expected: at most 3 items. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a permission twice
      manifest/schema /permissions/2: "permissions" has "storage" twice. Expected: each item once. Change the value; \`$schema\` in the manifest lets your editor explain each key.
      -- a tag of one letter
      manifest/schema /tags/0: "tags.0" has 1 character. Expected: at least 2 characters. Change the value; \`$schema\` in the manifest lets your editor explain each key."
    `);
  });

  test("permissions and what goes with them", () => {
    const cases = {
      "an unknown permission": { permissions: ["storage", "gps"] },
      "a permission with a typing mistake": { permissions: ["storgae"] },
      "a dangerous one without a reason": { permissions: ["camera"] },
      "one of the system": { permissions: ["apps.manage"] },
      "a reason that is left over": { permission_reasons: { camera: "Scans codes." } },
      "the network without hosts": { permissions: ["network"] },
      "hosts without the network": { network: { hosts: ["example.com"] } },
      "versions the wrong way round": { min_mosis_version: "2.0.0", max_tested_mosis_version: "2.0.0-rc.1" },
    };
    expect(allTold(cases)).toMatchInlineSnapshot(`
      "-- an unknown permission
      permission/unknown /permissions/1: There is no permission "gps". Expected: one of camera, clipboard, contacts, db, location, microphone, network, notify, storage, telemetry. Remove it, or take one from the list of permissions.
      -- a permission with a typing mistake
      permission/unknown /permissions/0: There is no permission "storgae". Expected: one of camera, clipboard, contacts, db, location, microphone, network, notify, storage, telemetry. Did you mean "storage"?
      -- a dangerous one without a reason
      permission/dangerous-without-reason /permissions/0: "camera" is a dangerous permission and has no reason. Add a sentence for it to \`permission_reasons\`.
      -- one of the system
      permission/system /permissions/0: "apps.manage" is a permission of the system. Remove the permission.
      -- a reason that is left over
      permission/reason-without-permission /permission_reasons/camera: "camera" has a reason but is not declared. Remove the reason or declare the permission.
      -- the network without hosts
      network/no-hosts /permissions: The app may use the network but names no host. List the hosts in \`network.hosts\`.
      -- hosts without the network
      network/hosts-without-permission /network: Hosts are named without the network permission. Add "network" to \`permissions\`, or remove \`network\`.
      -- versions the wrong way round
      manifest/mosis-versions /max_tested_mosis_version: 2.0.0-rc.1 is below the minimum 2.0.0. Raise \`max_tested_mosis_version\` or lower \`min_mosis_version\`."
    `);
  });
});

test("an app of Mosis itself may ask for a permission of the system", () => {
  expect(told({ id: "com.mosis.store", permissions: ["apps.manage"] })).toBe("");
});

test("a warning leaves the manifest usable, an error does not", () => {
  expect(
    parseManifest(
      aManifest()
        .with({ permission_reasons: { db: "x" } })
        .bytes(),
    ).manifest,
  ).not.toBeNull();
  expect(
    parseManifest(
      aManifest()
        .with({ permissions: ["camera"] })
        .bytes(),
    ).manifest,
  ).toBeNull();
});

test("findings stand where the value stands", () => {
  const text = '{\n  "id": "notes",\n  "name": 1\n}\n';
  const { findings } = parseManifest(new TextEncoder().encode(text));
  const places = findings.map(({ pointer, range }) => `${pointer} ${range?.line}:${range?.column}`);
  expect(places).toContain("/id 2:9");
  expect(places).toContain("/name 3:11");
  expect(places).toContain(" 1:1");
});

test("a hostile manifest costs no more than its size, and says no more than anybody reads", () => {
  const permissions = Array.from({ length: 60_000 }, (_, index) => `p${index}`);
  const { findings } = parseManifest(
    aManifest()
      .with({ permissions, tags: Array(20_000).fill(1) })
      .bytes(),
  );
  expect(findings).toHaveLength(100);
});
