import type { PortalChoice } from "./choose-portal.ts";
import { joinDeveloper } from "./join-developer.ts";
import { openPortalSession } from "./portal-session.ts";
import type { SubmissionDraft } from "../../core/publish/plan-submission.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json/value.ts";
import { forgeClient } from "../../node/forge-client.ts";
import type { PortalClient } from "../../node/portal/portal-client.ts";
import { PortalError } from "../../node/portal/portal-error.ts";
import { readSubmission } from "../../node/portal/portal-submissions.ts";
import {
  draftApp,
  type PortalSubmission,
  submitKeyDocuments,
  submitVersion,
  uploadPackage,
} from "../../node/portal/portal-versions.ts";
import { forgeSource } from "../../node/registry/submit/registry-source.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Carrier, CarrierContext } from "../publish/carrier.ts";
import type { RegistryChoice } from "../publish/choose-registry.ts";
import { planOrRefuse } from "../publish/plan-or-refuse.ts";
import { type PublishOptions, versionLines } from "../publish/plan-version.ts";
import type { ReadyPackage } from "../publish/prepare-package.ts";
import { signVersion, versionDraft } from "../publish/version-draft.ts";
import type { LookAtPull } from "../publish/wait-for-merge.ts";
import { formatBytes } from "../render/text.ts";

/** Stands for the address of a package until the portal has given it: in dry runs, and to find out what is wrong before any upload. */
const NOT_KNOWN_YET = "https://address-from-the-portal.invalid/package.mosis";

/** Carries through a portal. What is merged is read from the forge, as anybody may. */
export async function portalCarrier(
  portal: PortalChoice,
  { apiUrl, repository }: RegistryChoice,
  { env, terminal, dryRun }: CarrierContext,
): Promise<Carrier> {
  const { client } = await openPortalSession(portal, env);
  // Also a job's own, which forges give more answers than strangers.
  const readingToken = [env["GH_TOKEN"], env["GITHUB_TOKEN"]].find((token) => (token ?? "") !== "") ?? null;
  return {
    source: forgeSource(await forgeClient(apiUrl, readingToken), repository),
    account: null,
    // The portal knows who is.
    requireMember: () => undefined,
    join: (developer, key, sources) => (dryRun ? Promise.resolve() : joinDeveloper(client, developer, key, sources)),
    async carry(draft) {
      const plan = planOrRefuse(draft, []);
      if (dryRun) return { plan, pull: null };
      const { superseded, ...pull } = await submitKeyDocuments(client, documentsOf(draft));
      return { plan: { ...plan, supersedes: superseded }, pull: { ...pull, isNew: true } };
    },
    async carryVersion(built, options, scene, sources) {
      refuseForgeOptions(options);
      const signed = await signVersion(built, options.key, scene, sources);
      if ("stopped" in signed) return signed;
      const { ready, signer } = signed;
      const { manifest } = ready;
      if (scene.app === null && (manifest.screenshots ?? []).length > 0) {
        terminal.warn("Portals take no screenshots; the store page begins without. Add them later by a pull request.");
      }
      const draftAt = async (url: string): Promise<SubmissionDraft | null> => {
        const upload = { to: "portal", name: `${manifest.id}-${manifest.version_code}.mosis`, url } as const;
        const places = { cwd: sources.cwd, url, screenshots: [], uploads: [{ ...upload, ...ready.facts.package }] };
        return versionDraft(signed, options, scene, places);
      };
      const lines = (plan: ReturnType<typeof planOrRefuse>) => versionLines({ plan, ready, keyid: signer.key.keyid });
      const first = await draftAt(NOT_KNOWN_YET);
      if (first === null) return null;
      if (dryRun) {
        const plan = planOrRefuse(first, []);
        return { plan, pull: null, lines: lines(plan) };
      }
      await writeAtomically(ready.path, ready.archive);
      if (scene.app === null) await draftApp(client, manifest.id, scene.developer.id);
      const { url, submission } = await sendPackage(ready);
      const draft = await draftAt(url);
      if (draft === null) return null;
      const opened = await submitVersion(client, manifest.id, manifest.version_code, documentsOf(draft));
      const plan = { ...planOrRefuse(draft, []), supersedes: opened.superseded };
      return { plan, pull: pullOf(opened, submission), lines: lines(plan) };
    },
    look: (number) => portalLook(client, number),
  };

  async function sendPackage({ archive, manifest, facts }: ReadyPackage) {
    const progress = terminal.progress(`Uploading ${formatBytes(archive.length)}`);
    try {
      return await uploadPackage(client, { manifest, blob: facts.package, archive });
    } finally {
      progress.stop();
    }
  }
}

function pullOf({ number, url }: PortalSubmission, before: number | null) {
  return { number, url, isNew: number !== before };
}

function refuseForgeOptions(options: PublishOptions): void {
  for (const name of ["repository", "package-url"] as const) {
    if (options[name] === undefined) continue;
    const message = `\`--${name}\` is about a package that lies elsewhere; through a portal it is uploaded there.`;
    throw new CliError("bad-option", message, `Leave out \`--${name}\`, or publish through the forge.`);
  }
}

function documentsOf({ files }: SubmissionDraft): readonly JsonObject[] {
  return files.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as JsonValue).filter(isJsonObject);
}

/** For looking at a submission through the portal. */
function portalLook(client: PortalClient, number: number): LookAtPull {
  return async () => {
    try {
      const { standing, failed, running } = await readSubmission(client, number);
      return { standing, failed, running, hasLanded: standing.state === "landed" };
    } catch (error) {
      if (error instanceof PortalError && (error.code === "unreachable" || error.code === "busy")) return null;
      throw error;
    }
  };
}
