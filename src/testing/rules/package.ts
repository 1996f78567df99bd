import { appFixture, manifestFixture, type RuleFixture, type RuleFixtures } from "./fixture.ts";
import { checkPackage } from "../../core/package/check-package.ts";
import { checkEntries, checkProject } from "../../core/package/check-project.ts";
import { type CheckEvent, type Timer, watchCheck } from "../../core/package/checking/supervise-checks.ts";
import { limits } from "../../core/limits.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aManifest, aPackage, type PackageBuilder, usingPage } from "../builders.ts";
import { squarePng } from "../png.ts";

const json = (text: string | Uint8Array, good = "{}"): RuleFixture =>
  appFixture(
    (app) => app.withFile("locales/en.json", text),
    (app) => app.withFile("locales/en.json", good),
  );

/** A request to an address, beside one to a host that the manifest names. */
function requests(url: string): RuleFixture {
  const online = (address: string) => (app: PackageBuilder) =>
    app
      .with({ permissions: ["network"], network: { hosts: ["example.com"] } })
      .withFile("assets/code.lua", `local server = tostring(1) network.get({ url = ${address} }) print(server)`);
  return appFixture(online(url), online("'https://example.com/v1?q=' .. server"));
}

export const jsonFixtures: RuleFixtures = {
  "json/encoding": json(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)),
  "json/syntax": json("{,}"),
  "json/duplicate-key": json('{"a":"1","a":"2"}', '{"a":"1"}'),
  "json/depth": appFixture(
    (app) => app.withFile("manifest.json", withTool(nested(32))),
    (app) => app.withFile("manifest.json", withTool(nested(30))),
  ),
  "json/too-large": json(`{"a":"${"x".repeat(1 << 20)}"}`, '{"a":"x"}'),
  "json/not-canonical": appFixture(
    (app) => app.withFile("manifest.json", withTool("0.5")),
    (app) => app.withFile("manifest.json", withTool("5")),
  ),
};

export const manifestFixtures: RuleFixtures = {
  "manifest/missing": {
    fails: () => checkPackage([], nodePackagePorts).findings,
    passes: () => checkPackage(aPackage().files(), nodePackagePorts).findings,
  },
  "manifest/schema": manifestFixture({ permisions: [] }),
  "manifest/id": manifestFixture({ id: "com.example.con" }, { id: "com.example.converter" }),
  "manifest/mosis-versions": manifestFixture(
    { min_mosis_version: "2.0.0", max_tested_mosis_version: "1.5.0" },
    { min_mosis_version: "1.5.0", max_tested_mosis_version: "2.0.0" },
  ),
  "permission/unknown": manifestFixture({ permissions: ["storge"] }),
  "permission/system": manifestFixture({ permissions: ["apps.manage"] }),
  "permission/reason-without-permission": manifestFixture(
    { permission_reasons: { camera: "Scans." } },
    { permission_reasons: { storage: "Keeps notes." } },
  ),
  "permission/dangerous-without-reason": manifestFixture(
    { permissions: ["camera"] },
    { permissions: ["camera"], permission_reasons: { camera: "Scans." } },
  ),
  "permission/undeclared": appFixture(
    (app) => app.withFile("assets/camera.lua", "camera.take_picture({})"),
    (app) => app.withFile("assets/camera.lua", "-- camera.take_picture({})\nlocal camera = {} camera.x = 1"),
  ),
  "permission/unused": appFixture((app) => app.withFile("assets/main.rml", "<rml><body/></rml>")),
  "permission/dangerous-with-network": manifestFixture(
    {
      permissions: ["camera", "network"],
      permission_reasons: { camera: "Scans." },
      network: { hosts: ["example.com"] },
    },
    { permissions: ["camera"], permission_reasons: { camera: "Scans." } },
  ),
  "network/hosts-without-permission": manifestFixture(
    { network: { hosts: ["example.com"] } },
    { permissions: ["network"], network: { hosts: ["example.com"] } },
  ),
  "network/no-hosts": manifestFixture(
    { permissions: ["network"] },
    { permissions: ["network"], network: { hosts: ["example.com"] } },
  ),
  "network/insecure": requests("'http://example.com/'"),
  "network/undeclared-host": requests("'https://example.org/'"),
  "network/computed-host": requests("server .. '/v1'"),
};

