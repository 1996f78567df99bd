import type { Device } from "./device.ts";
import type { News, WithdrawnStatus } from "../core/device/app-outlook.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import { echo } from "../core/findings/finding.ts";
import type { AppId } from "../core/ids/ids.ts";

/** What a person is told without having asked. */
export type Notice =
  | {
      readonly kind: "available";
      readonly app: AppId;
      readonly version: string;
      /** Permissions that somebody has to agree to first. */
      readonly consent: readonly string[];
    }
  | {
      /** It was installed without a question: it asks for nothing new. */
      readonly kind: "updated";
      readonly app: AppId;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "rolled-back";
      readonly app: AppId;
      readonly from: string;
      readonly to: string;
      readonly crashes: number;
    }
  | {
      /** The installed version is no longer to be had, for this reason. */
      readonly kind: "withdrawn";
      readonly app: AppId;
      readonly version: string;
      readonly status: WithdrawnStatus;
      readonly why: string;
    };

/** Tells a person; that nobody could be told undoes nothing. */
export async function tell({ ports }: Device, notice: Notice): Promise<void> {
  await ports.notify(notice).catch(() => undefined);
}

/** The notices of what is news about an installed app. */
export function noticesOf(
  { app_id: app, version }: Pick<InstalledApp, "app_id" | "version">,
  { outlook, available, withdrawn }: News,
): readonly Notice[] {
  const notices: Notice[] = [];
  if (withdrawn !== null) {
    const why = withdrawnSentence(version, withdrawn, outlook.status_reason);
    notices.push({ kind: "withdrawn", app, version, status: withdrawn, why });
  }
  if (available !== null) {
    notices.push({ kind: "available", app, version: available.version, consent: available.consent });
  }
  return notices;
}

/**
 * Why a version is no longer to be had, as a whole sentence.
 *
 * @param version null where it is the installed one, whichever that is
 */
export function withdrawnSentence(version: string | null, status: WithdrawnStatus, reason: string | null): string {
  const verb = {
    yanked: "was withdrawn",
    suspended: "is suspended by the store",
    removed: "is no longer in the store",
  }[status];
  const what = version === null ? "The installed version" : `Version ${version}`;
  return `${what} ${verb}${reason === null || reason === "" ? "." : `: ${echo(reason)}`}`;
}

/** A notice as one line for people. */
export function noticeLine(notice: Notice): string {
  const { app } = notice;
  switch (notice.kind) {
    case "available": {
      const asks = notice.consent.length === 0 ? "" : `; it also asks for ${notice.consent.join(", ")}`;
      return `${app} ${notice.version} is available${asks}`;
    }
    case "updated":
      return `${app} was updated from ${notice.from} to ${notice.to}`;
    case "rolled-back":
      return `${app} went back from ${notice.from} to ${notice.to}: it crashed ${notice.crashes} times`;
    case "withdrawn":
      return `${app}: ${notice.why}`;
  }
}
