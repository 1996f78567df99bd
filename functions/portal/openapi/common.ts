import { choice, component, count, described, document, list, object, text } from "./schema.ts";
import { idPatterns } from "../../../src/core/ids/ids.ts";
import { limits } from "../../../src/core/limits.ts";
import { TRACKS } from "../../../src/core/registry/tracks.ts";

export const appId = component(
  "AppId",
  text("Id of an app.", { pattern: idPatterns.appId, maxLength: limits.manifest.idChars }),
);
export const developerId = component("DeveloperId", text("Id of a developer.", { pattern: idPatterns.developerId }));
export const sha256 = component("Sha256", text("A SHA-256 in lower-case hex.", { pattern: idPatterns.sha256 }));
export const versionCode = component(
  "VersionCode",
  count("The number of a version that counts.", { minimum: 1, maximum: limits.manifest.versionCode }),
);
export const time = component("Time", text("A time in UTC, RFC 3339."));
export const track = component("Track", choice("Who gets a version.", TRACKS));
export const locale = text("BCP 47.", { pattern: idPatterns.locale });

/** Documents in one request: an app with its store pages and a version are the most that are submitted together. */
const MOST_DOCUMENTS = 102;

export const signedDocument = component(
  "SignedDocument",
  document(
    "A document of the registry with its signatures, made on the developer's machine: `mosis` writes them. The portal signs nothing.",
    {
      required: ["signatures", "signed"],
      additionalProperties: false,
      properties: {
        signatures: { type: "array", description: "Ed25519, by key id." },
        signed: {
          type: "object",
          description: "As the registry's schemas say.",
          required: ["_type"],
          properties: { _type: { type: "string", description: "What it is." } },
        },
      },
    },
  ),
);

export const documents = list("Signed, of one submission.", signedDocument, { minItems: 1, maxItems: MOST_DOCUMENTS });

export const submissionRef = component(
  "SubmissionRef",
  object("A submission that was opened.", {
    number: count("Number of the pull request."),
    url: text("Its page on the forge."),
    kind: text("What it is."),
    "superseded?": list("Numbers of older submissions in whose place it came.", count("A number.")),
  }),
);

export const finding = component(
  "Finding",
  object("What a rule found.", {
    rule: text("Id of the rule."),
    severity: choice("How serious it is.", ["error", "review", "warn", "info"]),
    "file?": text("In the package, or in the registry."),
    message: text("What is wrong."),
    fix: text("What to do."),
  }),
);

export const page = {
  "limit?": count("How many at most.", { minimum: 1, maximum: 100, default: 24 }),
  "offset?": count("How many to leave out at the beginning.", { maximum: 900, default: 0 }),
};

export const day = text("A day in UTC, such as `2026-11-26`.", { pattern: "^\\d{4}-\\d\\d-\\d\\d$" });

export const range = {
  "from?": described("First day; 27 days before `to` where left out.", day),
  "to?": described("Last day; today where left out.", day),
};
