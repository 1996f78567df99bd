import { aManifest, aSigner, type ManifestChange, utf8 } from "../builders.ts";
import type { Vector, VectorBytes } from "./vectors.ts";
import {
  binary,
  developer,
  type Files,
  flipping,
  platform,
  publicHex,
  vectorDocument,
  vectorFiles,
} from "./vectors-kit.ts";
import { hostileZips } from "../archives/zip-hostile.ts";
import { concatBytes } from "../../core/bytes.ts";
import { encodeAtRest, encodePretty, type SignedDocument } from "../../core/json/signed-document.ts";
import { contentDigest, type PackageDocument } from "../../core/package/package-document.ts";
import { type PackagePath, SIGNATURE_PATH } from "../../core/package/package-path.ts";
import { writeZip } from "../../core/package/zip/zip-writer.ts";
import { addSignatures, signDocument, type Signer } from "../../core/signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";

/** Broken archives, each with every rule of the profile that it breaks. */
export type HostileVector = Vector<{ readonly archive: VectorBytes }, readonly string[]>;

export type PackageVector = Vector<
  {
    readonly archive: VectorBytes;
    /** Public key, hex, that must have signed. */
    readonly key?: string;
    /** The `signature.sig` that a store serves beside the package, and the platform's public key, hex. */
    readonly served?: VectorBytes;
    readonly platform_key?: string;
  },
  | { readonly level: "unknown-key" | "named-key" | "countersigned"; readonly content_digest: string }
  | { readonly rules: readonly string[] }
>;

const stranger = aSigner("stranger of the vectors");

export function hostileVectors(): readonly HostileVector[] {
  return hostileZips.map(({ name, rules, make }) => ({
    name,
    why: `Broken: ${rules.join(", ")}.`,
    input: { archive: binary(make()) },
    expected: rules,
  }));
}

