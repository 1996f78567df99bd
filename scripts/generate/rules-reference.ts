import { rules } from "../../src/core/findings/catalogue.ts";
import type { Rule, RuleScope, Severity } from "../../src/core/findings/rule.ts";

/** What the part of a rule's id before the slash stands for, in the order of the page. */
const FAMILIES: Readonly<Record<string, string>> = {
  manifest: "The manifest of an app by itself.",
  permission: "What an app may do, and why.",
  network: "Where an app may connect to.",
  package: "The files of an app, and where they are fetched from.",
  signature: "`signature.sig` of a package.",
  zip: "The strict ZIP profile of `.mosis` files: no two readers can disagree about one.",
  delta: "Deltas between two versions. Whatever is wrong with one, a device takes the whole package.",
  lua: "Lua, in files and in RML documents.",
  rml: "RML documents and the code in them.",
  rcss: "Style sheets: `.rcss` files, `<style>` elements and `style` attributes.",
  text: "What people read: names, descriptions, licences, release notes.",
  locale: "The languages of an app.",
  json: "Every JSON document: manifests, locales, signatures, registry documents.",
  signed: "Documents that are signed, whoever signs them.",
  registry: "The documents of a registry.",
  submission: "What a pull request to a registry may change.",
  name: "Names that people could mix up.",
  exception: "Exceptions from rules that a registry makes.",
  owner: "Who may say what in a registry.",
  domain: "Domains that developers show as theirs.",
  version: "Versions of an app in a registry.",
  listing: "The page of an app in the store.",
  category: "Where the store lists apps.",
  collection: "Apps that the people of a store recommend together.",
  risk: "What a person looks at, though no rule is broken.",
};

const MEANINGS: Readonly<Record<Severity, string>> = {
  error: "must be mended first",
  review: "a person decides",
  warn: "should be mended",
  info: "for your information",
};

/** The reference page of every rule, as Markdown for Starlight. A heading is the id of its rule, so that `ruleAnchor` finds it. */
export function rulesReference(): string {
  const byFamily = Map.groupBy(Object.entries(rules), ([id]) => id.split("/")[0] ?? "");
  const unknown = [...byFamily.keys()].filter((family) => !Object.hasOwn(FAMILIES, family));
  if (unknown.length > 0) throw new Error(`say in FAMILIES what these rules are about: ${unknown.join(", ")}`);
  const sections = Object.entries(FAMILIES).flatMap(([family, about]) => {
    const members = byFamily.get(family) ?? [];
    return members.length === 0
      ? []
      : [`## ${family}`, about, ...members.flatMap(([id, rule]) => ruleSection(id, rule))];
  });
  return [HEAD, ...sections, ""].join("\n\n");
}

const HEAD = `---
title: Rules
description: Every rule that apps, packages and submissions are checked against, and what to do about it.
---

<!-- Generated from src/core/findings/rules by \`npm run generate\`; a test compares. Do not edit. -->

\`mosis validate\`, the review of a submission, the upload page of a store and the install check of a device run the same rules.
Each finding names its rule, the place, what was found and what to do.`;

const SCOPES: Readonly<Record<RuleScope, string>> = {
  package: "asked of an app or package alone",
  submission: "asked of a submission",
  registry: "asked of a registry",
};

function ruleSection(id: string, rule: Rule): readonly string[] {
  const { title, severity, approvals, scope, fix, why, wrong, right, since } = rule;
  const meaning = approvals === undefined ? MEANINGS[severity] : `${approvals} different people decide`;
  return [
    `### ${id}`,
    `${title}. ${why}`,
    `- Wrong: ${wrong}\n- Right: ${right}`,
    fix,
    `*${severity}*: ${meaning}; ${SCOPES[scope]}. Since ${since}.`,
  ];
}
