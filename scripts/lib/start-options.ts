import { parseArgs } from "node:util";

export interface StartOptions {
  /** Of the store. */
  readonly port: number;
  readonly forgePort: number;
  readonly reset: boolean;
  /** Where everything is kept; null for the project's own. */
  readonly folder: string | null;
}

export const START_USAGE =
  "Usage: npm start -- [--reset] [--port 4600] [--forge-port 4601] [--folder .mosis/store]; port 0 takes any that is free.";

const PORTS = { port: "4600", "forge-port": "4601" } as const;
const HIGHEST_PORT = 65_535;

/** Reads the arguments of `npm start`; a string says what is wrong with them. */
export function parseStartOptions(args: readonly string[]): StartOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: PORTS.port },
        "forge-port": { type: "string", default: PORTS["forge-port"] },
        reset: { type: "boolean", default: false },
        folder: { type: "string" },
      },
    });
    const { port, "forge-port": forgePort, reset, folder = null } = values;
    for (const [name, value] of Object.entries({ port, "forge-port": forgePort })) {
      if (!/^\d{1,5}$/.test(value) || Number(value) > HIGHEST_PORT) return `--${name} ${value} is no port.`;
    }
    return { port: Number(port), forgePort: Number(forgePort), reset, folder };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use, perhaps by another `npm start`",
  EACCES: "may not be listened on by you",
};

/** What to do about a port that cannot be had; null for any other trouble. */
export function explainPortError(error: unknown, { forgePort }: StartOptions): string | null {
  const { code, port } = error as { readonly code?: string; readonly port?: number };
  const why = WHY[code ?? ""];
  if (why === undefined || port === undefined) return null;
  const option = port === forgePort ? "--forge-port" : "--port";
  return `Port ${port} of 127.0.0.1 ${why}. Choose another one: npm start -- ${option} ${port + 10}`;
}
