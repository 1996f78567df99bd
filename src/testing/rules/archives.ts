import { aPackage, type ManifestChange, type PackageBuilder, utf8 } from "../builders.ts";
import { plainPng, squarePng } from "../png.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { hostileZips } from "../archives/zip-hostile.ts";

/** The bytes of a `.mosis` file, right or wrong. */
export interface ArchiveFixture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MANY_BYTES = 1 << 20;
const NETWORK = { network: { hosts: ["example.com"] } };
const camera = { camera: "Scans." };

/** Manifests that break something, or ask for something. */
const manifests: Readonly<Record<string, ManifestChange>> = {
  "nothing wrong": {},
  "an unknown key": { permisions: [] },
  "a device name in the id": { id: "com.example.con" },
  "versions the wrong way round": { min_mosis_version: "2.0.0", max_tested_mosis_version: "1.0.0" },
  "an unknown permission": { permissions: ["storge"] },
  "a system permission": { permissions: ["apps.manage"] },
  "a reason without a permission": { permission_reasons: camera },
  "a dangerous permission without a reason": { permissions: ["camera"] },
  "a dangerous permission and the network": {
    permissions: ["camera", "network"],
    permission_reasons: camera,
    ...NETWORK,
  },
  "hosts without the network": NETWORK,
  "the network without hosts": { permissions: ["network"] },
  "no such entry": { entry: "assets/other.rml" },
  "no such language": { default_locale: "fr" },
  "a name that turns around": { name: "Notes\u202e" },
  "a name with a space": { name: "Notes " },
  "a link that runs code": { description: ["[site](javascript:alert(1))"] },
  "HTML in Markdown": { description: ["<b>new</b>", "", "- [ok](https://example.com)"] },
  "a licence of nobody": { license: "Apache 2" },
  "a fraction": { "x-tool": 0.5 },
};

const app = (change: (built: PackageBuilder) => PackageBuilder): PackageBuilder => change(aPackage());
const lua = (text: string): PackageBuilder => app((built) => built.withFile("assets/code.lua", text));
const rml = (text: string): PackageBuilder => app((built) => built.withFile("assets/more.rml", text));

/** Files that break something. */
const packages: Readonly<Record<string, PackageBuilder>> = {
  "no icon": app((built) => built.without("icons/icon-32.png")),
  "an icon of the wrong size": app((built) => built.withFile("icons/icon-32.png", squarePng(64))),
  "an icon that is no picture": app((built) => built.withFile("icons/icon-32.png", "<svg/>")),
  "an icon with other pixels": app((built) => built.withFile("icons/icon-32.png", plainPng(32, 32).fill(0, 50, 60))),
  "a language of no name": app((built) => built.withFile("locales/english.json", "{}")),
  "a language in a tree": app((built) => built.withFile("locales/en.json", '{"a": {"b": "c"}}')),
  "a language twice": app((built) => built.withFile("locales/en.json", '{"a": "b", "a": "c"}')),
  "a language without texts": app((built) =>
    built.with({ default_locale: "en" }).withFile("locales/en.json", '{"a": "A"}').withFile("locales/de.json", "{}"),
  ),
  "a language with another text": app((built) =>
    built.with({ default_locale: "en" }).withFile("locales/en.json", "{}").withFile("locales/de.json", '{"a": "A"}'),
  ),
  "a file of no kind": app((built) => built.withFile("assets/data.bin", "x")),
  "bytecode in disguise": app((built) => built.withFile("assets/theme.txt", "\x1bLua")),
  "a program": app((built) => built.withFile("assets/tool.png", utf8("\x7fELF\x02\x01"))),
  "a manifest with a mark": app((built) => built.withFile("manifest.json", "\ufeff{}")),
  "a manifest cut off": app((built) => built.withFile("manifest.json", '{"id": ')),
  "code from text": lua("load(x)()"),
  "code from a file": lua("dofile('x')"),
  "files of the phone": lua("local f = io.open('x')"),
  "programs of the phone": lua("os.execute('reboot')"),
  debugging: lua("print(debug.traceback())"),
  "native code": lua('package.loadlib("x", "y")'),
  "computed globals": lua("_G['lo' .. 'ad'](x)"),
  "a computed module": lua("require(name)"),
  "markup from text": lua("element.inner_rml = text"),
  "a string without an end": lua("local s = 'never"),
  "an undeclared permission": lua("camera.take()\ncamera.take()"),
  "Lua beyond ASCII": lua('local s = "Grüße – 👋" storage.set("ä", s) load(s)'),
  "a handler of two parts": rml('<p onclick="a() end, steal(), function()"/>'),
  "a handler with entities": rml("<p onclick='load(&quot;x&quot;)'/>"),
  "a script without an end": rml("<rml><script>a()"),
  "a script of no kind": rml('<script src="a.txt"/>'),
  "much text": app((built) => built.withFile("assets/book.txt", "All work and no play. ".repeat(MANY_BYTES / 40))),
};

const ZIPS = 10;

/** 60 archives: whole ones with every kind of trouble inside, signed, and some that are broken themselves. */
export function archiveFixtures(signer: Signer): readonly ArchiveFixture[] {
  const small = hostileZips
    .map(({ name, make }) => ({ name, bytes: make() }))
    .filter(({ bytes }) => bytes.length > 0 && bytes.length < 5000);
  const step = Math.floor(small.length / ZIPS);
  return [
    ...Object.entries(manifests).map(([name, change]) => ({
      name,
      bytes: aPackage().with(change).signedBy(signer).bytes(),
    })),
    ...Object.entries(packages).map(([name, built]) => ({ name, bytes: built.signedBy(signer).bytes() })),
    ...Array.from({ length: ZIPS }, (_, index) => small[index * step]).flatMap((each) => each ?? []),
  ];
}
