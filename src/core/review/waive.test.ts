import { describe, expect, test } from "vitest";

import { aStore } from "../../testing/store-kit.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aPackage, utf8 } from "../../testing/builders.ts";
import { ReviewKit } from "../../testing/review-kit.ts";

const NOTES = "com.example.notes";
const store = aStore().withApp(anApp());

/** What review says to a version with a file of an unknown kind, and with a broken icon if `broken`. */
function judged(base: Readonly<Record<string, unknown>>, broken = false): readonly string[] {
  const kit = new ReviewKit(store);
  for (const [path, value] of Object.entries(base)) kit.base.set(path, utf8(JSON.stringify(value)));
  const version = aPackage().with({ version: "1.1.0", version_code: 2 }).withFile("assets/map.bin", "map");
  const app = broken ? version.withFile("icons/icon-32.png", "") : version;
  const { verdict, findings } = kit.review([
    kit.version(app.signedBy(store.developer.signer), [store.developer.signer]),
  ]);
  return [verdict, ...findings.map(({ severity, rule }) => `${severity} ${rule}`)];
}

const exception = (rule: string, expires: string): Readonly<Record<string, unknown>> => ({
  [`exceptions/${rule.replace("/", "-")}--${NOTES}.json`]: {
    rule,
    app_id: NOTES,
    reason: "A format of its own.",
    approver: 1,
    expires,
  },
});

function observing(...observe: readonly string[]): Readonly<Record<string, unknown>> {
  const config = JSON.parse(new TextDecoder().decode(store.registryFiles().get("registry.json"))) as {
    readonly policy: object;
  };
  return { "registry.json": { ...config, policy: { ...config.policy, observe } } };
}

describe("a finding that asks a person", () => {
  test.for<[string, Readonly<Record<string, unknown>>, string[]]>([
    ["does so", {}, ["review", "review package/file-type"]],
    [
      "only informs with an exception, to its last day",
      exception("package/file-type", "2026-11-01"),
      ["merge", "info package/file-type"],
    ],
    ["asks again after it", exception("package/file-type", "2026-10-31"), ["review", "review package/file-type"]],
    [
      "asks in spite of another exception",
      exception("permission/unused", "2026-12-31"),
      ["review", "review package/file-type"],
    ],
    ["only informs when observed", observing("package/file-type"), ["merge", "info package/file-type"]],
  ])("%s", ([, base, expected]) => {
    expect(judged(base)).toEqual(expected);
  });
});

test("an error stays one, excepted or observed", () => {
  for (const base of [exception("package/icon-format", "2026-12-31"), observing("package/icon-format")])
    expect(judged(base, true)).toContain("error package/icon-format");
});

test("an excepted finding says who allowed it, and why", () => {
  const kit = new ReviewKit(store);
  for (const [path, value] of Object.entries(exception("package/file-type", "2026-12-31")))
    kit.base.set(path, utf8(JSON.stringify(value)));
  const app = aPackage().with({ version: "1.1.0", version_code: 2 }).withFile("assets/map.bin", "map");
  const { findings } = kit.review([kit.version(app.signedBy(store.developer.signer), [store.developer.signer])]);
  expect(findings[0]?.message).toBe(
    '"assets/map.bin" is of a kind that apps have no use for. Excepted by 1 until 2026-12-31: A format of its own.',
  );
});