export function packageVectors(): readonly PackageVector[] {
  const files = vectorFiles();
  const digest = contentDigest(vectorDocument(files), nodeCrypto.sha256);
  const signed = sign(files, developer);
  const key = publicHex(developer);
  const archive = binary(pack(files, encodeAtRest(signed)));
  const named = { level: "named-key", content_digest: digest } as const;
  const refuse = (...rules: string[]) => ({ rules });
  const served = (bytes: Uint8Array) => ({ archive, served: binary(bytes), platform_key: publicHex(platform) });
  const both = addSignatures(signed, [platform]);
  const altered = (path: string, data: string): Files => new Map([...files, [path, utf8(data)]]);
  const without = (path: string): Files => new Map([...files].filter(([each]) => each !== path));
  const after = (changed: Files) => ({ archive: binary(pack(changed, encodeAtRest(signed))), key });
  const rule = (change: ManifestChange | Files) => {
    const changed = change instanceof Map ? (change as Files) : vectorFiles(change as ManifestChange);
    return { archive: binary(pack(changed, encodeAtRest(sign(changed, developer)))), key };
  };
  return [
    vector("a signed package", "What every package is.", { archive, key }, named),
    vector(
      "a package of an unknown signer",
      "Intact, but nobody can say whose it is.",
      { archive },
      { ...named, level: "unknown-key" },
    ),
    vector(
      "a package with an x- key in its manifest",
      "Such keys are for others; the digest is over them.",
      rule({ "x-tool": { a: 1 } }),
      {
        level: "named-key",
        content_digest: contentDigest(vectorDocument(vectorFiles({ "x-tool": { a: 1 } })), nodeCrypto.sha256),
      },
    ),
    vector(
      "an unsigned package",
      "Only a sideload may do without.",
      { archive: binary(pack(files, null)), key },
      refuse("signature/missing"),
    ),
    vector(
      "a document without signatures",
      "Covers the files, but nobody vouches.",
      withSignature(files, { ...signed, signatures: [] }, key),
      refuse("signature/unknown-key"),
    ),
    vector(
      "a package that another key signed",
      "The expected key did not sign.",
      withSignature(files, sign(files, stranger), key),
      refuse("signature/unknown-key"),
    ),
    vector(
      "a signature with a bit flipped",
      "The content is right, the signature is not.",
      withSignature(files, flip(signed), key),
      refuse("signature/invalid"),
    ),
    vector(
      "a signature of another key under this key's id",
      "The id says nothing yet.",
      withSignature(files, disguise(files), key),
      refuse("signature/invalid"),
    ),
    vector(
      "a file altered after signing",
      "One byte of content.",
      after(altered("assets/scripts/app.lua", 'print("hellp")\n')),
      refuse("signature/files"),
    ),
    vector(
      "a file added after signing",
      "Not covered by the signature.",
      after(altered("assets/scripts/extra.lua", "return 1\n")),
      refuse("signature/files"),
    ),
    vector(
      "a file removed after signing",
      "Signed but missing.",
      after(without("assets/scripts/app.lua")),
      refuse("signature/files"),
    ),
    vector(
      "a manifest of another version",
      "Signature and manifest name different versions.",
      after(vectorFiles({ version_code: 2 })),
      refuse("signature/identity"),
    ),
    vector(
      "a signature.sig for people",
      "A device verifies raw bytes: not canonical at rest.",
      { archive: binary(pack(files, encodePretty(signed))), key },
      refuse("signed/not-at-rest"),
    ),
    vector(
      "a signature.sig that is no JSON",
      "Not even a document.",
      { archive: binary(pack(files, utf8("signed, Ada"))), key },
      refuse("json/syntax"),
    ),
    vector(
      "a signature.sig of another type",
      "Signed, but something else.",
      withSignature(files, signDocument({ ...vectorDocument(files), _type: "mosis-version" }, [developer]), key),
      refuse("signature/document"),
    ),
    vector("a countersigned package", "Developer and platform: what a store serves.", served(encodeAtRest(both)), {
      ...named,
      level: "countersigned",
    }),
    vector(
      "a served signature without the platform's",
      "Nobody reviewed it.",
      served(encodeAtRest(signed)),
      refuse("signature/unknown-key"),
    ),
    vector(
      "a served signature of another version",
      "Reviewed, but something else.",
      served(encodeAtRest(addSignatures(sign(vectorFiles({ version_code: 2 }), developer), [platform]))),
      refuse("signature/identity"),
    ),
    vector(
      "a served signature with a flipped bit",
      "The platform's signature is wrong.",
      served(encodeAtRest(addSignatures(signed, [flipping(platform)]))),
      refuse("signature/invalid"),
    ),
    vector(
      "a served signature with a line feed at its end",
      "One byte more than the canonical form.",
      served(concatBytes([encodeAtRest(both), utf8("\n")])),
      refuse("signed/not-at-rest"),
    ),
    vector(
      "an unknown key in the manifest",
      "A typing error must not be ignored.",
      rule({ persmissions: [] }),
      refuse("manifest/schema"),
    ),
    vector("a manifest without a name", "Required.", rule({ name: undefined }), refuse("manifest/schema")),
    vector(
      "a fraction in the manifest",
      "No canonical form, so it can't be signed.",
      rule(altered("manifest.json", aManifest().with({ "x-ratio": 1.5 }).text())),
      refuse("json/not-canonical"),
    ),
    vector(
      "an unknown permission",
      "Every permission exists.",
      rule({ permissions: ["storage", "telepathy"] }),
      refuse("permission/unknown"),
    ),
    vector(
      "a system permission of a foreign app",
      "Only ids below com.mosis have them.",
      rule({ permissions: ["apps.manage"] }),
      refuse("permission/system"),
    ),
    vector(
      "an entry that is not there",
      "The app could not start.",
      rule(without("assets/main.rml")),
      refuse("package/entry-missing"),
    ),
    vector(
      "an icon of another size",
      "32 pixels under the key 64.",
      rule(new Map([...files, ["icons/icon-64.png", files.get("icons/icon-32.png") ?? new Uint8Array()]])),
      refuse("package/icon-size"),
    ),
    vector(
      "an icon that is no PNG",
      "Text under a PNG's name.",
      rule(altered("icons/icon-32.png", "GIF89a")),
      refuse("package/icon-format"),
    ),
    vector(
      "a locale file that nests",
      "One flat object of strings.",
      rule(altered("locales/en.json", '{"a":{"b":"c"}}')),
      refuse("package/locale-schema"),
    ),
    vector(
      "a locale file with another name",
      "Named after a language tag.",
      rule(altered("locales/english.json", "{}")),
      refuse("package/locale-name"),
    ),
  ];
}

function vector(
  name: string,
  why: string,
  input: PackageVector["input"],
  expected: PackageVector["expected"],
): PackageVector {
  return { name, why, input, expected };
}

function sign(files: Files, signer: Signer): SignedDocument<PackageDocument> {
  return signDocument(vectorDocument(files), [signer]);
}

function withSignature(files: Files, document: SignedDocument, key: string): PackageVector["input"] {
  return { archive: binary(pack(files, encodeAtRest(document))), key };
}

function flip(document: SignedDocument<PackageDocument>): SignedDocument {
  return addSignatures(document, [flipping(developer)]);
}

function disguise(files: Files): SignedDocument {
  const document = vectorDocument(files);
  return signDocument(document, [{ key: developer.key, sign: (message) => stranger.sign(message) }]);
}

function pack(files: Files, signature: Uint8Array | null): Uint8Array {
  const entries = [...files].map(([path, data]) => ({ path: path as PackagePath, data }));
  const all = signature === null ? entries : [...entries, { path: SIGNATURE_PATH, data: signature }];
  // What deflate does not shrink is stored.
  return writeZip(all, { deflate: (bytes) => bytes });
}
