import { expect, test } from "vitest";

import { cardMaker } from "./app-card.ts";
import { anAppSummary, aReader, aStore } from "../../testing/store-data.ts";

test("a card speaks the language of the page, as far as the app does", () => {
  const summaries = { de: "Schreibt es auf.", en: "Writes it down." };
  const app = anAppSummary("org.example.notes", { summary: "From the manifest", summaries });
  const card = (lang: string, change = {}) => cardMaker(aStore([]), aReader(lang))({ ...app, ...change });
  expect(card("de")).toMatchObject({ summary: "Schreibt es auf.", lang: "de" });
  expect(card("ar")).toMatchObject({ summary: "Writes it down.", lang: "en", href: "/ar/apps/org.example.notes/" });
  expect(card("de", { summaries: {} })).toMatchObject({ summary: "From the manifest", lang: null });
});
