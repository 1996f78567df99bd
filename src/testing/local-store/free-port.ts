import { type AddressInfo, createServer } from "node:net";

/**
 * Makes sure that a port of this machine can be listened on, and gives it; for 0 another one that is free now.
 *
 * @throws Error with code `EADDRINUSE` or another one of Node's
 */
export async function requireFreePort(port: number): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => {
    probe.once("error", fail);
    probe.listen(port, "127.0.0.1", done);
  });
  const { port: bound } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return bound;
}
