import { scrubText } from "./scrub.ts";

const TEXTS = ["message", "stack_trace"] as const;

/** A crash report as it was sent, with its texts scrubbed; before they are cut, for half an address would not be known as one. */
export function scrubCrash(document: unknown): unknown {
  if (typeof document !== "object" || document === null) return document;
  const scrubbed: Record<string, unknown> = { ...document };
  for (const name of TEXTS) {
    const text = scrubbed[name];
    if (typeof text === "string") scrubbed[name] = scrubText(text);
  }
  return scrubbed;
}
