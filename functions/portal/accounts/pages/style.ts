/** The look of the store (src/site/styles/tokens.css), as far as forms need it. Its hash stands in the policy of the pages. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#faf7f2, #131217);
  --surface: light-dark(#fff, #1d1c23);
  --line: light-dark(#e5dfd4, #302f39);
  --edge: light-dark(#817b8c, #8a8696);
  --ink: light-dark(#1c1a21, #f3f1f6);
  --muted: light-dark(#5f5a68, #aba7b6);
  --accent: light-dark(#0a6a5c, #62d5bd);
  --accent-ink: light-dark(#fff, #06241e);
  --bad: light-dark(#a2271b, #ffa498);
  --bad-soft: light-dark(#fde8e4, #42191a);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; color: var(--ink); background: var(--paper); }
header { display: flex; gap: 0.625rem; align-items: center; max-inline-size: 28rem; margin: 2vh auto 1rem; font-weight: 600; }
main { max-inline-size: 28rem; margin: auto; padding: 1.5rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
p { overflow-wrap: anywhere; }
main > :last-child { margin-block-end: 0; }
a { color: var(--accent); }
label { display: block; margin-block: 1rem 0.25rem; font-weight: 500; }
input { inline-size: 100%; padding: 0.625rem 0.75rem; border: 1px solid var(--edge); border-radius: 0.625rem; font: inherit; color: inherit; background: var(--paper); }
button { margin-block-start: 1.25rem; margin-inline-end: 0.5rem; padding: 0.625rem 1.25rem; border: 1px solid var(--accent); border-radius: 0.625rem; font: inherit; font-weight: 600; color: var(--accent-ink); background: var(--accent); cursor: pointer; }
button ~ button { color: var(--accent); background: none; }
:focus-visible { outline: 0.1875rem solid var(--accent); outline-offset: 0.125rem; }
[role="alert"] { margin: 0; padding: 0.75rem 1rem; border-radius: 0.625rem; color: var(--bad); background: var(--bad-soft); }
code { font: 600 1.125rem ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; letter-spacing: 0.1em; white-space: nowrap; }
`;
