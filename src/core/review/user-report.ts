import { type AppId, parseAppId } from "../ids/ids.ts";

/** The label that the issue form gives reports of users, which only who may write can give by hand. */
export const REPORT_LABEL = "report";
/** What the form calls its first field. */
const APP_FIELD = "App id";

/**
 * The app that a report of a user is about; null where its body is not what the form makes of its fields. Only the first field counts: in
 * the later ones users write what they like, headings too.
 */
export function reportedApp(body: string): AppId | null {
  const [heading, blank, app, end = ""] = body.split(/\r?\n/, 4);
  const isForm = heading === `### ${APP_FIELD}` && blank === "" && end === "";
  return isForm ? parseAppId(app?.trim()) : null;
}
