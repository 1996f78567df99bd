import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { PublisherKit } from "../../testing/publisher-kit.ts";
import type { ForgeRequest } from "../../testing/forge/forge.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";

// Issue 4, acceptance 5: killed at any request and run again, it ends with exactly one pull request. A process that dies and a
// connection that is cut leave the same behind, because nothing of a run that failed is cleared away.

type Cut = "before" | "after";

/** Some forty runs of the command each, on a machine that may be busy. */
const SLOW_MS = 240_000;

/** Cuts the nth request that comes after `arm`. */
class Cutter {
  #left = Number.POSITIVE_INFINITY;
  #how: Cut = "before";
  hit = false;

  readonly fault = (): Cut | null => {
    this.#left -= 1;
    if (this.#left !== 0) return null;
    this.hit = true;
    return this.#how;
  };

  arm(nth: number, how: Cut): void {
    this.#left = nth;
    this.#how = how;
    this.hit = false;
  }

  disarm(): void {
    this.#left = Number.POSITIVE_INFINITY;
  }
}

let kit: PublisherKit;
let cutter: Cutter;
beforeEach(async () => {
  cutter = new Cutter();
  kit = await PublisherKit.of({ fault: cutter.fault });
  kit.write();
});
afterEach(() => kit.end());

// A request that was done is worse to lose the answer of.
const tags = { before: ["deep"], after: [] } as const;

describe.each(["before", "after"] as const)("cut %s a request is done", (how) => {
  test("registrations end with one pull request each", { tags: ["deep"], timeout: SLOW_MS }, async () => {
    await kit.json(["keys", "generate", "--no-passphrase"]);
    const runs = await survives(how, (nth) => ["publish", "--register", "--developer", `grace-${nth}`]);
    expect(runs).toBeGreaterThan(10);
    expect((await kit.openPulls()).length).toBe(runs);
  });

  test(
    "first apps, with a repository and a release of their own, end with one pull request each",
    { tags: [...tags[how]], timeout: SLOW_MS },
    async () => {
      await kit.register();
      const runs = await survives(how, (nth) => {
        kit.write({ id: `com.example.sample${nth}` });
        return ["publish", "--repository", `grace/apps-${nth}`];
      });
      expect(runs).toBeGreaterThan(15);
      const open = await kit.openPulls();
      expect(open.length).toBe(runs);
      for (const number of open.slice(0, 3)) expect(await kit.land(number)).toMatchObject({ outcome: "landed" });
    },
  );

  test(
    "updates that each take the place of the one before end with one pull request",
    { tags: ["deep"], timeout: SLOW_MS },
    async () => {
      await kit.register();
      await kit.mustLand((await kit.json(["publish"]))["pull"]);
      const runs = await survives(how, (nth) => {
        kit.write({ version: `1.${nth + 3}.0`, version_code: nth + 3 });
        return ["publish"];
      });
      expect(runs).toBeGreaterThan(15);
      const open = await kit.openPulls();
      expect(open).toHaveLength(1);
      expect(await kit.land(open[0]!)).toMatchObject({ outcome: "landed", approvedBy: [] });
    },
  );
});

/**
 * Runs a new submission cut at its 1st, 2nd, ... request, each time again to its end, until one comes through without meeting the
 * cut. Gives how many submissions that were.
 */
async function survives(how: Cut, next: (nth: number) => readonly string[]): Promise<number> {
  for (let nth = 1; ; nth += 1) {
    const argv = next(nth);
    cutter.arm(nth, how);
    const cut = await kit.run([...argv, "--json"]);
    cutter.disarm();
    if (!cutter.hit) {
      expect(cut.exitCode).toBe(0);
      return nth;
    }
    expect({ nth, exitCode: cut.exitCode }).toEqual({ nth, exitCode: 4 });
    expect(JSON.parse(cut.stdout)).toMatchObject({ ok: false, error: { code: "forge-unreachable" } });
    const before = await kit.openPulls();
    const again = await kit.json(argv);
    expect(again).toMatchObject({ ok: true });
    const { number } = again["pull"] as { readonly number: number };
    // Whatever was cut, there is one pull request for this; what was there before, or was replaced, is no second one.
    const left = (await kit.pulls()).filter(
      ({ state, body }) => state === "open" && body === (again["plan"] as SubmissionPlan).body,
    );
    expect(left.map((pull) => pull.number)).toEqual([number]);
    expect(before.filter((each) => each > number)).toEqual([]);
  }
}

/** Issue 4 counts in a registry of 10,000. */
const APPS = process.env["MOSIS_TEST_TIER"] === "deep" ? 10_000 : 1000;

test(`an update in a registry of ${APPS} apps takes few requests and bytes`, { timeout: SLOW_MS }, async () => {
  const large = await PublisherKit.of({ files: manyApps(APPS) });
  try {
    large.write();
    await large.register();
    await large.mustLand((await large.json(["publish"]))["pull"]);
    large.write({ version: "1.3.0", version_code: 4, description: ["A hundred bytes more than before, ".repeat(3)] });
    const from = large.forge.requests.length;
    const done = await large.json(["publish", "--notes", "Small."]);
    expect(done).toMatchObject({ ok: true, pull: { is_new: true } });
    const requests = large.forge.requests.slice(from);
    const counted = requests.filter((request) => !isAside(request));
    expect(counted.map(told)).toMatchInlineSnapshot(`
      [
        "GET /user",
        "GET /repos/mosis/registry/contents/registry/registry.json",
        "GET /repos/mosis/registry/contents/registry/apps/8c/com.example.sample/app.json",
        "GET /repos/mosis/registry/contents/registry/developers/grace.json",
        "GET /repos/mosis/registry/contents/registry/apps/8c/com.example.sample/versions/4.json",
        "GET /repos/mosis/registry/issues",
        "POST /repos/grace/mosis-apps/releases",
        "GET /repos/mosis/registry/branches/main",
        "POST /repos/grace/registry/git/trees",
        "POST /repos/grace/registry/git/commits",
        "POST /repos/grace/registry/git/refs",
        "POST /repos/mosis/registry/pulls",
      ]
    `);
    expect(counted.length).toBeLessThanOrEqual(12);
    const [upload] = (done["plan"] as SubmissionPlan).uploads;
    const bytes = requests.reduce((sum, { received, sent }) => sum + received + sent, 0) - upload!.length;
    expect(bytes).toBeLessThanOrEqual(200_000);
  } finally {
    await large.end();
  }
});

/** DESIGN section 11: the upload and the making of the fork are not counted. */
function isAside({ method, path }: ForgeRequest): boolean {
  return method === "POST" && (path.endsWith("/forks") || path.startsWith("/api/uploads/"));
}

function told({ method, path }: ForgeRequest): string {
  return `${method} ${decodeURIComponent(path).replace("/api/v3", "").replace(/\?.*/, "")}`;
}

/** Apps of somebody else; only their number matters here. */
function manyApps(count: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    const folder = `apps/${(index % 256).toString(16).padStart(2, "0")}/com.example.app${index}`;
    files[`${folder}/app.json`] = `{"index":${index}}\n`;
    files[`${folder}/versions/1.json`] = `{"index":${index},"version":1}\n`;
  }
  return files;
}
