import type { ChangedDocument } from "./review.ts";
import { rules } from "../findings/catalogue.ts";
import type { Finding } from "../findings/finding.ts";
import type { AppId } from "../ids/ids.ts";
import type { Registry } from "../registry/model.ts";

/** The app that a submission is about, or null. */
export function appOf(documents: readonly ChangedDocument[]): AppId | null {
  for (const { document } of documents) if ("app" in document.place) return document.place.app;
  return null;
}

/**
 * Whether findings of a rule can be put aside by an exception or by `policy.observe`. Errors never can: devices and the index
 * refuse what breaks them, whatever a registry thinks.
 */
export function isWaivable(rule: string): boolean {
  return Object.hasOwn(rules, rule) && rules[rule as keyof typeof rules].severity !== "error";
}

/** Reports as `info` what an exception of the app or the registry's policy puts aside, and says by what. */
export function waive(
  findings: readonly Finding[],
  app: AppId | null,
  { config, exceptions }: Pick<Registry, "config" | "exceptions">,
  now: Date,
): readonly Finding[] {
  const observed = config.policy.observe ?? [];
  const own = app === null ? [] : (exceptions.get(app) ?? []);
  return findings.map((found) => {
    if (!isWaivable(found.rule) || found.severity === "info") return found;
    const exception = own.find(({ rule, expires }) => rule === found.rule && !isExpired(expires, now));
    if (exception !== undefined) {
      const { reason, approver, expires } = exception;
      const message = `${found.message} Excepted by ${approver} until ${expires}: ${reason}`;
      return { ...found, severity: "info", message };
    }
    return observed.includes(found.rule) ? { ...found, severity: "info" } : found;
  });
}

/** True after the day named, which still counts. */
export function isExpired(expires: string, now: Date): boolean {
  return now.toISOString().slice(0, 10) > expires;
}
