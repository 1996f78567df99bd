import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A web server that only this machine can reach. */
export interface LocalServer {
  /** Without a final slash. */
  readonly url: string;
  /** Cuts connections that are open. */
  close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1.
 *
 * @param port 0 takes any free one
 * @throws Error with code `EADDRINUSE` when something else listens on the port
 */
export async function startLocalServer(listener: RequestListener, port: number): Promise<LocalServer> {
  const server = createServer(listener);
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", done);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
