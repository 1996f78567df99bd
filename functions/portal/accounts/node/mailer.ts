import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Mail, Mailer } from "../ports.ts";

const TIMEOUT_MS = 15_000;

/** Where no service for mails is set: each one becomes a file, which an operator can read and pass on. They hold links that sign people in. */
export function fileMailer(folder: string, now: () => number): Mailer {
  return async ({ to, subject, text }) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = `${new Date(now()).toISOString().replaceAll(":", "-")}-${crypto.randomUUID()}.txt`;
    await writeFile(join(folder, name), `To: ${to}\nSubject: ${subject}\n\n${text}`, { mode: 0o600, flag: "wx" });
  };
}

/** A service for mails with an HTTP API of the usual form: `{from, to, subject, text}` as JSON, with a token. */
export function httpMailer(url: string, token: string, from: string): Mailer {
  return async (mail: Mail) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ from, ...mail }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    // The address stays out of the log.
    if (!response.ok) throw new Error(`A mail ("${mail.subject}") was not sent: ${url} answered ${response.status}.`);
  };
}