export const packageFixtures: RuleFixtures = {
  "package/entry-missing": manifestFixture({ entry: "assets/other.rml" }),
  "package/reference-missing": appFixture(
    (app) => app.withFile("assets/more.rml", '<rml><img src="Icons/icon-32.png"/></rml>'),
    (app) => app.withFile("assets/more.rml", '<rml><img src="../icons/icon-32.png"/></rml>'),
  ),
  "package/reference-outside": appFixture(
    (app) => app.withFile("assets/more.rcss", "p { decorator: image( ../../icon-32.png ); }"),
    (app) =>
      app.withFile("assets/more.rcss", "p { decorator: image( icon ); mask-image: image( /icons/icon-32.png ); }"),
  ),
  "package/icon-missing": appFixture((app) => app.without("icons/icon-32.png")),
  "package/icon-format": appFixture((app) => app.withFile("icons/icon-32.png", "<svg/>")),
  "package/icon-size": appFixture((app) => app.withFile("icons/icon-32.png", squarePng(64))),
  "package/locale-schema": json('{"list": {"title": "Notes"}}', '{"list.title": "Notes"}'),
  "package/locale-name": appFixture(
    (app) => app.withFile("locales/english.json", "{}"),
    (app) => app.withFile("locales/en.json", "{}"),
  ),
  "package/default-locale-missing": appFixture(
    (app) => app.with({ default_locale: "en" }),
    (app) => app.with({ default_locale: "en" }).withFile("locales/en.json", "{}"),
  ),
  "package/unused-file": appFixture(
    (app) => app.withFile("assets/main.rml", usingPage("Notes", ["storage"])).withFile("assets/old.txt", "x"),
    (app) =>
      app
        .withFile("assets/main.rml", usingPage("Notes", ["storage"]).replace("<h1>", '<h1 file="old.txt">'))
        .withFile("assets/old.txt", "x")
        .withFile("assets/README.md", "x"),
  ),
  "package/unreachable-screen": appFixture(
    (app) =>
      app
        .withFile("assets/main.rml", usingPage("Notes", ["storage"]))
        .withFile("assets/one.rml", `<p onclick="ui.open('assets/two.rml')"/>`)
        .withFile("assets/two.rml", `<p onclick="ui.open('assets/one.rml')"/>`),
    (app) =>
      app
        .withFile("assets/main.rml", usingPage("Notes", ["storage"], ["assets/one.rml"]))
        .withFile("assets/one.rml", `<p onclick="ui.open('assets/two.rml')"/>`)
        .withFile("assets/two.rml", `<p onclick="ui.open('assets/one.rml')"/>`),
  ),
  "package/file-type": appFixture(
    (app) => app.withFile("assets/data.bin", "x"),
    (app) => app.withFile("assets/data.txt", "x").withFile("LICENSE", "x"),
  ),
  "package/executable": appFixture(
    (app) => app.withFile("assets/theme.txt", "\x1bLua\x54"),
    (app) => app.withFile("assets/theme.txt", "Lua"),
  ),
  "package/screenshot-missing": {
    fails: () => shots(false),
    passes: () => shots(true),
  },
  "package/path": {
    fails: () => checkEntries([{ path: "my file.rml", kind: "file", length: 1 }]).findings,
    passes: () => checkEntries([{ path: "my-file.rml", kind: "file", length: 1 }]).findings,
  },
  "package/too-large": {
    fails: () => checkEntries([{ path: "film.wav", kind: "file", length: 201 << 20 }]).findings,
    passes: () => checkEntries([{ path: "film.wav", kind: "file", length: 200 << 20 }]).findings,
  },
  "package/too-costly": {
    fails: () => watched(() => undefined),
    passes: () => watched((hear) => hear({ kind: "done", report: checkPackage(aPackage().files(), nodePackagePorts) })),
  },
};

function shots(there: boolean): ReturnType<RuleFixture["fails"]> {
  const files = aPackage()
    .with({ screenshots: ["store/1.png"] })
    .files();
  return checkProject(files, checkPackage(files, nodePackagePorts), () => there).findings;
}

/** What is found of a package whose worker says this, when all time is over. */
function watched(work: (hear: (event: CheckEvent) => void) => void): readonly Finding[] {
  const deadlines: (() => void)[] = [];
  const after: Timer = (_, action) => {
    deadlines.push(action);
    return () => undefined;
  };
  const found: Finding[] = [];
  const worker = { ask: (_: null, hear: (event: CheckEvent) => void) => work(hear), kill: () => undefined };
  watchCheck(null, worker, after, limits.checking, (end) => {
    if (end.kind === "report") found.push(...end.report.findings);
  });
  for (const pass of deadlines) pass();
  return found;
}

function withTool(value: string): string {
  return aManifest()
    .text()
    .replace(/\}\s*$/, `, "x-tool": ${value}}`);
}

function nested(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}
