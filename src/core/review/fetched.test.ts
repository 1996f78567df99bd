import { describe, expect, test } from "vitest";

import { urlProblem } from "./fetched.ts";
import { toHex } from "../bytes.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { ComposedFile } from "../registry/compose.ts";
import type { RegistryConfig } from "../registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aPackage, type PackageBuilder } from "../../testing/builders.ts";
import { screenshotPng, squarePng } from "../../testing/png.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const URL_OF_2 = "https://packages.example/com.example.notes-2.mosis";

const store = aStore();
const ada = store.developer;
store.withApp(anApp());
const versionKey = ephemeralSigner();
const revokedKey = ephemeralSigner();
ada.addKey(versionKey, ["version"]);
ada.addKey(revokedKey);
ada.revoke(revokedKey, "compromised");
const kit = new ReviewKit(store);

const update = aPackage().with({ version: "1.1.0", version_code: 2 });
const signed = update.signedBy(ada.signer);
const submit = (built: PackageBuilder, change = {}, url = URL_OF_2): ComposedFile =>
  kit.version(built, [ada.signer], change, url);

describe("the address of a file", () => {
  const policy = {
    package_hosts: ["packages.example", "*.cdn.example", "files.example:8443"],
  } as unknown as RegistryConfig["policy"];
  const hosts = "is on a host that the registry does not allow (packages.example, *.cdn.example, files.example:8443)";

  test.for([
    ["https://packages.example/a.mosis", null],
    ["https://PACKAGES.example/a.mosis", null],
    ["https://packages.example:443/a.mosis", null],
    ["https://eu.cdn.example/a.mosis", null],
    ["https://files.example:8443/a.mosis", null],
    ["https://packages.example:444/a.mosis", hosts],
    ["https://files.example/a.mosis", hosts],
    ["https://cdn.example/a.mosis", hosts],
    ["https://evilcdn.example/a.mosis", hosts],
    ["https://packages.example.evil/a.mosis", hosts],
    ["https://packages.example./a.mosis", hosts],
    ["https://packages.example@evil.example/a.mosis", "holds a user name or password"],
    ["https://evil.example\\@packages.example/a.mosis", hosts],
    ["http://packages.example/a.mosis", "is not https"],
    ["http://127.0.0.1:8080/a.mosis", "is not https"],
    ["file:///etc/passwd", "is not https"],
    ["https://packages.example:99999/a.mosis", "is no address"],
    ["packages.example/a.mosis", "is no address"],
  ])("%s: %s", ([url, problem]) => {
    expect(urlProblem(url ?? "", policy)).toBe(problem);
  });

  test("may be this machine's where the registry says so, and only by its number", () => {
    const local = { ...policy, allow_http_loopback: true };
    expect(urlProblem("http://127.0.0.1:8080/a.mosis", local)).toBeNull();
    expect(urlProblem("http://localhost:8080/a.mosis", local)).toBe("is not https");
    expect(urlProblem("http://packages.example/a.mosis", local)).toBe("is not https");
    expect(urlProblem("https://127.0.0.1/a.mosis", local)).toBe(hosts);
  });
});

