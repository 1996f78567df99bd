import { applyPlan } from "./apply-plan.ts";
import type { RegistryChoice } from "./choose-registry.ts";
import { requireMember } from "./developer-of.ts";
import { type ForgeAccount, openForgeSession } from "./forge-session.ts";
import { planOrRefuse } from "./plan-or-refuse.ts";
import { type PublishOptions, planVersion, versionLines } from "./plan-version.ts";
import type { BuiltPackage, Stopped } from "./prepare-package.ts";
import { forgeLook, type LookAtPull } from "./wait-for-merge.ts";
import type { Standing } from "../../core/publish/compose-version.ts";
import type { SubmissionDraft, SubmissionPlan } from "../../core/publish/plan-submission.ts";
import type { DeveloperBody, RegistryConfig } from "../../core/registry/documents.ts";
import { ownPulls } from "../../node/registry/submit/own-pulls.ts";
import { forgeSource, type RegistrySource } from "../../node/registry/submit/registry-source.ts";
import type { OpenedPull } from "../../node/registry/submit/submit.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { Environment } from "../command.ts";
import type { PassphraseSources } from "../keys/passphrase.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A submission that was brought to a registry, or in a dry run would be. */
export interface Carried {
  readonly plan: SubmissionPlan;
  /** Null in a dry run. */
  readonly pull: OpenedPull | null;
}

/** A version, too, with what people are told of it. */
export interface CarriedVersion extends Carried {
  readonly lines: readonly string[];
}

/** What is known before a version is carried. */
export interface CarrierScene extends Omit<Standing, "registry"> {
  readonly config: RegistryConfig;
}

/** What brings submissions into a registry: somebody's account at its forge, or a portal. */
export interface Carrier {
  /** What is merged. */
  readonly source: RegistrySource;
  /** Null where no account of the forge opens the pull request. */
  readonly account: ForgeAccount | null;
  /** Refuses whose submission review would not take. */
  requireMember(developer: DeveloperBody): void;
  /**
   * Makes whoever is signed in a member of a developer of the registry where somebody else than the registry has to know.
   *
   * @param key value of `--key`
   */
  join(developer: DeveloperBody, key: string | undefined, sources: PassphraseSources): Promise<void>;
  /** Brings documents that go with no file. */
  carry(draft: SubmissionDraft): Promise<Carried>;
  /** Signs a version and brings it with its package; null when the registry has it already. */
  carryVersion(
    built: BuiltPackage,
    options: PublishOptions,
    scene: CarrierScene,
    sources: PassphraseSources,
  ): Promise<CarriedVersion | Stopped | null>;
  /** For looking at a pull request again and again. */
  look(number: number): LookAtPull;
}

/** How a command was called, as far as carriers care. */
export interface CarrierContext {
  readonly env: Environment;
  readonly terminal: Terminal;
  readonly dryRun: boolean;
}

/** Carries through the forge, by the account of whoever is signed in there. */
export async function forgeCarrier(
  choice: RegistryChoice,
  { env, terminal, dryRun }: CarrierContext,
): Promise<Carrier> {
  const session = await openForgeSession(choice, env);
  const { client } = session;
  const { repository } = choice;
  const openPulls = () => ownPulls(client, repository, session.login, "open");
  return {
    source: forgeSource(client, repository),
    account: session,
    requireMember: (developer) => requireMember(developer, session),
    // The registry knows its members.
    join: () => Promise.resolve(),
    async carry(draft) {
      const plan = planOrRefuse(draft, await openPulls());
      return { plan, pull: dryRun ? null : await applyPlan(plan, [], session, choice, terminal) };
    },
    async carryVersion(built, options, scene, sources) {
      const more = { choice, account: session, open: await openPulls() };
      const planned = await planVersion(built, options, { ...scene, ...more }, sources);
      if (planned === null || "stopped" in planned) return planned;
      const { plan, ready, uploads } = planned;
      const lines = versionLines(planned);
      if (dryRun) return { plan, pull: null, lines };
      await writeAtomically(ready.path, ready.archive);
      return { plan, pull: await applyPlan(plan, uploads, session, choice, terminal), lines };
    },
    look: (number) => forgeLook(client, repository, number),
  };
}
