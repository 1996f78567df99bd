import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Mailer } from "../ports.ts";
import { ConfigurationError, type Environment } from "../../../shared/part.ts";

const TIMEOUT_MS = 15_000;

/**
 * Sends mails through the service at `MOSIS_MAIL_URL`; without one, each becomes a file.
 *
 * @param folder of those files
 * @throws ConfigurationError
 */
export function openMailer(
  environment: Environment,
  folder: string,
): { readonly mailer: Mailer; readonly note: string } {
  const { MOSIS_MAIL_URL: url = "", MOSIS_MAIL_TOKEN: token = "", MOSIS_MAIL_FROM: from = "" } = environment;
  if (url === "") return { mailer: fileMailer(folder), note: `mails become files in ${folder}` };
  if (URL.canParse(url) && new URL(url).protocol === "https:" && token !== "" && from !== "") {
    return { mailer: httpMailer(url, token, from), note: `mails go out through ${new URL(url).host}` };
  }
  throw new ConfigurationError(
    `MOSIS_MAIL_URL is ${JSON.stringify(url)}, and that is not enough. Set it to the https address of a service for mails, MOSIS_MAIL_TOKEN to its key and MOSIS_MAIL_FROM to the sender, or leave it out and take mails from files.`,
  );
}

/** Files as RFC 5322 writes mails, from where a mail program can take them. They hold links that sign people in: nobody else reads them. */
export function fileMailer(folder: string): Mailer {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return async ({ to, subject, text }) => {
    const lines = [`To: ${to}`, `Subject: ${subject}`, "Content-Type: text/plain; charset=utf-8", "", text];
    const name = `${Date.now()}-${crypto.randomUUID()}.eml`;
    await writeFile(join(folder, name), lines.join("\n").replaceAll("\n", "\r\n"), { mode: 0o600, flag: "wx" });
  };
}

/** A service for mails with an HTTP API of the usual form: `{from, to, subject, text}` as JSON, with a token. */
export function httpMailer(url: string, token: string, from: string): Mailer {
  return async (mail) => {
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
