import { showCards } from "./show-cards.ts";
import { addOption, showCounts } from "./show-counts.ts";
import type { SearchTexts } from "../view/search-page.ts";
import { search, type SearchResults } from "../../core/search/search.ts";

// The script of the page that searches. Its form is in the head of the page, filters belong to it by their `form`.

/** Milliseconds without typing after which is searched. */
const PAUSE_MS = 150;
const RESULTS = 12;

const element = <E extends HTMLElement>(selector: string): E => document.querySelector(selector) as E;
const form = element<HTMLFormElement>("#search");
const field = element<HTMLInputElement>("#search input");
const status = element("[role=status]");
const list = element(".grid");
const more = element(".more");
const filters = [...document.querySelectorAll("select")];
const texts = JSON.parse(element(".search").dataset["texts"] as string) as SearchTexts;
const { lang } = document.documentElement;

let files: Record<string, Promise<unknown>> = {};
let latest = 0;
let pause: ReturnType<typeof setTimeout> | undefined;

async function ask(count = RESULTS): Promise<void> {
  const own = ++latest;
  const text = field.value;
  const isAsked = text.trim() !== "";
  element(".filters").hidden = !isAsked;
  element(".start").classList.toggle("shown", !isAsked);
  try {
    const facets = Object.fromEntries(filters.map(({ name, value }) => [name, value || undefined]));
    const found = isAsked ? await search({ text, facets, count }, load) : null;
    if (own === latest) show(found);
  } catch {
    files = {};
    if (own === latest) status.textContent = texts.failed;
  }
}

function show(found: SearchResults | null): void {
  showCards(list, found?.results ?? [], lang);
  more.hidden = !found || found.total <= list.children.length;
  status.textContent = found && said(found);
  if (found) for (const filter of filters) showCounts(filter, found.counts);
}

function said({ total, corrections }: SearchResults): string {
  const { found, none, meant } = texts;
  const count = found[new Intl.PluralRules(lang).select(total)] ?? found.other;
  const words = corrections.flatMap((each) => each.meant).join(", ");
  return (total ? count.replace("{count}", `${total}`) : none) + (words && ` · ${meant.replace("{words}", words)}`);
}

/** Each file once, until one of them fails. */
function load(path: string): Promise<unknown> {
  return (files[path] ??= fetch(`/${path}`).then((response) => response.json()));
}

/** What is asked for, as the address of the page has it. */
function address(): string {
  const given = [...new FormData(form)].filter(([, value]) => value) as string[][];
  return `?${new URLSearchParams(given)}`;
}

function readAddress(): void {
  const given = new URLSearchParams(location.search);
  field.value = given.get("q") ?? "";
  for (const filter of filters) {
    const value = given.get(filter.name) ?? "";
    addOption(filter, value);
    filter.value = value;
  }
  void ask();
}

/** Asks again, and has it in the address: as a step that can be taken back, or in place of the one before. */
function step(change: "pushState" | "replaceState"): void {
  clearTimeout(pause);
  history[change](null, "", address());
  void ask();
}

field.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(step, PAUSE_MS, "replaceState");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  step("pushState");
});
for (const filter of filters) filter.addEventListener("change", () => step("pushState"));
more.addEventListener("click", () => void ask(list.children.length + RESULTS));
addEventListener("popstate", readAddress);
addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (at < 0 && document.activeElement !== field) return;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (event.key === "Escape") {
    field.value = "";
    step("pushState");
  } else if (next === undefined) return;
  event.preventDefault();
  (links[next ?? -1] ?? (at < 1 || event.key === "Escape" ? field : null))?.focus();
});
readAddress();
