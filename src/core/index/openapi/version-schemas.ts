import { byKey, count, list, named, object, TEXT, text } from "./build-schema.ts";
import type { JsonObject } from "../../json/value.ts";

const COMMIT = "40 hex digits.";
const PROVENANCE = {
  keys: object("Ids of the keys that signed the package document.", {
    developer: list("Of the developer.", named("Sha256")),
    platform: list("Of the platform.", named("Sha256")),
  }),
  "source?": object("Where the developer says that it was built from.", {
    repository: text("Web address."),
    commit: text(COMMIT),
  }),
  commit: text(`The commit of the registry that brought it, ${COMMIT}`),
  decision: {
    description: "The decision that let it in; null where the registry has none.",
    oneOf: [named("Decision"), { type: "null" }],
  },
};

/** What the file about one version holds: `VersionDocument`. */
export const versionSchemas: Readonly<Record<string, JsonObject>> = {
  VersionDetails: object("Everything about one version.", {
    app_id: named("AppId"),
    version: text("For people, SemVer."),
    version_code: named("VersionCode"),
    track: named("Track"),
    rollout_bp: count("Share of devices that get it, in hundredths of a percent.", { maximum: 10_000 }),
    status: named("Availability"),
    "reason?": text("Why it was yanked or suspended."),
    manifest: { type: "object", description: "As its schema says, `/schema/v1/manifest.schema.json`." },
    notes: byKey("What is new, by language, one string a line.", list("Lines.", TEXT)),
    files: list("All files of the package but `signature.sig`: what was signed.", named("PackageFile")),
    unpacked: count("Bytes of these files together."),
    content_digest: named("Sha256", "Of the package document: the identity of the package."),
    package: named("StoreFile", "The package."),
    signature: named("StoreFile", "Developer's and platform's signature over the package document."),
    published_at: named("Time", "When it landed in the registry."),
    ...PROVENANCE,
  }),
  Provenance: object("Where a version comes from, and who vouches for it.", PROVENANCE),
  PackageFile: object("A file of a package.", {
    path: text("In the package."),
    length: count("Bytes."),
    sha256: named("Sha256"),
  }),
  Decision: object("What review decided about a version.", {
    verdict: named("Verdict"),
    reasons: list(
      "What asked for a decision.",
      object("A finding.", { rule: text("Id of the rule."), evidence: text("What it found.") }),
    ),
    reviewers: list("Who decided; none where the machine did.", named("Reviewer")),
    approved: list(
      "Changes that are not asked about again.",
      object("A change.", {
        rule: text("Id of the rule."),
        from: { type: ["string", "null"], description: "What it was; null where there was nothing." },
        to: text("What it is."),
      }),
    ),
    sample: {
      type: ["boolean", "null"],
      description: "Whether it was drawn for people to look at; null where nothing is drawn.",
    },
    risk: object("How much it could do.", {
      score: count("Points of 100."),
      parts: list(
        "What they are made of.",
        object("A part.", { part: text("Its name."), points: { type: "integer", description: "Its points." } }),
      ),
    }),
    validator_version: text("Of the rules."),
  }),
  Reviewer: object("Who decided.", {
    github_id: count("Numeric id of the account."),
    "login?": text("Its name, where the registry knows it."),
    statement: text("What they said; empty where nothing."),
  }),
  Verdict: text("How it was decided; `merge` is the machine's word.", {
    enum: ["merge", "approved", "rejected", "changes_requested", "held", "withdrawn"],
  }),
  Score: object("How much an app does for the people who use it.", {
    points: count("What it has."),
    of: count("What it could have."),
    checks: list("In the order of pages.", named("ScoreCheck")),
  }),
  ScoreCheck: object("How one check went.", {
    id: text("Its name, see the reference of the score."),
    group: text("What it is about.", { enum: ["listing", "trust", "permissions", "languages", "care", "weight"] }),
    points: count("All of them or none."),
    of: count("How many there are."),
    passed: { type: "boolean", description: "Whether it holds." },
    "have?": { type: ["integer", "string"], description: "What there is." },
    "want?": { type: ["integer", "string"], description: "What it takes." },
  }),
};
