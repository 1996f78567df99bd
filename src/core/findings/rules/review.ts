import { defineRules } from "../rule.ts";

export const reviewRules = defineRules({
  "submission/kind": {
    severity: "error",
    title: "A submission is of exactly one kind",
    fix: "Split the change: one registration, app, version, event or listing a pull request.",
    since: "0.1.0",
  },
  "submission/immutable": {
    severity: "error",
    title: "What was published is never changed",
    fix: "Publish a new version; what changes about a published one is an event.",
    since: "0.1.0",
  },
  "submission/id-taken": {
    severity: "error",
    title: "An id belongs to whoever registered it first",
    fix: "Choose another id.",
    since: "0.1.0",
  },
  "submission/tombstoned": {
    severity: "error",
    title: "The id of a removed app is not given again",
    fix: "Choose another id.",
    since: "0.1.0",
  },
  "submission/reserved": {
    severity: "error",
    title: "Reserved ids need their owner",
    fix: "Choose an id below a domain of yours.",
    since: "0.1.0",
  },
  "owner/signature": {
    severity: "error",
    title: "A document is signed by a key of its owner that may sign it",
    fix: "Sign with a registered key; `mosis keys list` shows yours.",
    since: "0.1.0",
  },
  "owner/author": {
    severity: "error",
    title: "A pull request comes from an account of the owner",
    fix: "Open it from the account of a member, or have an owner add yours to `members`.",
    since: "0.1.0",
  },
  "owner/seq": {
    severity: "error",
    title: "A document that replaces another has the next sequence number",
    fix: "Fetch the current document and sign again.",
    since: "0.1.0",
  },
  "owner/key-id": {
    severity: "error",
    title: "A key's id is the digest of the key",
    fix: "Write the document with `mosis keys register`.",
    since: "0.1.0",
  },
  "owner/key-removed": {
    severity: "error",
    title: "Keys are revoked, never removed or changed",
    fix: "Keep the key and mark it as revoked.",
    since: "0.1.0",
  },
  "owner/changed": {
    severity: "review",
    title: "A change of owner is looked at by a person",
    fix: "Wait for a reviewer.",
    since: "0.1.0",
  },
  "version/order": {
    severity: "error",
    title: "The version code rises within a track",
    fix: "Raise `version_code` in the manifest and build again.",
    since: "0.1.0",
  },
  "version/manifest-differs": {
    severity: "error",
    title: "The manifest in the version document is that of the package",
    fix: "Write the version document from the package with `mosis publish`.",
    since: "0.1.0",
  },
  "package/host": {
    severity: "error",
    title: "Packages come from hosts the registry allows",
    fix: "Upload the file to one of the allowed hosts.",
    since: "0.1.0",
  },
  "package/unreachable": {
    severity: "error",
    title: "The file can be fetched from its address",
    fix: "Upload the file, then submit again.",
    since: "0.1.0",
  },
  "package/digest": {
    severity: "error",
    title: "The bytes at the address are those that were signed",
    fix: "Upload the file that the document names, or sign a document for the file that is there.",
    since: "0.1.0",
  },
  "category/unknown": {
    severity: "error",
    title: "Categories are those of the registry",
    fix: "Take one of the registry's categories.",
    since: "0.1.0",
  },
  "risk/first-app": {
    severity: "review",
    title: "A new app is looked at by a person",
    fix: "Wait for a reviewer.",
    since: "0.1.0",
  },
  "risk/permission-added": {
    severity: "review",
    title: "A dangerous permission that an update adds is looked at by a person",
    fix: "Wait for a reviewer.",
    since: "0.1.0",
  },
  "risk/withdrawal": {
    severity: "review",
    title: "The removal of an app is looked at by a person",
    fix: "Wait for a reviewer.",
    since: "0.1.0",
  },
});