describe("a version whose package", () => {
  test.for<[string, () => ComposedFile, string[], Record<string, Uint8Array | string>?]>([
    ["is there and right, lands", () => submit(signed), ["merge"]],
    [
      "is on a host nobody allowed, fails",
      () => submit(signed, {}, "https://evil.example/a.mosis"),
      ["fail", "package/host", "risk/origin-changed"],
    ],
    [
      "has an address with no such port, fails",
      () => submit(signed, {}, "https://packages.example:99999/a.mosis"),
      ["fail", "package/host", "risk/origin-changed"],
    ],
    [
      "cannot be fetched, fails",
      () => submit(signed),
      ["fail", "package/unreachable"],
      { [URL_OF_2]: "the server says 404" },
    ],
    [
      "was replaced since, fails",
      () => submit(signed),
      ["fail", "package/digest"],
      { [URL_OF_2]: signed.withFile("assets/x.lua", "").bytes() },
    ],
    ["was cut, fails", () => submit(signed), ["fail", "package/digest"], { [URL_OF_2]: signed.bytes().slice(0, -1) }],
    [
      "is no archive, fails",
      () => submit(signed, { package: reference(Uint8Array.of(1, 2, 3)) }),
      ["fail", "zip/no-end-record"],
      { [URL_OF_2]: Uint8Array.of(1, 2, 3) },
    ],
    [
      "is bigger than the registry takes, fails before it is asked for",
      () => submit(signed, { package: { ...reference(signed.bytes()), length: 10_000_001 } }),
      ["fail", "package/too-large"],
      { [URL_OF_2]: "not asked for" },
    ],
    [
      "has another manifest, fails",
      () => submit(signed, { manifest: signed.with({ name: "Memos" }).manifest() }),
      ["fail", "version/manifest-differs"],
    ],
    [
      "has another content than was signed, fails",
      () => submit(signed, { package: { ...reference(signed.bytes()), content_digest: "0".repeat(64) } }),
      ["fail", "package/digest"],
    ],
    ["is not signed, fails", () => submit(update), ["fail", "signature/missing"]],
    [
      "is signed by somebody else, fails",
      () => submit(update.signedBy(ephemeralSigner())),
      ["fail", "signature/unknown-key"],
    ],
    [
      "is signed by a key for other things, fails",
      () => submit(update.signedBy(versionKey)),
      ["fail", "signature/unknown-key"],
    ],
    ["is signed by a stolen key, fails", () => submit(update.signedBy(revokedKey)), ["fail", "signature/unknown-key"]],
    ["was changed after it was signed, fails", () => submit(resigned(update)), ["fail", "signature/files"]],
    [
      "breaks a rule of packages, fails",
      () => submit(signed.withFile("icons/icon-32.png", squarePng(64))),
      ["fail", "package/icon-size"],
    ],
    [
      "only gets a warning, lands",
      () => submit(signed.with({ permission_reasons: { db: "Left over." } })),
      ["merge", "permission/reason-without-permission"],
    ],
  ])("%s", ([, file, expected, fetched]) => {
    expect(kit.rules([file()], fetched === undefined ? {} : { fetched }).toSorted()).toEqual(expected.toSorted());
  });
});

describe("a listing whose screenshot", () => {
  const url = "https://packages.example/shot.png";
  const picture = screenshotPng();
  const listing = (bytes: Uint8Array): ComposedFile => {
    const screenshot = {
      url,
      length: bytes.length,
      sha256: toHex(nodeCrypto.sha256(bytes)) as Sha256,
      alt: "The list",
    };
    return kit.listing(NOTES, [ada.signer], { seq: 2, screenshots: [screenshot] });
  };

  test.for<[string, () => ComposedFile, string[], Record<string, Uint8Array | string>]>([
    ["is there, lands", () => listing(picture), ["merge"], { [url]: picture }],
    ["is not there, fails", () => listing(picture), ["fail", "package/unreachable"], {}],
    ["is another one, fails", () => listing(picture), ["fail", "package/digest"], { [url]: squarePng(16, [1, 2, 3]) }],
    [
      "is no picture, fails",
      () => listing(Uint8Array.of(60)),
      ["fail", "listing/screenshot-format"],
      { [url]: Uint8Array.of(60) },
    ],
  ])("%s", ([, file, expected, fetched]) => {
    expect(kit.rules([file()], { fetched })).toEqual(expected);
  });
});

test("messages say what was found and what was signed", () => {
  const { findings } = kit.review([submit(signed)], { fetched: { [URL_OF_2]: Uint8Array.of(1) } });
  expect(findings[0]).toMatchObject({
    file: "registry/apps/31/com.example.notes/versions/2.json",
    message: `"${URL_OF_2}" has 1 bytes with SHA-256 ${toHex(nodeCrypto.sha256(Uint8Array.of(1)))}.`,
    expected: `${signed.bytes().length} bytes, ${toHex(nodeCrypto.sha256(signed.bytes()))}`,
  });
});

function reference(bytes: Uint8Array): Record<string, unknown> {
  const digest = toHex(nodeCrypto.sha256(bytes));
  return { url: URL_OF_2, length: bytes.length, sha256: digest, content_digest: digest };
}

/** The signature of one package in another. */
function resigned(built: PackageBuilder): PackageBuilder {
  const signature = built.signedBy(ada.signer).files().at(-1)?.data ?? new Uint8Array();
  return built.withFile("assets/late.lua", "").withFile("signature.sig", signature);
}
