import type { TemplateValues } from "./template.ts";
import { parseAppId } from "../../core/ids/ids.ts";

/** Stands where git knows no author; valid, and plainly to be replaced. */
const NOBODY = { author_name: "Your Name", author_email: "you@example.com" } as const;

/** What a new app is called unless its author says otherwise. */
export function defaultValues(
  folder: string,
  author: { readonly name: string | null; readonly email: string | null },
): TemplateValues {
  const words = folder
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const slug = words.join("-").replace(/^[0-9-]+/, "") || "app";
  const id = `com.example.${slug}`;
  const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(" ");
  return {
    // Some slugs, such as `con`, are no segment of an id.
    id: parseAppId(id) ?? `${id.slice(0, 100)}-app`,
    name: title.slice(0, 50).trim() || "App",
    author_name: author.name ?? NOBODY.author_name,
    author_email: author.email ?? NOBODY.author_email,
  };
}
