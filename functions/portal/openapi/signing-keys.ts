import { appId, developerId, documents, sha256, submissionRef } from "./common.ts";
import type { Operation } from "./operation.ts";
import { choice, closed, component, count, list, object, text } from "./schema.ts";

const signingKey = component(
  "SigningKey",
  object("A key of a developer, as the registry lists it.", {
    keyid: sha256,
    public: text("The public key, 64 hex digits."),
    use: list("What it may sign.", choice("A use.", ["package", "version", "event", "account"])),
    "apps?": list("The only apps it is for.", appId),
    "member?": text("Whose it is."),
    "revoked?": object("It signs nothing any more.", {
      reason: choice("Why.", ["retired", "lost", "compromised"]),
      from_seq: count("Since that state of the developer document."),
    }),
  }),
);

const signed = {
  kind: "json",
  schema: component("KeyChange", closed("What changes the keys.", { documents })),
} as const;
const answers = { 202: { description: "The submission.", schema: submissionRef, headers: ["Location"] } } as const;

export const listKeys = {
  id: "listSigningKeys",
  method: "get",
  path: "/signing-keys",
  tag: "Signing keys",
  summary: "Keys that sign",
  description:
    "The keys of a developer in the registry. Their private halves never leave the machines of the developer.",
  access: { scope: "apps:read", role: "viewer" },
  query: closed("Whose.", { developer: developerId }),
  answers: {
    200: {
      description: "The keys.",
      headers: ["ETag"],
      schema: component(
        "SigningKeys",
        object("Keys.", {
          developer: developerId,
          seq: count("Number of the developer document; the next change has one more."),
          keys: list("As the document lists them.", signingKey),
        }),
      ),
    },
  },
  problems: ["not-found", "not-a-member", "not-configured", "forge-unavailable"],
  rate: "reads",
} as const satisfies Operation;

export const addKeys = {
  id: "addSigningKey",
  method: "post",
  path: "/signing-keys",
  tag: "Signing keys",
  summary: "Register or add a key",
  description:
    "Submits a signed developer document (`mosis-developer`): the first one of a new developer registers it; later ones, with a rotation (`mosis-rotation`) for a key that devices get to know, need an owner.",
  access: { scope: "keys:write" },
  body: signed,
  answers,
  problems: [
    "not-a-member",
    "insufficient-role",
    "document-refused",
    "submission-open",
    "not-configured",
    "forge-unavailable",
  ],
  rate: "writes",
  isRepeatable: true,
} as const satisfies Operation;

export const revokeKey = {
  id: "revokeSigningKey",
  method: "delete",
  path: "/signing-keys/{keyid}",
  tag: "Signing keys",
  summary: "Revoke a key",
  description: "Submits the signed developer document in which the key is revoked.",
  access: { scope: "keys:write", role: "owner" },
  body: signed,
  answers,
  problems: ["not-found", "not-a-member", "document-refused", "submission-open", "not-configured", "forge-unavailable"],
  rate: "writes",
} as const satisfies Operation;
