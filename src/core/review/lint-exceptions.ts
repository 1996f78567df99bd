import type { Decision, Exception } from "../registry/documents.ts";
import type { Registry } from "../registry/model.ts";
import { registryPath } from "../registry/paths.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding, sortFindings } from "../findings/finding.ts";
import { isExpired, isWaivable } from "./waive.ts";

/**
 * Whether the exceptions of a registry, and those of its rules that are only observed, still have a reason to be there: the rule can be excepted, they are not over, and the
 * decisions on the app show that it met the rule.
 */
export function lintExceptions(
  { config, exceptions, apps }: Pick<Registry, "config" | "exceptions" | "apps">,
  now: Date,
  sha256: Sha256Function,
): readonly Finding[] {
  const all = [...exceptions.values()].flat();
  const observed = (config.policy.observe ?? []).flatMap((rule, index) => {
    if (isWaivable(rule)) return [];
    const message = `${echo(rule)} is no rule that can be only observed.`;
    return [finding("exception/rule", { file: "registry.json", pointer: `/policy/observe/${index}`, message })];
  });
  return sortFindings([
    ...observed,
    ...all.flatMap((exception) => {
      const { app_id: app, rule, expires } = exception;
      const file = registryPath({ kind: "exception", app, rule }, sha256);
      if (!isWaivable(rule)) {
        const message = `${echo(rule)} is no rule that can be excepted.`;
        return [finding("exception/rule", { file, pointer: "/rule", message })];
      }
      if (isExpired(expires, now)) {
        return [finding("exception/expired", { file, pointer: "/expires", message: `It was over after ${expires}.` })];
      }
      if (isUsed(exception, apps.get(app)?.decisions ?? [])) return [];
      const message = `No decision on ${app} since version ${exception.version_code ?? 1} names ${rule}.`;
      return [finding("exception/unused", { file, pointer: "/rule", message })];
    }),
  ]);
}

/** Used, or not yet of use: nothing was decided on the versions it is for. */
function isUsed({ rule, version_code: from }: Exception, decisions: readonly Decision[]): boolean {
  const since = decisions.filter(({ version_code: code }) => code >= (from ?? 1));
  return since.length === 0 || since.some(({ reasons }) => reasons.some((reason) => reason.rule === rule));
}
