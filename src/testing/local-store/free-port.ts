import { createServer } from "node:net";

/**
 * Makes sure that a port of this machine can be listened on; 0 always can.
 *
 * @throws Error with code `EADDRINUSE` or another one of Node's
 */
export async function requireFreePort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((done, fail) => {
    probe.once("error", fail);
    probe.listen(port, "127.0.0.1", done);
  });
  await new Promise((done) => probe.close(done));
}
