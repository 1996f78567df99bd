import type { Mail } from "./ports.ts";

/** What the portal writes to people. Names are left out: somebody else may have typed them. */
export function mails(url: string) {
  const mail = (to: string, subject: string, lines: readonly string[]): Mail => ({
    to,
    subject,
    text: [...lines, "", "If you know nothing of this, do nothing: it has no effect without you.", url, ""].join("\n"),
  });
  return {
    verify: (to: string, token: string): Mail =>
      mail(to, "Confirm your e-mail address", [
        "Somebody registered an account of the Mosis portal with this address. If it was you, open this within an hour:",
        "",
        `${url}/verify-email?token=${encodeURIComponent(token)}`,
      ]),
    alreadyRegistered: (to: string): Mail =>
      mail(to, "You have an account already", [
        "Somebody registered an account of the Mosis portal with this address, which has one. If it was you, sign in.",
        "If you have forgotten the password, ask for a new one:",
        "",
        `${url}/forgot-password`,
      ]),
    reset: (to: string, token: string): Mail =>
      mail(to, "Choose a new password", [
        "Somebody asked for a new password of your account of the Mosis portal. If it was you, choose one within an hour:",
        "",
        `${url}/reset-password?token=${encodeURIComponent(token)}`,
      ]),
    passwordChanged: (to: string): Mail =>
      mail(to, "Your password was changed", [
        "The password of your account of the Mosis portal was changed, and everybody who was signed in with it was signed out.",
        "If it was not you, choose a new one:",
        "",
        `${url}/forgot-password`,
      ]),
    invitation: (to: string, developer: string, role: string): Mail =>
      mail(to, `You are invited to ${developer}`, [
        `You are invited to work on the apps of "${developer}" in the Mosis portal, as ${role}. Sign in with this address to answer:`,
        "",
        `${url}/my-invitations`,
      ]),
  };
}
