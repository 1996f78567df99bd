import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

import { ConfigurationError, type Environment } from "./part.ts";

/**
 * How the address of who asks is found: of the connection, or behind a proxy in the header that `MOSIS_ADDRESS_HEADER` names, whose last
 * address is the one that the proxy saw.
 *
 * @throws ConfigurationError when that is no name of a header
 */
export function addressReader(environment: Environment): (context: Context) => string {
  const header = environment["MOSIS_ADDRESS_HEADER"];
  if (header === undefined || header === "") return (context) => getConnInfo(context).remote.address ?? "";
  if (!/^[A-Za-z0-9-]+$/.test(header)) {
    throw new ConfigurationError(
      `MOSIS_ADDRESS_HEADER is ${JSON.stringify(header)}, which names no header. Set it to the one in which your proxy puts the address, such as x-forwarded-for, or not at all without a proxy.`,
    );
  }
  return ({ req }) => req.header(header)?.split(",").at(-1)?.trim() ?? "";
}
