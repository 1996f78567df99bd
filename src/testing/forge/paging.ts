import { type Answer, type Call, ok } from "./http.ts";

/** One page of a list, `per_page` (30, at most 100) and `page` as on GitHub, with its Link header. */
export function page<T>(
  call: Call,
  items: readonly T[],
): { readonly items: readonly T[]; readonly answer: (body: unknown) => Answer } {
  const size = Math.min(numberOf(call, "per_page", 30), 100);
  const current = numberOf(call, "page", 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (number: number, rel: string) => {
    const url = new URL(call.url);
    url.searchParams.set("page", String(number));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(current > 1 ? [link(current - 1, "prev"), link(1, "first")] : []),
    ...(current < last ? [link(current + 1, "next"), link(last, "last")] : []),
  ];
  return {
    items: items.slice((current - 1) * size, current * size),
    answer: (body) => ok(body, links.length === 0 ? {} : { link: links.join(", ") }),
  };
}

function numberOf(call: Call, name: string, fallback: number): number {
  const value = Number(call.url.searchParams.get(name) ?? fallback);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}
