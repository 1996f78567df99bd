import type { Device } from "./device.ts";
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
      readonly status: "yanked" | "suspended" | "removed";
      readonly why: string;
    };

/** Tells a person; that nobody could be told undoes nothing. */
export async function tell({ ports }: Device, notice: Notice): Promise<void> {
  await ports.notify(notice).catch(() => undefined);
}
