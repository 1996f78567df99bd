import { readChecks, writeChecks } from "./check-state.ts";
import { changing, type Device } from "./device.ts";
import { isStoreTrouble } from "./device-error.ts";
import { deviceSecret } from "./identity.ts";
import { noticesOf, tell } from "./notify.ts";
import { attempt, forEachApp, type Planned, type UpdateStep } from "./plan-updates.ts";
import { carryOut, readInstalled } from "./update.ts";
import { type AppOutlook, newsOf } from "../core/device/app-outlook.ts";
import { afterCheck, type CheckDecision, checkOffset, decideCheck, nextCheck } from "../core/device/check-schedule.ts";
import { nodeCrypto } from "../node/crypto.ts";

export interface CheckRequest {
  /** Whether to check only when it is time and the device is in shape for it; otherwise at once, whatever the network costs. */
  readonly ifDue: boolean;
  /** Whether updates that nobody has to agree to are installed too. */
  readonly install: boolean;
}

export type CheckOutcome = Extract<CheckDecision, { readonly kind: "wait" }> | Checked;

export interface Checked {
  readonly kind: "checked";
  readonly why: string;
  /** What became, or would become, of each app. */
  readonly steps: readonly UpdateStep[];
  /** What is known of each app now. */
  readonly outlooks: readonly AppOutlook[];
  /** Whether every store could be asked. */
  readonly isSuccess: boolean;
  /** When the next check is due. */
  readonly next: Date;
}

/**
 * Checks for updates as the background service of a device does: asks the stores of installed apps, tells a person of each new version
 * and each withdrawal once, installs what it may, and remembers all that for the next check. Being offline is no failure: nothing is
 * asked. A store that fails is one; the others are asked all the same.
 *
 * @throws DeviceError `locked`, `no-space`, or when the device's state is broken
 */
export async function runCheck(device: Device, request: CheckRequest): Promise<CheckOutcome> {
  return changing(device, async () => {
    const before = await readChecks(device);
    const offset = checkOffset(await deviceSecret(device, true), nodeCrypto.sha256);
    const now = device.ports.now();
    const decision: CheckDecision = request.ifDue
      ? decideCheck(before, offset, await device.ports.conditions(), now)
      : { kind: "check", download: true, why: "It was asked for." };
    if (decision.kind === "wait") return decision;

    const { apps, failed } = await readInstalled(device);
    const steps = [...failed];
    const outlooks: AppOutlook[] = [];
    const known = new Map(before.apps.map((each) => [each.app_id, each]));
    let isPutOff = false;
    await forEachApp(device, apps, { keep: true, outlooks: known }, async (planned) => {
      const mayInstall = request.install && isQuiet(planned.step);
      const step = mayInstall && decision.download ? await install(device, planned) : heldStep(planned.step, request);
      isPutOff ||= mayInstall && !decision.download;
      steps.push(step);
      const outlook = await announce(device, planned, step, known.get(step.app) ?? null);
      if (outlook !== null) outlooks.push(outlook);
    });

    const isSuccess = !steps.some((step) => step.kind === "failed" && isStoreTrouble(step.error));
    const history = afterCheck(before, { isSuccess, isPutOff }, now);
    outlooks.sort((a, b) => (a.app_id < b.app_id ? -1 : 1));
    await writeChecks(device, { ...before, ...history, apps: outlooks });
    return { kind: "checked", why: decision.why, steps, outlooks, isSuccess, next: nextCheck(history, offset, now) };
  });
}

/** Whether it is an update that nobody has to agree to. */
function isQuiet(step: UpdateStep): boolean {
  return step.kind === "update" && step.plan.consent.length === 0;
}

async function install(device: Device, { step, installed, session }: Planned): Promise<UpdateStep> {
  if (step.kind !== "update" || session === null) return step;
  return attempt(step.app, () => carryOut(device, step, installed, session));
}

/** Nobody is there to agree. */
function heldStep(step: UpdateStep, { install: mayInstall }: CheckRequest): UpdateStep {
  return mayInstall && step.kind === "update" && !isQuiet(step)
    ? { kind: "held", app: step.app, plan: step.plan }
    : step;
}

/** Tells a person what is new of an app; gives back what is known of it now. */
async function announce(
  device: Device,
  { installed, finding }: Planned,
  step: UpdateStep,
  before: AppOutlook | null,
): Promise<AppOutlook | null> {
  if (finding === null) return before;
  if (step.kind === "update" && step.transfer !== null) {
    const { from, to } = step.plan;
    await tell(device, { kind: "updated", app: step.app, from: from?.version ?? "", to: to.version });
    const now = { status: to.status, status_reason: to.reason ?? null, available: null };
    return newsOf(before, { ...finding, ...now, version_code: to.version_code }).outlook;
  }
  const news = newsOf(before, finding);
  for (const notice of noticesOf(installed, news)) await tell(device, notice);
  return news.outlook;
}
