import type { ResultDocument } from "../../core/search/layout.ts";

/** Puts results into a list, as copies of the card that the page brings. */
export function showCards(list: Element, results: readonly ResultDocument[], lang: string): void {
  const template = document.querySelector("template") as HTMLTemplateElement;
  list.replaceChildren(
    ...results.map((result) => {
      const card = template.content.cloneNode(true) as DocumentFragment;
      const part = <E extends Element>(selector: string): E => card.querySelector(selector) as E;
      const { name, summary } = result.listings[lang] ?? result;
      const link = part<HTMLAnchorElement>("a");
      link.href = `../apps/${result.app_id}/`;
      link.textContent = name;
      part<HTMLImageElement>("img").src = `/${result.icon}`;
      part("p").textContent = summary;
      part("small").textContent = labelOf(result.categories[0]);
      return card;
    }),
  );
}

function labelOf(category = ""): string {
  return category && (document.querySelector<HTMLOptionElement>(`[value="${category}"]`)?.text ?? category);
}
