import { describe, expect, test } from "vitest";

import { checkPackage } from "./check-package.ts";
import type { Finding } from "../findings/finding.ts";
import type { PackageBuilder } from "../../testing/builders.ts";
import { aPackage } from "../../testing/builders.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

const line = ({ rule, file, range, message, expected }: Finding): string =>
  `${rule} ${file}:${range?.line}:${range?.column} ${message}${expected === undefined ? "" : ` (${expected})`}`;
const findings = (app: PackageBuilder): readonly string[] =>
  checkPackage(app.files(), nodePackagePorts).findings.map(line);
const found = (source: string): readonly string[] => findings(aPackage().withFile("assets/code.lua", source));

describe("global names", () => {
  test.for<[string, string[]]>([
    ["ap.t('x')", ['lua/unknown-global assets/code.lua:1:1 Nothing of the app sets the global "ap". (app)']],
    [
      "local a = 1\nprint(a, zzyzx, zzyzx)",
      ['lua/unknown-global assets/code.lua:2:10 Nothing of the app sets the global "zzyzx".'],
    ],
    [
      "list_screen = {} lst_screen.show()",
      ['lua/unknown-global assets/code.lua:1:18 Nothing of the app sets the global "lst_screen". (list_screen)'],
    ],
    [
      "ui.opne('assets/main.rml') print(math.pow(2, 3))",
      [
        'lua/unknown-function assets/code.lua:1:1 There is no "ui.opne". (ui.open)',
        'lua/unknown-function assets/code.lua:1:34 There is no "math.pow".',
      ],
    ],
  ])("that nothing sets: %s", ([source, expected]) => {
    expect(found(source)).toEqual(expected);
  });

  test.for([
    "helper = {} helper.run() function helper.more() end",
    "function string.trim(s) return s end print(string.trim('x'))",
    "unpack = table.unpack or unpack",
    "if ui.vibrate then ui.vibrate() end if not rawlen then print(zzyzx == nil) end",
    "local Vector = Vector2i; print(Vector, rmlui, _VERSION)",
    "local function f() return f end f()",
  ])("that are there: %s", (source) => {
    expect(found(source)).toEqual([]);
  });

  test("are told a hundred times at most", () => {
    const names = Array.from({ length: 500 }, (_, at) => `zz${at}()`).join("\n");
    expect(found(names)).toHaveLength(100);
  });

  test("another file sets, or a handler is given", () => {
    const app = aPackage()
      .withFile("assets/code.lua", "list_screen = { add = print }")
      .withFile("assets/more.rml", '<rml><body onclick="list_screen.add(event, element, document)"/></rml>');
    expect(findings(app)).toEqual([]);
  });
});

describe("permissions", () => {
  test("a module that is handed on counts as all of it", () => {
    expect(found("local t = { camera } print(t)")).toEqual([
      'permission/undeclared assets/code.lua:1:13 `camera`, in a way that may be any of its functions, needs the permission "camera", which the manifest does not declare. (camera)',
    ]);
  });

  test("a function that is not known counts as any, too", () => {
    expect(found("camera.take()").map((each) => each.split(" ")[0])).toEqual([
      "lua/unknown-function",
      "permission/undeclared",
    ]);
  });

  test("what the person is asked for has to be declared", () => {
    expect(found("permissions.request('camera', print)")).toEqual([
      'permission/undeclared assets/code.lua:1:21 The app asks for the permission "camera", which the manifest does not declare.',
    ]);
  });
});

describe("requests", () => {
  const online = aPackage().with({
    permissions: ["network"],
    network: { hosts: ["api.example.com", "*.cdn.example"] },
  });
  const request = (url: string): readonly string[] =>
    findings(online.withFile("assets/code.lua", `network.get({ url = ${url} }) name, host, server = 1, 2, 3`)).filter(
      (each) => !each.includes("storage"),
    );

  test.for([
    "'https://api.example.com'",
    "'https://API.example.com:443/v1?q=' .. 1",
    "'HTTPS://a.b.cdn.example/' .. name",
  ])("may go to %s", (url) => {
    expect(request(url)).toEqual([]);
  });

  test.for<[string, string]>([
    ["'http://api.example.com/'", 'network/insecure assets/code.lua:1:21 The request goes over "http". (https)'],
    [
      "'https://evil.example/'",
      'network/undeclared-host assets/code.lua:1:21 The host "evil.example" is not among `network.hosts` of the manifest.',
    ],
    [
      "'https://cdn.example/'",
      'network/undeclared-host assets/code.lua:1:21 The host "cdn.example" is not among `network.hosts` of the manifest.',
    ],
    [
      "'https://api.example.com@evil.example/'",
      'network/undeclared-host assets/code.lua:1:21 The host "evil.example" is not among `network.hosts` of the manifest.',
    ],
    [
      "'https://api.example.com' .. host",
      'network/computed-host assets/code.lua:1:21 The host of this request begins with "api.example.com" and is put together while the app runs.',
    ],
    [
      "server .. '/v1'",
      "network/computed-host assets/code.lua:1:21 The address of this request is put together while the app runs.",
    ],
  ])("not to %s", ([url, expected]) => {
    expect(request(url)).toEqual([expected]);
  });
});
