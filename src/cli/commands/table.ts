import { login, logout, whoami } from "./specs/account.ts";
import { completion } from "./specs/completion.ts";
import {
  deviceCheck,
  deviceInstall,
  deviceList,
  deviceRollback,
  deviceUninstall,
  deviceUpdate,
  deviceWatch,
  deviceWhy,
} from "./specs/device.ts";
import {
  deviceTelemetryConsent,
  deviceTelemetryDelete,
  deviceTelemetryExport,
  deviceTelemetrySend,
  deviceTelemetryStatus,
} from "./specs/device-telemetry.ts";
import { doctor } from "./specs/doctor.ts";
import { promote, release, rollout, yank } from "./specs/events.ts";
import { domains, keysGenerate, keysList, keysRecover, keysRegister, keysRevoke, keysRotate } from "./specs/keys.ts";
import { publish } from "./specs/publish.ts";
import { build, diff, init, inspect, sign, types, validate, verify } from "./specs/packages.ts";
import { registryVerify } from "./specs/registry.ts";
import { appeal, status } from "./specs/status.ts";
import { stats } from "./specs/stats.ts";
import type { Command } from "../command.ts";

/** Every command, in the order people meet them. Usage, completion and the reference page are made from this table. */
export const commands: readonly Command[] = [
  { ...init, load: () => import("./init.ts") },
  { ...types, load: () => import("./types.ts") },
  { ...validate, load: () => import("./validate.ts") },
  { ...build, load: () => import("./build.ts") },
  { ...sign, load: () => import("./sign.ts") },
  { ...verify, load: () => import("./verify.ts") },
  { ...inspect, load: () => import("./inspect.ts") },
  { ...diff, load: () => import("./diff.ts") },
  { ...login, load: () => import("./login.ts") },
  { ...logout, load: () => import("./logout.ts") },
  { ...whoami, load: () => import("./whoami.ts") },
  { ...publish, load: () => import("./publish.ts") },
  { ...status, load: () => import("./status.ts") },
  { ...release, load: () => import("./release.ts") },
  { ...promote, load: () => import("./promote.ts") },
  { ...rollout, load: () => import("./rollout.ts") },
  { ...yank, load: () => import("./yank.ts") },
  { ...appeal, load: () => import("./appeal.ts") },
  { ...stats, load: () => import("./stats.ts") },
  { ...keysGenerate, load: () => import("./keys-generate.ts") },
  { ...keysList, load: () => import("./keys-list.ts") },
  { ...keysRegister, load: () => import("./keys-register.ts") },
  { ...keysRotate, load: () => import("./keys-rotate.ts") },
  { ...keysRevoke, load: () => import("./keys-revoke.ts") },
  { ...keysRecover, load: () => import("./keys-recover.ts") },
  { ...domains, load: () => import("./domains.ts") },
  { ...deviceInstall, load: () => import("./device-install.ts") },
  { ...deviceList, load: () => import("./device-list.ts") },
  { ...deviceUpdate, load: () => import("./device-update.ts") },
  { ...deviceCheck, load: () => import("./device-check.ts") },
  { ...deviceWatch, load: () => import("./device-watch.ts") },
  { ...deviceWhy, load: () => import("./device-why.ts") },
  { ...deviceRollback, load: () => import("./device-rollback.ts") },
  { ...deviceUninstall, load: () => import("./device-uninstall.ts") },
  { ...deviceTelemetryStatus, load: () => import("./device-telemetry-status.ts") },
  { ...deviceTelemetryConsent, load: () => import("./device-telemetry-consent.ts") },
  { ...deviceTelemetrySend, load: () => import("./device-telemetry-send.ts") },
  { ...deviceTelemetryExport, load: () => import("./device-telemetry-export.ts") },
  { ...deviceTelemetryDelete, load: () => import("./device-telemetry-delete.ts") },
  { ...registryVerify, load: () => import("./registry-verify.ts") },
  { ...doctor, load: () => import("./doctor.ts") },
  { ...completion, load: () => import("./completion.ts") },
];
