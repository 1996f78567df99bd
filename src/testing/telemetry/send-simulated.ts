import type { SimulatedRequest } from "./simulate-devices.ts";

/** What a service said to simulated devices. */
export interface SentRequests {
  /** Batches and reports that it has now. */
  readonly accepted: number;
  /** Those that it had before. */
  readonly duplicates: number;
}

const AT_ONCE = 8;

/**
 * Sends what simulated devices send, to a service that is there now: their clocks are right.
 *
 * @param url of the service, without a final slash
 * @throws Error for the first request that is not taken
 */
export async function sendSimulated(url: string, requests: readonly SimulatedRequest[]): Promise<SentRequests> {
  const left = requests.values();
  let [accepted, duplicates] = [0, 0];
  const send = async (): Promise<void> => {
    for (const request of left) {
      const body = JSON.stringify(request.document(Date.now()));
      const headers = { "content-type": "application/json" };
      const response = await fetch(url + request.path, { method: "POST", headers, body });
      const answer = await response.text();
      if (!response.ok) throw new Error(`POST ${url}${request.path} was answered with ${response.status}: ${answer}`);
      if ((JSON.parse(answer) as { readonly duplicate: boolean }).duplicate) duplicates += 1;
      else accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return { accepted, duplicates };
}
