import { parseArgs } from "node:util";

export interface StartOptions {
  /** Of the store. */
  readonly port: number;
  readonly forgePort: number;
  /** Of telemetry and portal, where they are there. */
  readonly functionsPort: number;
  /** Whether these are started, where they are there. */
  readonly withFunctions: boolean;
  readonly reset: boolean;
  /** Where everything is kept; null for the project's own. */
  readonly folder: string | null;
}

export const START_USAGE =
  "Usage: npm start -- [--reset] [--port 4600] [--forge-port 4601] [--functions-port 4602] [--no-functions] [--folder .mosis/store]; port 0 takes any that is free.";

const PORTS = { port: "4600", "forge-port": "4601", "functions-port": "4602" } as const;
const HIGHEST_PORT = 65_535;

/** Reads the arguments of `npm start`; a string says what is wrong with them. */
export function parseStartOptions(args: readonly string[]): StartOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: PORTS.port },
        "forge-port": { type: "string", default: PORTS["forge-port"] },
        "functions-port": { type: "string", default: PORTS["functions-port"] },
        "no-functions": { type: "boolean", default: false },
        reset: { type: "boolean", default: false },
        folder: { type: "string" },
      },
    });
    const { port, "forge-port": forgePort, "functions-port": functionsPort, reset, folder = null, ...more } = values;
    const ports = { port, "forge-port": forgePort, "functions-port": functionsPort };
    for (const [name, value] of Object.entries(ports)) {
      if (!/^\d{1,5}$/.test(value) || Number(value) > HIGHEST_PORT) return `--${name} ${value} is no port.`;
    }
    return {
      port: Number(port),
      forgePort: Number(forgePort),
      functionsPort: Number(functionsPort),
      withFunctions: !more["no-functions"],
      reset,
      folder,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use, perhaps by another `npm start`",
  EACCES: "may not be listened on by you",
};

/** What to do about a port that cannot be had; null for any other trouble. */
export function explainPortError(error: unknown, { forgePort, functionsPort }: StartOptions): string | null {
  const { code, port } = error as { readonly code?: string; readonly port?: number };
  const why = WHY[code ?? ""];
  if (why === undefined || port === undefined) return null;
  const option = { [functionsPort]: "--functions-port", [forgePort]: "--forge-port" }[port] ?? "--port";
  return `Port ${port} of 127.0.0.1 ${why}. Choose another one: npm start -- ${option} ${port + 10}`;
}
