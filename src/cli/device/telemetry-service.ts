import { requiredOption } from "../arguments/required-option.ts";
import { echo } from "../../core/findings/finding.ts";
import { type TelemetryService, telemetryService } from "../../device/telemetry/telemetry-service.ts";
import { CliError } from "../errors/cli-error.ts";

/**
 * The service at the address in `--service`.
 *
 * @throws CliError `bad-option`
 */
export function serviceOf(options: { readonly service: string | undefined }): TelemetryService {
  const text = requiredOption(options, "service");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "") {
    return telemetryService(url.href.replace(/\/$/, ""));
  }
  const advice = "Give `--service` an address such as https://telemetry.example.org.";
  throw new CliError("bad-option", `${echo(text)} is no http or https address without query.`, advice);
}
