import { defineRules } from "../rule.ts";

export const manifestRules = defineRules({
  "manifest/missing": {
    severity: "error",
    title: "An app has a manifest.json at its root",
    fix: "Run the command in the folder of an app, or make one with `mosis init`.",
    since: "0.1.0",
  },
  "manifest/schema": {
    severity: "error",
    title: "The manifest follows its schema",
    fix: "Change the value; `$schema` in the manifest lets your editor explain each key.",
    since: "0.1.0",
  },
  "manifest/id": {
    severity: "error",
    title: "The id is one that every file system can store",
    fix: "Choose an id whose segments are no device names of Windows.",
    since: "0.1.0",
  },
  "manifest/mosis-versions": {
    severity: "error",
    title: "`min_mosis_version` is not above `max_tested_mosis_version`",
    fix: "Raise `max_tested_mosis_version` or lower `min_mosis_version`.",
    since: "0.1.0",
  },
  "permission/unknown": {
    severity: "error",
    title: "Every permission exists",
    fix: "Remove it, or take one from the list of permissions.",
    since: "0.1.0",
  },
  "permission/system": {
    severity: "error",
    title: "System permissions are for apps of Mosis itself, whose ids start with `com.mosis.`",
    fix: "Remove the permission.",
    since: "0.1.0",
  },
  "permission/reason-without-permission": {
    severity: "warn",
    title: "Reasons are given for declared permissions only",
    fix: "Remove the reason or declare the permission.",
    since: "0.1.0",
  },
  "permission/dangerous-without-reason": {
    severity: "error",
    title: "A dangerous permission says why the app needs it",
    fix: "Add a sentence for it to `permission_reasons`.",
    since: "0.1.0",
  },
  "network/hosts-without-permission": {
    severity: "error",
    title: "`network.hosts` goes with the network permission",
    fix: 'Add "network" to `permissions`, or remove `network`.',
    since: "0.1.0",
  },
  "network/no-hosts": {
    severity: "error",
    title: "An app with the network permission names the hosts it talks to",
    fix: "List the hosts in `network.hosts`.",
    since: "0.1.0",
  },
});
